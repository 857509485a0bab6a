import WeirSyntax
import WeirTables

/// A query for rows by key, `select a, f(b) from t where id = x`, compiled against the columns of its table: such queries come by the hundred thousand, and binding
/// their names anew would be most of their time.
final class CompiledLookup {
  /// The shape of the query as it is written: conditions that compare columns to values, and nothing behind them.
  struct Shape {
    let statement: SelectStatement
    let table: Node
    let name: String?
    let equalities: [(left: Expression, right: Expression)]

    init?(_ statement: SelectStatement, _ source: QuerySource?) {
      guard case .table(let table, let name)? = source, !statement.conditions.isEmpty,
        statement.hints.isEmpty, !statement.isDistinct, !statement.isMap, statement.top == nil, statement.grouping.isEmpty, statement.having == nil,
        statement.order.isEmpty, statement.limit == nil, statement.unions.isEmpty
      else { return nil }
      var equalities: [(left: Expression, right: Expression)] = []
      for condition in statement.conditions where !Shape.add(condition, to: &equalities) { return nil }
      self.statement = statement
      self.table = table
      self.name = name
      self.equalities = equalities
    }

    private static func add(_ condition: Expression, to equalities: inout [(left: Expression, right: Expression)]) -> Bool {
      switch condition.kind {
      case .binary(.and, let left, let right): return add(left, to: &equalities) && add(right, to: &equalities)
      case .binary(.equal, let left, let right): equalities.append((left, right))
      case .comparisons(let first, let links) where links.count == 1 && links[0].comparison == .equal: equalities.append((first, links[0].operand))
      default: return false
      }
      return true
    }
  }

  /// What a query remembers of its last run. A class, because a query may run again while a function that it calls is running.
  final class Memory {
    private let shape: Shape
    private var compiled: CompiledLookup?
    /// The columns that the query could not be compiled against.
    private var refused: [String]?

    /// Nil for a query that does not ask for rows by key.
    init?(_ statement: SelectStatement, _ source: QuerySource?) {
      guard let shape = Shape(statement, source) else { return nil }
      self.shape = shape
    }

    /// What stands behind `from`.
    func table(_ frame: Frame) throws -> Cell { try shape.table.eval(frame) }

    /// Nil when the query has to be run in the general way.
    func value(of source: borrowing Cell, _ frame: Frame, _ scope: Scope) throws -> Cell? {
      let partitions = source.partitionedTable
      if let value = try compiled?.element(source, partitions, frame) { return value }
      guard let table = source.table ?? partitions?.parts[0], table.kind.overwrites else { return nil }
      let snapshot = table.snapshot
      if compiled?.fits(snapshot) != true {
        guard refused != snapshot.names else { return nil }
        compiled = try CompiledLookup(shape, snapshot, frame, scope)
        refused = compiled == nil ? snapshot.names : nil
      }
      guard let partitions else { return try compiled?.value(frame, snapshot) { _ in (table, snapshot) } }
      return try compiled?.value(frame, snapshot) { try compiled?.part(of: partitions, with: $0, snapshot) }
    }
  }

  private enum Item {
    case column(Int)
    case value(BoundExpression)
    case rowCount
  }

  private let names: [String]
  private let key: TableKey
  /// The columns of the key that values are given for, from the first on.
  private let keyColumns: [Int]
  private let keyTypes: [ElementType]
  private let values: [Node]
  private let items: [(item: Item, names: [String], span: SourceSpan)]
  private let areColumns: Bool
  private let isExec: Bool
  /// For a whole key, and columns as items: what reads them, one for each partition or for the table. Empty for other queries.
  private var readers: [PointReader] = []
  /// The names of the result's columns.
  private let resultNames: [String]
  private let span: SourceSpan

  /// Nil for a query that asks for rows by something else too.
  private init?(_ shape: Shape, _ snapshot: TableSnapshot, _ frame: Frame, _ scope: Scope) throws {
    guard let key = snapshot.key, shape.equalities.count <= key.columns.count else { return nil }
    let query = QueryExecution(shape.statement, SourceRows(snapshot, name: shape.name), frame, scope)
    var found: [Int: Node] = [:]
    for (left, right) in shape.equalities {
      guard let (column, value) = try CompiledLookup.equality(left, right, query) ?? CompiledLookup.equality(right, left, query), found[column] == nil else { return nil }
      found[column] = value
    }
    let wanted = try key.indices(in: snapshot).prefix(shape.equalities.count)
    values = wanted.compactMap { found[$0] }
    guard values.count == wanted.count else { return nil }
    items = try query.expandedItems().map { item in
      let names = item.names(query.binder.naming)
      if PlainCall.isRowCount(item.expression) { return (.rowCount, names, item.expression.span) }
      let bound = try query.bind(item)
      if let column = bound.node as? ColumnNode, names.count == 1 { return (.column(column.index), names, item.expression.span) }
      return (.value(bound), names, item.expression.span)
    }
    areColumns = items.allSatisfy { if case .column = $0.item { true } else { false } }
    var result = QueryResult()
    result.names = items.flatMap(\.names)
    resultNames = result.uniqueNames()
    names = snapshot.names
    self.key = key
    keyColumns = Array(wanted)
    keyTypes = wanted.map { snapshot.columns[$0].type }
    isExec = shape.statement.isExec
    span = shape.statement.span
  }

