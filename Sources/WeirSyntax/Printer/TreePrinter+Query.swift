extension TreePrinter {
  package func text(_ query: SelectStatement) -> String {
    var parts = commonTables(query)
    parts.append(query.isExec ? "exec" : "select")
    if !query.hints.isEmpty { parts.append("[\(query.hints.joined(separator: ","))]") }
    if query.isDistinct { parts.append("distinct") }
    if let top = query.top { parts.append("top \(topText(top.count))") }
    parts.append(query.items.map(text).joined(separator: ","))
    if let source = query.source { parts.append("from \(text(source))") }
    parts += filterParts(query) + windowParts(query) + endParts(query)
    for union in query.unions { parts.append("union \(union.isAll ? "all " : "")\(text(union.query))") }
    return parts.joined(separator: " ")
  }

  private func topText(_ count: Expression) -> String {
    if case .pair(let low?, let high?) = count.kind { return "\(text(low)):\(text(high))" }
    return text(count)
  }

  private func commonTables(_ query: SelectStatement) -> [String] {
    guard !query.commonTables.isEmpty else { return [] }
    let tables = query.commonTables.map { table in
      let columns = table.columns.isEmpty ? "" : "(" + table.columns.map(\.text).joined(separator: ",") + ")"
      return "\(table.name.text)\(columns) as (\(text(table.query)))"
    }
    return ["with \(tables.joined(separator: ", "))"]
  }

  private func filterParts(_ query: SelectStatement) -> [String] {
    var parts: [String] = []
    if !query.conditions.isEmpty { parts.append("where \(list(query.conditions))") }
    if !query.partition.isEmpty { parts.append("partition by " + query.partition.map(text).joined(separator: ",")) }
    parts += query.grouping.map(text)
    return parts
  }

  private func windowParts(_ query: SelectStatement) -> [String] {
    var parts: [String] = []
    if !query.range.isEmpty { parts.append("range(\(list(query.range, separator: ", ")))") }
    if let every = query.every { parts.append("every(\(text(every)))") }
    if let window = query.window { parts.append(text(window)) }
    if let fill = query.fill { parts.append("fill(\(([fill.mode.rawValue] + fill.values.map(text)).joined(separator: ", ")))") }
    return parts
  }

  private func endParts(_ query: SelectStatement) -> [String] {
    var parts: [String] = []
    if let having = query.having { parts.append("having \(text(having))") }
    if !query.order.isEmpty { parts.append("order by " + query.order.map(text).joined(separator: ",")) }
    if let limit = query.partitionLimit { parts.append(partitionLimit(limit)) }
    if let limit = query.limit {
      parts.append("limit " + (limit.offset.map { text($0) + ", " } ?? "") + text(limit.count))
    }
    if query.isMap { parts.append("map") }
    return parts
  }

  private func partitionLimit(_ limit: LimitClause) -> String {
    "slimit \(text(limit.count))" + (limit.offset.map { " soffset \(text($0))" } ?? "")
  }

  func text(_ item: SelectItem) -> String {
    let value = text(item.expression)
    if let range = item.aliasRange { return "\(value) as \(range.first.text)...\(range.last.text)" }
    if let macro = item.aliasMacro { return "\(value) as \(text(macro))" }
    if item.isBareAlias, let alias = item.aliases.first { return "\(value) \(alias.text)" }
    return value + aliasText(item.aliases)
  }

  func text(_ clause: GroupingClause) -> String {
    let word =
      switch clause.kind {
      case .group: "group by"
      case .context: "context by"
      case .cumulativeGroup: "cgroup by"
      case .pivot: "pivot by"
      }
    let keys = clause.keys.map(text).joined(separator: ",")
    let sort = clause.sort.isEmpty ? "" : " csort " + clause.sort.map(text).joined(separator: ",")
    return "\(word) \(keys)\(sort)"
  }

  func text(_ item: OrderItem) -> String {
    let nulls =
      switch item.nulls {
      case .first: " nulls first"
      case .last: " nulls last"
      case nil: ""
      }
    return "\(text(item.expression)) \(item.isDescending ? "desc" : "asc")\(nulls)"
  }

  private func text(_ window: WindowClause) -> String {
    switch window {
    case .interval(let length, let offset, let sliding):
      "interval(\(text(length))\(offset.map { ", " + text($0) } ?? ""))" + (sliding.map { " sliding(\(text($0)))" } ?? "")
    case .session(let column, let tolerance): "session(\(text(column)), \(text(tolerance)))"
    case .state(let value): "state_window(\(text(value)))"
    case .event(let start, let end): "event_window start with \(text(start)) end with \(text(end))"
    case .count(let count, let sliding): "count_window(\(text(count))\(sliding.map { ", " + text($0) } ?? ""))"
    }
  }

  func text(_ source: TableSource) -> String {
    let plain =
      switch source.kind {
      case .table(let table): tableText(table)
      case .product(let left, let right): "\(text(left)),\(text(right))"
      case .join(let kind, let left, let right, let condition, let columns):
        "\(text(left)) \(text(kind)) join \(text(right))" + (condition.map { " on \(text($0))" } ?? "")
          + (columns.isEmpty ? "" : " using (" + columns.map(\.text).joined(separator: ",") + ")")
      }
    return plain + (source.alias.map { " as \($0.text)" } ?? "")
  }

  private func tableText(_ table: Expression) -> String {
    if case .select(let query) = table.kind { return "(\(text(query)))" }
    return text(table, above: .postfix)
  }

  private func text(_ kind: JoinKind) -> String {
    switch kind {
    case .inner: "inner"
    case .left: "left"
    case .leftSemi: "left semi"
    case .right: "right"
    case .full: "full"
    case .cross: "cross"
    }
  }
}
