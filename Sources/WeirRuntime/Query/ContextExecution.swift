import WeirSyntax
import WeirTables

/// `context by`: every group gives as many rows as it has, groups in the order of their keys.
final class ContextExecution {
  private let query: QueryExecution
  private let clause: GroupingClause
  private var keys: [(expression: Expression, vector: Vector)] = []
  /// The groups by number, in the order in which they come.
  private var order: [Int] = []

  init(_ query: QueryExecution, _ clause: GroupingClause) {
    self.query = query
    self.clause = clause
  }

  func run() throws -> QueryResult {
    let groups = try makeGroups()
    let splitter = ExpressionSplitter(query.binder, query.frame) { [unowned self] in try self.column($0, groups) }
    let items = try query.expandedItems()
    try groups.prepare(try usedColumns(items))
    var result = QueryResult()
    for item in items { try append(item, groups, splitter, to: &result) }
    var chosen: [Int]?
    if let positions = try keptPositions(groups, splitter) {
      try result.gather(positions)
      chosen = positions
    }
    if ContextExecution.keepsSourceOrder(query.statement, clause) {
      let places = chosen.map { positions in positions.map { groups.rows[$0] } } ?? groups.rows
      let back = try places.indices.sortedRows { places[$0] < places[$1] }
      try result.gather(back)
      chosen = chosen.map { positions in back.map { positions[$0] } } ?? back
    }
    return try query.finish(&result, alignedColumns: { index in
      let column = try groups.column(index)
      return try chosen.map { try column.gather($0) } ?? column
    })
  }

  /// The columns that the items read, but for keys, whose values repeat.
  private func usedColumns(_ items: [ExpandedItem]) throws -> Set<Int> {
    var used: Set<Int> = []
    for item in items { used.formUnion(try query.bind(item).columns) }
    for key in keys {
      if case .name(let name) = key.expression.kind, let index = query.binder.columns.index(of: name.text) { used.remove(index) }
    }
    return used
  }

  /// With `limit` alone, or when the hint asks for it, the rows that are kept stay in the order of the table.
  static func keepsSourceOrder(_ statement: SelectStatement, _ clause: GroupingClause) -> Bool {
    if statement.hasHint("HINT_KEEPORDER") { return true }
    return statement.limit != nil && clause.sort.isEmpty && statement.having == nil
  }

  // MARK: Groups

  /// Groups by the keys, in the order of the keys; inside a group by `csort`, else as the rows come.
  private func makeGroups() throws -> QueryGroups {
    keys = try clause.keys.map { item in
      let expression = query.bareCall(item).expression
      return (expression, try query.keyColumn(expression))
    }
    do {
      let grouping = try RowGrouping.make(keys: keys.map(\.vector), threads: query.session.host.threads)
      order = try SortKernel.order(keys: try keys.map { SortKey(try $0.vector.gather(grouping.firstRows)) })
      guard !clause.sort.isEmpty else { return QueryGroups(query, grouping, order: order) }
      return try sortedInside(grouping)
    } catch { throw ScriptError(error, at: clause.span) }
  }

  /// The groups' rows by the keys of `csort`.
  private func sortedInside(_ grouping: RowGrouping) throws -> QueryGroups {
    let sortKeys = try clause.sort.map { item in
      SortKey(try query.keyColumn(item.expression), descending: item.isDescending, nullsFirst: item.nulls.map { $0 == .first })
    }
    if let count = try neededRows(), let first = try grouping.firstRows(count, keys: sortKeys) {
      var rows: [Int] = []
      var offsets = [0]
      for group in order {
        rows += first[group * count..<(group + 1) * count].prefix { $0 >= 0 }
        offsets.append(rows.count)
      }
      return QueryGroups(query, grouping, rows: rows, offsets: offsets)
    }
    var places = [Int32](repeating: 0, count: order.count)
    for (place, group) in order.enumerated() { places[group] = Int32(place) }
    let ids = grouping.ids.pointer(Int32.self)
    let ranked = try FixedVector(.int, count: grouping.rowCount)
    for row in 0..<grouping.rowCount { ranked.pointer(Int32.self)[row] = places[Int(ids[row])] }
    let counts = grouping.counts()
    var offsets = [0]
    for group in order { offsets.append(offsets[offsets.count - 1] + counts[group]) }
    return QueryGroups(query, grouping, rows: try SortKernel.order(keys: [SortKey(ranked)] + sortKeys, threads: query.session.host.threads), offsets: offsets)
  }

  /// Rows per group up to which they are chosen one by one instead of sorting all.
  private static let chosenRowsMax = 16

