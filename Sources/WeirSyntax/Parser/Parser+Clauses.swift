extension Parser {
  /// The clause that begins here, if one does, whichever flavour has it; order is checked at binding.
  ///
  /// grammar: clause
  mutating func parseClause(_ query: inout SelectStatement) throws(SyntaxError) -> Bool {
    guard startsClause() else { return false }
    switch current.keyword {
    case .where: query.conditions += try parseConditions()
    case .group, .context, .cgroup, .pivot: query.grouping.append(try parseGrouping())
    case .csort: try parseStrayCsort(&query)
    case .having: query.having = try parseAfterWord()
    case .order: query.order = try parseOrder()
    case .limit, .offset: try parseLimit(&query)
    case .slimit, .soffset: try parsePartitionLimit(&query)
    case .map: query.isMap = take(.map)
    case .partition: query.partition = try parsePartition()
    default: try parseWindowClause(&query)
    }
    return true
  }

  /// On a line of its own, a clause word in front of a `=` is a variable.
  private func startsClause() -> Bool {
    guard isClauseWord() else { return false }
    if mode.newlinesEnd, current.hasNewlineBefore, peek(1).kind == .assign { return false }
    switch current.keyword {
    case .where, .group, .context, .cgroup, .pivot, .csort, .having, .order, .limit, .offset, .slimit, .soffset, .map, .partition,
      .interval, .session, .stateWindow, .eventWindow, .countWindow, .fill, .range, .every, .sliding:
      return true
    default: return false
    }
  }

  /// grammar: having
  private mutating func parseAfterWord() throws(SyntaxError) -> Expression {
    advance()
    return try parseExpression()
  }

  /// `where a, b and c`
  ///
  /// grammar: where
  mutating func parseConditions() throws(SyntaxError) -> [Expression] {
    advance()
    return try parseExpressions()
  }

  /// grammar: grouping
  mutating func parseGrouping() throws(SyntaxError) -> GroupingClause {
    let word = advance()
    try expect(.by)
    let kind: GroupingKind =
      switch word.keyword {
      case .context: .context
      case .cgroup: .cumulativeGroup
      case .pivot: .pivot
      default: .group
      }
    let keys = try parseSelectItems()
    var clause = GroupingClause(kind: kind, keys: keys, span: span(from: word.start))
    if take(.csort) { clause.sort = try parseOrderItems() }
    clause.span = span(from: word.start)
    return clause
  }

  /// `csort` behind another clause still belongs to the last grouping.
  private mutating func parseStrayCsort(_ query: inout SelectStatement) throws(SyntaxError) {
    guard !query.grouping.isEmpty else {
      throw SyntaxError("`csort` needs a `context by` before it", at: span(current))
    }
    advance()
    query.grouping[query.grouping.count - 1].sort = try parseOrderItems()
  }

  /// grammar: order
  private mutating func parseOrder() throws(SyntaxError) -> [OrderItem] {
    advance()
    try expect(.by)
    return try parseOrderItems()
  }

  /// `a [asc | desc] [nulls first | last], …`
  ///
  /// grammar: orderItems
  mutating func parseOrderItems() throws(SyntaxError) -> [OrderItem] {
    var items: [OrderItem] = []
    repeat { items.append(try parseOrderItem()) } while take(.comma)
    return items
  }

  /// grammar: orderItem
  private mutating func parseOrderItem() throws(SyntaxError) -> OrderItem {
    let saved = mode.bareAliases
    mode.bareAliases = false
    defer { mode.bareAliases = saved }
    var item = OrderItem(expression: try parseExpression())
    if isAt(.asc) || isAt(.desc) {
      item.isDescending = advance().keyword == .desc
      item.hasDirection = true
    }
    if take(.nulls) {
      guard isAt(.first) || isAt(.last) else { throw expected("`first` or `last` after `nulls`") }
      item.nulls = advance().keyword == .first ? .first : .last
    }
    return item
  }

  /// `limit n`, `limit offset, n`, `limit n offset m`, `offset m`
  ///
  /// grammar: limit
  private mutating func parseLimit(_ query: inout SelectStatement) throws(SyntaxError) {
    if isAt(.offset) {
      advance()
      let offset = try parseExpression()
      guard query.limit != nil else { throw SyntaxError("`offset` needs a `limit` before it", at: offset.span) }
      query.limit?.offset = offset
      return
    }
    advance()
    query.limit = try parseLimitNumbers()
  }

  /// `slimit n [soffset m]`
  ///
  /// grammar: partitionLimit
  private mutating func parsePartitionLimit(_ query: inout SelectStatement) throws(SyntaxError) {
    if isAt(.soffset) {
      advance()
      let offset = try parseExpression()
      guard query.partitionLimit != nil else { throw SyntaxError("`soffset` needs a `slimit` before it", at: offset.span) }
      query.partitionLimit?.offset = offset
      return
    }
    advance()
    query.partitionLimit = try parseLimitNumbers()
  }

  private mutating func parseLimitNumbers() throws(SyntaxError) -> LimitClause {
    let first = try parseExpression()
    guard isAt(.comma), !endsItem(1) else { return LimitClause(count: first) }
    advance()
    return LimitClause(count: try parseExpression(), offset: first)
  }
}
