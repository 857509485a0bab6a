import WeirSyntax
import WeirTables

extension QueryExecution {
  /// Rows from which it is worth while not to make a list of those that conditions leave.
  private static let onePassRowsMin = 200_000

  /// Sums and counts of what conditions leave of many rows, conditions and values computed block by block; nil for any other query.
  func aggregatesInOnePass() throws -> QueryResult? {
    guard rows.rowCount >= QueryExecution.onePassRowsMin, statement.grouping.isEmpty, !statement.conditions.isEmpty, source.keyed == nil, source.parts.count == 1,
      source.parts[0] == nil, let plan = try MergePlan(self), plan.aggregations.allSatisfy({ $0.arguments.isEmpty || $0.chain != nil }),
      try statement.conditions.allSatisfy({ try isOfEachRow($0) })
    else { return nil }
    let text = session.profile == nil ? "" : "where \(statement.conditions.map { TreePrinter.metacode.text($0) }.joined(separator: ", "))"
    return try session.step(text) {
      guard let result = try onePass(plan) else { return nil }
      session.access?.rowsScanned += rows.rowCount
      session.profile?.note("scan, with the aggregates in one pass")
      return result
    }
  }

  private func onePass(_ plan: MergePlan) throws -> QueryResult? {
    var conditions: [ElementChain] = []
    for condition in statement.conditions {
      guard let chain = try chain(condition), chain.type == .bool else { return nil }
      conditions.append(chain)
    }
    var values: [MaskedReduction.Value] = []
    for aggregation in plan.aggregations {
      guard let aggregate = aggregation.chain else {
        values.append(.rowCount)
        continue
      }
      guard let chain = try chain(aggregation.arguments[0]) else { return nil }
      values.append(.aggregate(aggregate, chain))
    }
    let reduced = try MaskedReduction.reduce(conditions, values, session.host.threads)
    try session.checkCancellation()
    return try run(merged: MergedGroups(plan, reduced))
  }

  /// The values of all rows, to be computed; nil for what is no number of each row.
  private func chain(_ expression: Expression) throws -> ElementChain? {
    let bound = try binder.bind(expression)
    bound.node.feedChain()
    guard let chain = try ElementChain.ofValues(try evaluate(bound)), chain.count == rows.rowCount else { return nil }
    return chain
  }
}