  /// How many rows of each group the query can show, when no value depends on the others; else nil.
  private func neededRows() throws -> Int? {
    let statement = query.statement
    guard statement.having == nil, statement.top != nil || statement.limit != nil else { return nil }
    // A negative limit takes the last rows: the range of a long group tells.
    let range = try query.rowRange(1 << 40)
    guard range.upperBound <= ContextExecution.chosenRowsMax, range.upperBound > 0 else { return nil }
    let items = try query.expandedItems()
    return items.allSatisfy { $0.aliases.count <= 1 && query.binder.isRowwise($0.expression) } ? range.upperBound : nil
  }

  // MARK: Columns

  private func append(_ item: ExpandedItem, _ groups: QueryGroups, _ splitter: ExpressionSplitter, to result: inout QueryResult) throws {
    let names = item.names(query.binder.naming)
    if names.count > 1 {
      for (name, column) in zip(names, try spread(item.expression, count: names.count, groups)) where !name.isEmpty { result.append(name, column) }
    } else if let column = item.column {
      result.append(names[0], try groups.column(column))
    } else {
      result.append(names[0], try values(item.expression, groups, splitter))
    }
  }

  /// The values of one expression, group after group.
  private func values(_ expression: Expression, _ groups: QueryGroups, _ splitter: ExpressionSplitter) throws -> Vector {
    guard let value = try splitter.value(expression) else { return try groupByGroup(expression, groups) }
    switch try ItemValue.content(value, expression.span) {
    case .vector(let vector):
      guard vector.count == groups.rowCount else { throw ScriptError(.shape, "the column has \(vector.count) values for \(groups.rowCount) rows", at: expression.span) }
      return vector
    case .scalar(let single): return try single.repeatedRuns([0, groups.rowCount])
    }
  }

  /// What the splitter takes no further apart: a key, a column, and a call that is not element by element.
  private func column(_ expression: Expression, _ groups: QueryGroups) throws -> Vector? {
    if let key = try keyValues(expression, groups) { return key }
    switch expression.kind {
    case .name(let name): return try query.binder.columns.index(of: name.text).map { try groups.column($0) }
    case .quotedColumn, .member:
      let bound = try query.binder.bind(expression)
      return try (bound.node as? ColumnNode).map { try groups.column($0.index) }
    case .constant, .unary, .binary: return nil
    default: break
    }
    if let call = PlainCall(expression), query.binder.elementwiseFunction(call.name) != nil { return nil }
    if let values = try groups.kernelValues(expression) {
      return try values.gather(order).repeatedRuns(groups.offsets)
    }
    return try GroupedCall.values(expression, groups) ?? groupByGroup(expression, groups)
  }

  /// A key has one value throughout a group.
  private func keyValues(_ expression: Expression, _ groups: QueryGroups) throws -> Vector? {
    guard case .name(let name) = expression.kind else { return nil }
    let key = keys.first { key in
      if case .name(let own) = key.expression.kind { return own.text == name.text }
      return false
    }
    guard let key else { return nil }
    let firsts = groups.grouping.firstRows
    return try key.vector.gather(order.map { firsts[$0] }).repeatedRuns(groups.offsets)
  }

  private func groupByGroup(_ expression: Expression, _ groups: QueryGroups) throws -> Vector {
    var column = ColumnBuilder(capacity: groups.rowCount)
    try groups.forEachGroup(try query.binder.bind(expression)) { group, value in try column.add(value, count: groups.range(group).count) }
    return try column.finish()
  }

  private func spread(_ expression: Expression, count: Int, _ groups: QueryGroups) throws -> [Vector] {
    var columns = [ColumnBuilder](repeating: ColumnBuilder(capacity: groups.rowCount), count: count)
    try groups.forEachGroup(try query.binder.bind(expression)) { group, value in
      let members = try ItemValue.members(value, expression.span)
      guard members.count == count else { throw KernelError.shape("\(count) names for \(members.count) columns") }
      for (index, member) in members.enumerated() {
        switch member {
        case .vector(let vector): try columns[index].add(.vector(vector), count: groups.range(group).count)
        case .scalar(let single): try columns[index].add(single.cell(at: 0), count: groups.range(group).count)
        }
      }
    }
    return try columns.map { try $0.finish() }
  }

  // MARK: Rows that stay

  /// The positions that `having`, `top` and `limit` leave; nil for all. A scalar of `having` keeps or drops its group.
  private func keptPositions(_ groups: QueryGroups, _ splitter: ExpressionSplitter) throws -> [Int]? {
    let statement = query.statement
    guard statement.having != nil || statement.top != nil || statement.limit != nil else { return nil }
    let mask = try statement.having.map { having in
      let values = try values(having, groups, splitter)
      do { return try Selection.mask(.vector(values), count: values.count) } catch { throw ScriptError(error, at: having.span) }
    }
    var kept: [Int] = []
    for group in 0..<groups.groupCount {
      let range = groups.range(group)
      if let mask {
        let positions = range.filter { mask[$0] }
        kept += positions[try query.rowRange(positions.count)]
      } else {
        let part = try query.rowRange(range.count)
        kept += range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound
      }
    }
    return kept
  }
}
