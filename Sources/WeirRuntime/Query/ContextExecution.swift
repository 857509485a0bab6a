import WeirSyntax
import WeirTables

/// `context by`: every group gives as many rows as it has, groups in the order of their keys.
final class ContextExecution {
  private let query: QueryExecution
  private let clause: GroupingClause

  init(_ query: QueryExecution, _ clause: GroupingClause) {
    self.query = query
    self.clause = clause
  }

  /// The rows of the source in group order, and where each group begins.
  private struct Arrangement {
    var rows: [Int]
    var offsets: [Int]

    var groupCount: Int { offsets.count - 1 }
    func range(_ group: Int) -> Range<Int> { offsets[group]..<offsets[group + 1] }
  }

  func run() throws -> QueryResult {
    var arrangement = try arrange()
    var items: [(name: String, column: Vector)] = []
    for item in try query.expandedItems() {
      let names = item.names(query.binder.naming)
      guard names.count == 1 else { throw ScriptError(.unsupported, "several names for one result cannot be used with `context by` yet", at: item.expression.span) }
      items.append((names[0], try column(item.expression, arrangement)))
    }
    var result = QueryResult()
    for item in items { result.append(item.name, item.column) }
    if let positions = try keptPositions(arrangement) {
      try result.gather(positions)
      arrangement.rows = positions.map { arrangement.rows[$0] }
    }
    let order = arrangement.rows
    return try query.finish(&result, alignedColumns: { try self.query.rows.column($0).gather(order) })
  }

  /// Groups by the keys, in the order of the keys; inside a group by `csort`, else as the rows come.
  private func arrange() throws -> Arrangement {
    let keys = try vectors(clause.keys.map(\.expression))
    let grouping = try RowGrouping.make(keys: keys, threads: query.session.host.threads)
    let groups = try SortKernel.order(keys: try keys.map { (try $0.gather(grouping.firstRows), false, nil) })
    var sorted = grouping.sortedRows()
    if !clause.sort.isEmpty { sorted.rows = try sortInside(grouping) }
    var rows: [Int] = []
    rows.reserveCapacity(sorted.rows.count)
    var offsets = [0]
    for group in groups {
      rows += sorted.rows[sorted.offsets[group]..<sorted.offsets[group + 1]]
      offsets.append(rows.count)
    }
    return Arrangement(rows: rows, offsets: offsets)
  }

  /// All rows by group, then by the keys of `csort`.
  private func sortInside(_ grouping: RowGrouping) throws -> [Int] {
    var keys: [(vector: Vector, descending: Bool, nullsFirst: Bool?)] = [(grouping.ids, false, nil)]
    let columns = try vectors(clause.sort.map(\.expression))
    for (item, vector) in zip(clause.sort, columns) { keys.append((vector, item.isDescending, item.nulls.map { $0 == .first })) }
    return try SortKernel.order(keys: keys)
  }

  private func vectors(_ expressions: [Expression]) throws -> [Vector] {
    try expressions.map { expression in
      let value = try query.evaluate(try query.binder.bind(expression))
      if value.isScalar { return try Vector.repeating(value, count: query.rows.rowCount) }
      guard let vector = value.vector, vector.count == query.rows.rowCount else {
        throw ScriptError(.type, "a key must be a column of \(query.rows.rowCount) rows, got \(ValueDescription.short(value))", at: expression.span)
      }
      return vector
    }
  }

  /// The values of one item, group after group.
  private func column(_ expression: Expression, _ arrangement: Arrangement) throws -> Vector {
    let bound = try query.binder.bind(expression)
    if let plain = bound.node as? ColumnNode { return try query.rows.column(plain.index).gather(arrangement.rows) }
    let slices = try GroupSlices(query.rows, bound.columns, (arrangement.rows, arrangement.offsets))
    var collected: ColumnBuilder?
    for group in 0..<arrangement.groupCount {
      try query.session.checkCancellation()
      slices.show(group)
      let value = try bound.node.eval(query.frame.withColumns(slices.cells))
      do {
        if collected == nil { collected = ColumnBuilder(capacity: arrangement.rows.count) }
        try collected?.add(value, count: arrangement.range(group).count)
      } catch { throw ScriptError(error, at: expression.span) }
    }
    return try collected?.finish() ?? Vector.empty(.double)
  }

  /// The positions that `having`, `top` and `limit` leave; nil for all. A scalar of `having` keeps or drops its group.
  private func keptPositions(_ arrangement: Arrangement) throws -> [Int]? {
    let statement = query.statement
    guard statement.having != nil || statement.top != nil || statement.limit != nil else { return nil }
    if let top = statement.top, case .pair = top.count.kind { throw ScriptError(.range, "`top` takes no range of rows with `context by`", at: top.count.span) }
    let condition = try statement.having.map { try query.binder.bind($0) }
    let slices = try condition.map { try GroupSlices(query.rows, $0.columns, (arrangement.rows, arrangement.offsets)) }
    var kept: [Int] = []
    for group in 0..<arrangement.groupCount {
      let range = arrangement.range(group)
      var positions = Array(range)
      if let condition, let slices {
        slices.show(group)
        let value = try condition.node.eval(query.frame.withColumns(slices.cells))
        if case .positions(let chosen) = try Selection(value, count: range.count) { positions = chosen.map { range.lowerBound + $0 } }
      }
      kept += positions[try query.rowRange(positions.count)]
    }
    return kept
  }
}

/// A column that is put together from the results of one group after the other.
struct ColumnBuilder {
  private let capacity: Int
  private var vector: Vector?

  init(capacity: Int) { self.capacity = capacity }

  /// - Parameter count: the rows of the group; a scalar is repeated for each.
  /// - Throws: `.shape` when a vector has another number of rows.
  mutating func add(_ value: borrowing Cell, count: Int) throws {
    let part: Vector
    if let rows = value.vector {
      guard rows.count == count else { throw KernelError.shape("a group of \(count) rows gave \(rows.count) values") }
      part = rows
    } else {
      guard value.isScalar else { throw KernelError.type("a column cannot be made of \(ValueDescription.short(value))") }
      part = try value.isVoid ? Vector.nulls(.void, count: count) : Vector.repeating(value, count: count)
    }
    guard let present = vector else { return try start(part) }
    if present.type == part.type || part.type == .void { return try present.append(contentsOf: part) }
    try widen(present, part)
  }

  private mutating func start(_ part: Vector) throws {
    let first = try part.emptyLike(capacity: capacity)
    try first.append(contentsOf: part)
    vector = first
  }

  /// A later group may give a wider type, such as DOUBLE after groups of nulls.
  private mutating func widen(_ present: Vector, _ part: Vector) throws {
    let wider = present.type == .void || (present.type.isNumeric && part.type.isNumeric && part.type.rawValue > present.type.rawValue)
    guard wider else { return try present.append(contentsOf: part) }
    let widened = try Vector.empty(part.type, capacity: capacity, scale: part.scale)
    try widened.append(contentsOf: present)
    try widened.append(contentsOf: part)
    vector = widened
  }

  func finish() throws -> Vector { try vector ?? Vector.empty(.double) }
}
