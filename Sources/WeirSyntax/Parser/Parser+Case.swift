extension Parser {
  func startsCase() -> Bool {
    peek(1).keyword == .when || (mode.isQuery && startsOperand(1))
  }

  /// `case [x] when a then b … [else c] end`
  ///
  /// grammar: case
  mutating func parseCase() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let start = advance().start
    let saved = mode
    mode.newlinesEnd = false
    mode.isCase = true
    mode.equalsCompares = true
    mode.bareAliases = false
    defer { mode = saved }
    let subject = isAt(.when) ? nil : try parseExpression()
    var branches: [CaseExpression.Branch] = []
    while take(.when) {
      let condition = try parseExpression()
      try expect(.then, "after the condition of `when`")
      branches.append(.init(condition: condition, value: try parseExpression()))
    }
    if branches.isEmpty { throw expected("`when`") }
    let otherwise = take(.else) ? try parseExpression() : nil
    try expect(.end, "to close this `case`")
    return Expression(
      .caseWhen(CaseExpression(subject: subject, branches: branches, otherwise: otherwise)), span: span(from: start))
  }

  /// Whether the word here is followed by `(select`.
  func isSubqueryCall() -> Bool {
    guard peek(1).kind == .leftParenthesis else { return false }
    return peek(2).keyword == .select || peek(2).keyword == .exec
  }

  /// grammar: exists
  mutating func parseExists() throws(SyntaxError) -> Expression {
    let start = advance().start
    return Expression(.exists(try parseSubquery()), span: span(from: start))
  }

  /// `any(select …)`, `all(select …)`
  ///
  /// grammar: quantified
  mutating func parseQuantified(_ quantifier: Quantifier) throws(SyntaxError) -> Expression {
    let start = advance().start
    return Expression(.quantified(quantifier, try parseSubquery()), span: span(from: start))
  }

  /// A query in parentheses.
  ///
  /// grammar: subquery
  mutating func parseSubquery() throws(SyntaxError) -> SelectStatement {
    let opening = try expect(.leftParenthesis, "and a query")
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let query = try parseQuery()
    try expectClosing(.rightParenthesis, for: opening)
    return query
  }

  /// Whether `cast(` here is the form with `as` and a type.
  func isCastCall() -> Bool {
    guard peek(1).kind == .leftParenthesis, mode.isQuery else { return false }
    var depth = 0
    var distance = 1
    while distance < 4_000 {
      let token = peek(distance)
      switch token.kind {
      case .endOfText, .semicolon: return false
      case .leftParenthesis: depth += 1
      case .rightParenthesis:
        depth -= 1
        if depth == 0 { return false }
      case .identifier where token.keyword == .as && depth == 1: return true
      default: break
      }
      distance += 1
    }
    return false
  }

  /// `cast(x as bigint)`
  ///
  /// grammar: cast
  mutating func parseCast() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let start = advance().start
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    let value = try parseExpression()
    try expect(.as, "and a type")
    let type = try parseTypeName()
    try expectClosing(.rightParenthesis, for: opening)
    return Expression(.cast(value, type), span: span(from: start))
  }
}
