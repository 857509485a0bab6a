import WeirSyntax
import WeirTables

extension QueryExecution {
  /// Rows from which it is worth while not to make a list of those that conditions leave.
  private static let scanRowsMin = 200_000

  /// Aggregates of what conditions leave of many rows, in one pass over them; nil for any other query.
  func aggregatesOfFilteredRows() throws -> QueryResult? {
    guard rows.rowCount >= QueryExecution.scanRowsMin, statement.grouping.isEmpty, !statement.conditions.isEmpty, source.keyed == nil, source.parts.count == 1,
      source.parts[0] == nil, let plan = try MergePlan(self)
    else { return nil }
    let reader = ChainReader(self)
    var columns: [ElementChain] = []
    var values: [FilteredScan.Value] = []
    for aggregation in plan.aggregations {
      let first = columns.count
      for argument in aggregation.arguments {
        guard let chain = try reader.chain(argument) else { return nil }
        columns.append(chain)
      }
      let own = Array(first..<columns.count)
      values += own.isEmpty ? [.rowCount] : aggregation.form.parts.map { .aggregate($0, columns: own) }
    }
    return try aggregates(plan, values, of: columns, try reader.lastChains(statement.conditions))
  }

  /// - Parameter chains: the last of the conditions.
  private func aggregates(_ plan: MergePlan, _ values: [FilteredScan.Value], of columns: [ElementChain], _ chains: [ElementChain]) throws -> QueryResult? {
    let partial = PartialAggregates(plan)
    let text = session.profile == nil ? "" : "where \(statement.conditions.map { TreePrinter.metacode.text($0) }.joined(separator: ", "))"
    let areLeft = try session.step(text) {
      session.access?.rowsScanned += rows.rowCount
      session.profile?.note("scan")
      let others = statement.conditions.count - chains.count
      guard let conditions = try conditions(Array(statement.conditions.prefix(others)), chains) else {
        try filter(Array(statement.conditions.suffix(chains.count)))
        session.profile?.add(rows: rows.rowCount)
        return false
      }
      session.profile?.note("scan, with the aggregates in one pass")
      let found = try FilteredScan(conditions, columns: columns, values: values).run(session.host.threads)
      try session.checkCancellation()
      try partial.add(found.values)
      session.profile?.add(rows: found.rowCount)
      if found.rowCount == 0 { rows.keep([]) }
      return found.rowCount > 0
    }
    guard areLeft else { return try runPlain() }
    return try partial.merged(session).map { try run(merged: $0) }
  }

  /// The chains, and before them what the other conditions say of all rows. Nil where these have left so few rows that they were taken out of the columns.
  private func conditions(_ others: [Expression], _ chains: [ElementChain]) throws -> [ElementChain]? {
    guard !others.isEmpty else { return chains }
    let count = rows.rowCount
    let mask = try mask(of: others)
    guard rows.rowCount == count, mask.count * QueryExecution.fewShare >= count else {
      keep(mask)
      return nil
    }
    guard let flags = mask.flags else { return chains.isEmpty ? nil : chains }
    return try ElementChain.ofValues(.vector(flags)).map { [$0] + chains }
  }
}
