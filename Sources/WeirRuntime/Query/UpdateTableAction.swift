import WeirSyntax
import WeirTables

/// `update t set c = e [from …] [where …] [context by …]`: new columns are added, the type of a column that is there stays.
///
/// The table is the first part of the query's source, so that the rows of that part tell where the values belong.
final class UpdateTableAction: Action {
  let statement: UpdateStatement
  let table: Node
  let qualifier: String?
  /// What stands after `from`; its first table is the one that changes.
  let source: QuerySource?
  let scope: Scope

  init(_ statement: UpdateStatement, table: Node, qualifier: String?, source: QuerySource?, scope: Scope, span: SourceSpan) {
    self.statement = statement
    self.table = table
    self.qualifier = qualifier
    self.source = source
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try self.table.eval(frame)
    do {
      let names = try statement.settings.map { try UpdateTableAction.columnName($0.column) }
      try source?.requireFirst(value, of: "update", frame)
      if let segmented = value.segmentedTable {
        try update(segmented, names, frame)
        return .normal
      }
      guard let table = value.table else { throw ScriptError(.type, "`update` changes a table, got \(ValueDescription.short(value))", at: self.table.span) }
      try table.update(UpdateTableAction.operation(names, table.snapshot)) { snapshot in
        try Table.requireNoKey(names, in: snapshot)
        try change(&snapshot, table.kind.overwrites ? table : nil, source == nil ? .sameLengths : .refused, frame)
      }
    } catch { throw placed(error) }
    return .normal
  }

  private static func operation(_ names: [String], _ snapshot: TableSnapshot) -> TableOperation {
    names.allSatisfy { snapshot.columnIndex($0) != nil } ? .update : .addColumnByUpdate
  }

  // MARK: Partitions

  private func update(_ table: any SegmentedTable, _ names: [String], _ frame: Frame) throws {
    let shape = try table.columnShape()
    let operation = UpdateTableAction.operation(names, shape)
    try table.check(operation)
    try Table.requireNoKey(names, in: shape)
    let levels = try table.partitions().levels.compactMap { shape.columnIndex($0.column) }
    let movesRows = names.contains { shape.columnIndex($0).map(levels.contains) ?? false }
    if movesRows { try table.check(.moveRows) }
    let choose = { (view: any PartitionView) in
      try self.requireRowwise(shape, frame)
      // A new column goes into every partition.
      guard case .update = operation, self.source == nil else { return view.all }
      return try PartitionPruning.partitions(view, self.statement.conditions, frame, self.scope, name: self.qualifier)
    }
    frame.session.matchedRowCount = 0
    let lists: ListRule = table is PartitionedTable ? .refused : .free
    try table.update(movesRows ? .moveRows : operation, choosing: choose) { snapshot in
      try change(&snapshot, nil, lists, frame)
      return nil
    }
  }

  /// - Throws: `.unsupported` for a value that looks at other rows: which ones, the partitions would say.
  private func requireRowwise(_ shape: TableSnapshot, _ frame: Frame) throws {
    guard statement.grouping == nil, source == nil else { return }
    let rows = SourceRows(shape, name: qualifier)
    let binder = QueryBinder(session: frame.session, scope: scope, columns: rows.queryColumns)
    for setting in statement.settings where try !binder.looksAtOneRow(setting.value) {
      throw ScriptError(
        .unsupported, "Aggregate or order-sensitive functions are not allowed without context by clause when updating a partitioned table.", at: setting.value.span)
    }
  }

  /// - Parameter keyed: the table, when it has a key by which its rows can be found.
  private func change(_ snapshot: inout TableSnapshot, _ keyed: Table?, _ lists: ListRule, _ frame: Frame) throws {
    var rows = try source?.rows(frame, scope) ?? SourceRows(snapshot, name: qualifier)
    if source == nil { rows.keyed = keyed.map { KeyedRows(table: $0, snapshot: snapshot) } }
    let (columns, positions) = try computed(rows, snapshot, frame)
    frame.session.matchedRowCount = positions?.count ?? snapshot.rowCount
    for (setting, column) in zip(statement.settings, columns) { try store(column, positions, setting, lists, &snapshot) }
  }

  /// What may become of a column whose elements are lists.
  private enum ListRule {
    /// On disk.
    case free
    /// In memory: each row keeps as many elements as it has.
    case sameLengths
    /// In memory, through a join or in partitions.
    case refused

    /// - Throws: `.unsupported` for a change of lists that this does not allow.
    func check(_ values: Vector, _ column: ArrayVector, _ positions: [Int]?, _ name: String) throws {
      if case .free = self { return }
      let count = positions?.count ?? column.count
      let isAllowed: Bool
      if case .sameLengths = self {
        isAllowed = values.count == count && (0..<count).allSatisfy { place in
          let row = positions?[place] ?? place
          return column.isNull(at: row) || values.length(at: place) == column.length(at: row)
        }
      } else {
        isAllowed = count == 0
      }
      guard isAllowed else { throw KernelError.unsupported("Failed to update column: \(name)") }
    }
  }