  /// A column and what it is compared to, if that is known without looking at a row.
  private static func equality(_ left: Expression, _ right: Expression, _ query: QueryExecution) throws -> (column: Int, value: Node)? {
    guard let column = try query.binder.bind(left).node as? ColumnNode else { return nil }
    let value = try query.binder.bind(right)
    guard value.columns.isEmpty, value.node is ConstantNode || value.node is LocalNode || value.node is GlobalNode || value.node is LateNameNode else { return nil }
    return (column.index, value.node)
  }

  private func fits(_ snapshot: TableSnapshot) -> Bool { snapshot.names == names && snapshot.key == key }

  // MARK: Running

  /// The row of a whole key, read without taking the table's snapshot. Nil when it has to be looked for in another way.
  private func element(_ source: borrowing Cell, _ partitions: PartitionedTable?, _ frame: Frame) throws -> Cell? {
    let count = values.count
    guard areColumns, count == key.columns.count else { return nil }
    do {
      let slab = try frame.state.pointee.push(count)
      var ready = 0
      defer {
        emptyCells(slab, count: ready)
        frame.state.pointee.pop(to: slab)
      }
      while ready < count {
        (slab + ready).initialize(to: try values[ready].eval(frame))
        ready += 1
      }
      let part: Int
      let table: Table
      if let partitions {
        guard let place = partition(of: partitions, with: slab) else { return nil }
        (part, table) = (place, partitions.parts[place])
      } else {
        guard let whole = source.table else { return nil }
        (part, table) = (0, whole)
      }
      try frame.session.checkCancellation()
      guard !isExec || items.count > 1 else { return try reader(part).element(of: table, withKey: slab, count).map { .vector($0) } }
      return try reader(part).row(of: table, withKey: slab, count).map { .table(Table(TableSnapshot(differentNames: resultNames, columns: $0))) }
    } catch { throw ScriptError(error, at: span) }
  }

  /// Where the row of a key is if it is anywhere; nil when the key does not tell.
  private func partition(of table: PartitionedTable, with values: UnsafeMutablePointer<Cell>) -> Int? {
    let name = table.columnName
    guard let place = keyColumns.firstIndex(where: { names[$0] == name }), let key = PointKey(values[place], of: keyTypes[place]),
      let partition = table.scheme.partition(of: key, in: keyTypes[place]), partition >= 0
    else { return nil }
    return partition
  }

  private func reader(_ part: Int) -> PointReader {
    while readers.count <= part {
      let columns = items.compactMap { entry in if case .column(let index) = entry.item { names[index] } else { nil } }
      readers.append(PointReader(columns, in: (names, key)))
    }
    return readers[part]
  }

  /// Nil when a value is not of its column's kind.
  /// - Parameters:
  ///   - shape: the columns, with any rows.
  ///   - find: the table that has the rows of a key; nil when nobody knows.
  private func value(_ frame: Frame, _ shape: TableSnapshot, _ find: ([PointKey]) throws -> (table: Table, snapshot: TableSnapshot)?) throws -> Cell? {
    var keys: [PointKey] = []
    keys.reserveCapacity(values.count)
    do {
      for (node, column) in zip(values, keyColumns) {
        guard let key = PointKey(try node.eval(frame), of: shape.columns[column].type) else { return nil }
        keys.append(key)
      }
      guard let (table, snapshot) = try find(keys) else { return nil }
      if keyColumns.count == key.columns.count { return try value(of: try table.row(withKey: keys, at: keyColumns, in: snapshot), snapshot, frame) }
      guard table.kind.isIndexed else { return nil }
      return try QueryNode.value(try result(of: try table.rows(withFirstKeys: keys, at: keyColumns, in: snapshot), snapshot, frame), isExec: isExec)
    } catch { throw ScriptError(error, at: span) }
  }

  /// The partition that has the rows of a key; nil when the key does not tell.
  private func part(of table: PartitionedTable, with keys: [PointKey], _ shape: TableSnapshot) throws -> (table: Table, snapshot: TableSnapshot)? {
    let name = table.columnName
    guard let place = keyColumns.firstIndex(where: { names[$0] == name }),
      let partition = table.scheme.partition(of: keys[place], in: shape.columns[keyColumns[place]].type)
    else { return nil }
    guard partition >= 0 else {
      var empty = shape
      try empty.removeAllRows()
      return (table.parts[0], empty)
    }
    let part = table.parts[partition]
    let snapshot = part.snapshot
    return fits(snapshot) ? (part, snapshot) : nil
  }

  private func value(of row: Int?, _ snapshot: TableSnapshot, _ frame: Frame) throws -> Cell {
    if areColumns, isExec, items.count == 1, case .column(let index) = items[0].item {
      let column = snapshot.columns[index]
      return .vector(try row.map { try column.single(at: $0) } ?? column.emptyLike(capacity: 0))
    }
    return try QueryNode.value(try result(of: row.map { [$0] } ?? [], snapshot, frame), isExec: isExec)
  }

  private func result(of rows: [Int], _ snapshot: TableSnapshot, _ frame: Frame) throws -> QueryResult {
    let set = RowSet(snapshot.columns.map { SourceColumn(vector: $0, part: 0) }, parts: [rows], rowCount: rows.count)
    var values: [ItemValue] = []
    for (item, names, span) in items {
      switch item {
      case .column(let index): values.append(ItemValue(name: names[0], content: .vector(try set.column(index))))
      case .rowCount: values.append(contentsOf: try ItemValue.spread(.int(Int32(clamping: rows.count)), names: names, at: span))
      case .value(let bound):
        try set.require(bound.columns)
        values.append(contentsOf: try ItemValue.spread(try frame.evaluate(bound.node, over: set.cells), names: names, at: span))
      }
    }
    try frame.session.checkCancellation()
    return try QueryResult(values)
  }
}
