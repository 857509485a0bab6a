extension Parser {
  /// A query as an expression.
  mutating func parseQueryExpression() throws(SyntaxError) -> Expression {
    let start = current.start
    let query = try parseQuery()
    return Expression(.select(query), span: span(from: start))
  }

  /// `[with …] select … [union [all] select …]…`
  ///
  /// grammar: query
  mutating func parseQuery() throws(SyntaxError) -> SelectStatement {
    try enter()
    defer { nesting -= 1 }
    let start = current.start
    let saved = mode
    mode.isQuery = true
    mode.equalsCompares = true
    mode.bareAliases = false
    mode.isCase = false
    defer { mode = saved }
    let tables = isAt(.with) ? try parseCommonTables() : []
    var query = try parseSelect()
    query.commonTables = tables
    while isAt(.union) {
      advance()
      let isAll = take(.all)
      query.unions.append(UnionClause(isAll: isAll, query: try parseUnionMember()))
    }
    query.span = span(from: start)
    return query
  }

  private mutating func parseUnionMember() throws(SyntaxError) -> SelectStatement {
    isAt(.leftParenthesis) ? try parseSubquery() : try parseSelect()
  }

  func startsCommonTables() -> Bool {
    guard isName(peek(1)) else { return false }
    return peek(2).keyword == .as || peek(2).kind == .leftParenthesis
  }

  /// `with n [(columns)] as (select …), …`
  ///
  /// grammar: commonTables
  private mutating func parseCommonTables() throws(SyntaxError) -> [CommonTable] {
    advance()
    var tables: [CommonTable] = []
    repeat {
      let name = try parseIdentifier("a table's name")
      let columns = isAt(.leftParenthesis) ? try parseIdentifierList("a column's name") : []
      try expect(.as, "and a query")
      tables.append(CommonTable(name: name, columns: columns, query: try parseSubquery()))
    } while take(.comma)
    return tables
  }

  /// One `select` or `exec` with its clauses.
  ///
  /// grammar: select
  private mutating func parseSelect() throws(SyntaxError) -> SelectStatement {
    if isAt(.leftParenthesis) { return try parseSubquery() }
    guard isAt(.select) || isAt(.exec) else { throw expected("`select`") }
    let start = current.start
    var query = SelectStatement()
    query.isExec = advance().keyword == .exec
    try parseSelectHead(&query)
    query.items = try parseSelectItems()
    if take(.from) { query.source = try parseTableSource() }
    while try parseClause(&query) {}
    query.span = span(from: start)
    return query
  }

  /// What stands before the items: hints, `distinct`, `top`.
  ///
  /// grammar: selectHead
  private mutating func parseSelectHead(_ query: inout SelectStatement) throws(SyntaxError) {
    while isHint() { query.hints.append(contentsOf: parseHint()) }
    if isAt(.distinct), !isNextCall() {
      advance()
      query.isDistinct = true
    }
    if isTop() { query.top = try parseTop() }
    if isAt(.distinct), !isNextCall(), !query.isDistinct {
      advance()
      query.isDistinct = true
    }
  }

  /// `distinct(x)` and `distinct` alone are a function and a column.
  private func isNextCall() -> Bool {
    let next = peek(1)
    return next.kind == .comma || isClauseWord(1) || (next.kind == .leftParenthesis && isAdjacent(next))
  }

  /// `[HINT_KEEPORDER]`, `[128]` behind `select`.
  private func isHint() -> Bool {
    guard isAt(.leftBracket) else { return false }
    if peek(1).kind == .identifier, text(peek(1)).hasPrefix("HINT_") { return true }
    guard peek(1).kind == .number, peek(2).kind == .rightBracket else { return false }
    return startsOperand(3) || peek(3).kind == .multiply
  }

  private mutating func parseHint() -> [String] {
    advance()
    var words: [String] = []
    while !isAt(.rightBracket), !isAt(.endOfText) {
      let token = advance()
      if token.kind != .comma { words.append(text(token)) }
    }
    _ = take(.rightBracket)
    return words
  }

  private func isTop() -> Bool {
    guard isAt(.top) else { return false }
    switch peek(1).kind {
    case .number, .macro: return true
    case .leftParenthesis: return false
    case .identifier: return !isClauseWord(1) && isName(peek(1)) && peek(2).kind != .comma && !isClauseWord(2)
    default: return false
    }
  }

  /// `top n`, `top a:b`
  ///
  /// grammar: top
  private mutating func parseTop() throws(SyntaxError) -> TopClause {
    advance()
    let start = current.start
    let first = try parseTopCount()
    guard take(.colon) else { return TopClause(count: first) }
    let second = try parseTopCount()
    return TopClause(count: Expression(.pair(first, second), span: span(from: start)))
  }

  /// A single constant or name: what follows is the first item.
  private mutating func parseTopCount() throws(SyntaxError) -> Expression {
    let start = current.start
    if startsConstant() { return Expression(.constant(try parseConstant()), span: span(from: start)) }
    return try parsePrimary()
  }
}