  /// The values of each setting, and the rows of the table that they belong to; nil for all rows in order.
  private func computed(_ source: SourceRows, _ snapshot: TableSnapshot, _ frame: Frame) throws -> ([Vector], [Int]?) {
    var query = SelectStatement(span: span)
    query.conditions = statement.conditions
    query.items = statement.settings.map { SelectItem(expression: $0.value, span: $0.value.span) }
    guard let grouping = statement.grouping else {
      let execution = QueryExecution(query, source, frame, scope)
      try execution.filterSource(query.conditions)
      let columns = try statement.settings.map { setting in
        let holdsLists = try snapshot.columnIndex(UpdateTableAction.columnName(setting.column)).map { snapshot.columns[$0].storage == .array } ?? false
        return try values(setting, execution, isForLists: holdsLists)
      }
      return (columns, execution.rows.parts[0])
    }
    guard grouping.kind == .context else { throw ScriptError(.syntax, "`update` can be grouped with `context by` only", at: grouping.span) }
    query.grouping = [grouping]
    query.having = statement.having
    // The row of each value comes back as one more column.
    var numbered = source
    numbered.append(RowNumberColumn.name, try RowNumberColumn.make(for: source))
    query.items.append(SelectItem(expression: Expression(.quotedColumn(RowNumberColumn.name))))
    var columns = try QueryExecution(query, numbered, frame, scope).run().columns
    return (columns, try RowNumberColumn.rows(columns.removeLast()))
  }

  /// - Parameter isForLists: the elements of the column are lists, so that a plain vector that no column has a part in is one of them.
  private func values(_ setting: UpdateStatement.Setting, _ execution: QueryExecution, isForLists: Bool) throws -> Vector {
    let expression = setting.value
    let bound = try execution.binder.bind(expression)
    let value = try execution.evaluate(bound)
    let count = execution.rows.rowCount
    switch try ItemValue.content(value, expression.span) {
    case .vector(let vector) where isForLists && !vector.storage.isNested && bound.columns.isEmpty:
      return try ArrayVector(offsets: [0, vector.count], values: vector.sharingHeader()).gather([Int](repeating: 0, count: count))
    case .vector(let vector) where vector.count == count: return vector
    case .vector(let vector) where vector.count != 1: 
      throw ScriptError(.shape, "the column `\(try UpdateTableAction.columnName(setting.column))` gets \(vector.count) values for \(count) rows", at: expression.span)
    case .vector(let single), .scalar(let single): return try single.repeatedRuns([0, count])
    }
  }

  private func store(_ values: Vector, _ positions: [Int]?, _ setting: UpdateStatement.Setting, _ lists: ListRule, _ snapshot: inout TableSnapshot) throws {
    let name = try UpdateTableAction.columnName(setting.column)
    do {
      guard let index = snapshot.columnIndex(name) else {
        guard values.type != .void else { throw KernelError.type("Not allowed to create void vector") }
        let type = values.type
        let added = try positions.map { try UpdateTableAction.nulls(values, type, snapshot.rowCount).replacing($0, with: values) } ?? values.sharingHeader()
        snapshot.names.append(name)
        snapshot.columns.append(added)
        return
      }
      let column = snapshot.columns[index]
      if let column = column as? ArrayVector { try lists.check(values, column, positions, snapshot.names[index]) }
      snapshot.columns[index] = try Table.converting(values, to: column, named: snapshot.names[index]) { try UpdateTableAction.updated(column, values, positions) }
    } catch { throw ScriptError(error, at: setting.value.span) }
  }

  private static func nulls(_ values: Vector, _ type: ElementType, _ count: Int) throws -> Vector {
    try values.storage == .array ? values.gather([Int](repeating: -1, count: count)) : Vector.nulls(type, count: count, scale: values.scale)
  }

  private static func updated(_ column: Vector, _ values: Vector, _ positions: [Int]?) throws -> Vector {
    guard let positions else {
      if column.storage == values.storage, column.type == values.type, column.scale == values.scale { return values.sharingHeader() }
      let converted = try column.emptyLike(capacity: values.count)
      try converted.append(contentsOf: values)
      return converted
    }
    // In a join a row can be met more than once: the last value stays.
    guard namesEachOnce(positions, below: column.count) else {
      var last: [Int: Int] = [:]
      for (place, position) in positions.enumerated() where position >= 0 { last[position] = place }
      let rows = last.keys.sorted()
      return try column.replacing(rows, with: try values.gather(rows.compactMap { last[$0] }))
    }
    guard positions.contains(-1) else { return try column.replacing(positions, with: values) }
    let kept = positions.indices.filter { positions[$0] >= 0 }
    return try column.replacing(kept.map { positions[$0] }, with: try values.gather(kept))
  }

  /// Whether no row is there twice; -1 may be.
  private static func namesEachOnce(_ rows: [Int], below rowCount: Int) -> Bool {
    var isNamed = [Bool](repeating: false, count: rowCount)
    for row in rows where row >= 0 {
      if isNamed[row] { return false }
      isNamed[row] = true
    }
    return true
  }

  static func columnName(_ expression: Expression) throws -> String {
    switch expression.kind {
    case .name(let name): return name.text
    case .quotedColumn(let name): return name
    case .member(_, .name(let name)): return name.text
    case .member(_, .string(let name)): return name
    case .constant(.string(let literal)): return literal.text
    default: throw ScriptError(.syntax, "a column's name is expected", at: expression.span)
    }
  }
}

extension Vector {
  /// How many elements the list in a row has; one for a row that is no list.
  fileprivate func length(at row: Int) -> Int {
    if let lists = self as? ArrayVector { return lists.offsets[row + 1] - lists.offsets[row] }
    return storage == .any ? cell(at: row).vector?.count ?? 1 : 1
  }
}
