import WeirSyntax
import WeirTables

/// `cgroup by`: each group holds the rows of the groups before it, too, in the order of `order by`; with `group by` inside each of its groups.
final class CumulativeGroupExecution {
  private let query: QueryExecution
  private let outer: GroupingClause?
  private let clause: GroupingClause

  init(_ query: QueryExecution, _ outer: GroupingClause?, _ clause: GroupingClause) {
    self.query = query
    self.outer = outer
    self.clause = clause
  }

  func run() throws -> QueryResult {
    guard !query.statement.order.isEmpty else { throw ScriptError(.syntax, "`cgroup by` needs `order by`", at: clause.span) }
    let outerKeys = try keys(outer?.keys ?? [])
    let ownKeys = try keys(clause.keys)
    let order = try SortKernel.order(keys: try sortKeys(outerKeys, ownKeys))
    let rows = query.rows.arranged(order)
    let runs = try Runs(outerKeys.map(\.vector), ownKeys.map(\.vector), order, query)
    var result = QueryResult()
    for key in outerKeys + ownKeys { result.append(key.name, try key.vector.gather(order).gather(runs.ranges.map { $0.upperBound - 1 })) }
    for item in try query.expandedItems() where !(outerKeys + ownKeys).contains(where: { $0.name == item.names(query.binder.naming)[0] }) {
      result.append(item.names(query.binder.naming)[0], try values(item.expression, rows, runs))
    }
    if let having = query.statement.having {
      let kept = try values(having, rows, runs)
      if case .positions(let positions) = try Selection(.vector(kept), count: result.rowCount) { try result.gather(positions) }
    }
    return try query.finish(&result, alignedColumns: nil)
  }

  private typealias Key = (name: String, vector: Vector)

  private func keys(_ items: [SelectItem]) throws -> [Key] {
    try items.map { item in
      let plain = query.bareCall(item)
      return (plain.aliases.first?.text ?? query.binder.naming.name(plain.expression), try query.keyColumn(plain.expression))
    }
  }

  /// The outer keys, then the own ones in the direction that `order by` gives them.
  private func sortKeys(_ outerKeys: [Key], _ ownKeys: [Key]) throws -> [SortKey] {
    var sortKeys = outerKeys.map { SortKey($0.vector) }
    for key in ownKeys {
      let item = query.statement.order.first { query.binder.naming.name($0.expression) == key.name }
      sortKeys.append(SortKey(key.vector, descending: item?.isDescending ?? false))
    }
    return sortKeys
  }

  /// For each group the stretch of sorted rows that it sees.
  private struct Runs {
    var ranges: [Range<Int>] = []

    init(_ outer: [Vector], _ own: [Vector], _ order: [Int], _ query: QueryExecution) throws {
      let threads = query.session.host.threads
      let all = try RowGrouping.make(keys: outer + own, threads: threads).ids
      let outerIds = outer.isEmpty ? nil : try RowGrouping.make(keys: outer, threads: threads).ids
      var start = 0
      for place in order.indices {
        let row = order[place]
        if place > 0, let ids = outerIds?.pointer(Int32.self), ids[row] != ids[order[place - 1]] { start = place }
        let isLast = place + 1 == order.count || all.pointer(Int32.self)[order[place + 1]] != all.pointer(Int32.self)[row]
        if isLast { ranges.append(start..<place + 1) }
      }
    }
  }

  private func values(_ expression: Expression, _ rows: RowSet, _ runs: Runs) throws -> Vector {
    let bound = try query.binder.bind(expression)
    let slices = try RowSlices(rows, bound.columns)
    let values = AnyVector(capacity: runs.ranges.count)
    for range in runs.ranges {
      try query.session.checkCancellation()
      slices.show(range)
      let value = try query.frame.evaluate(bound.node, over: slices.cells)
      guard value.isScalar else { throw ScriptError(.shape, "`cgroup by` needs one value per group, got \(ValueDescription.short(value))", at: expression.span) }
      values.push(value)
    }
    return try ResultAssembly.collapsed(values)
  }
}
