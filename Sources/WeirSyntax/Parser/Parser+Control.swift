extension Parser {
  /// A block in braces, or one statement.
  ///
  /// grammar: body
  private mutating func parseBody() throws(SyntaxError) -> [Statement] {
    if isAt(.leftBrace) { return try parseBlock() }
    let saved = mode
    mode = .script
    defer { mode = saved }
    while isAt(.semicolon), peek(1).keyword != .else { return [] }
    return [try parseStatement()]
  }

  /// `(e)` after `if`, `while` and `timer`.
  private mutating func parseParenthesized(_ word: String) throws(SyntaxError) -> Expression {
    guard isAt(.leftParenthesis) else { throw expected("`(` after `\(word)`") }
    let opening = advance()
    let saved = mode
    mode = .script
    mode.newlinesEnd = false
    defer { mode = saved }
    let value = try parseExpression()
    try expectClosing(.rightParenthesis, for: opening)
    return value
  }

  /// `if (c) s else s`
  ///
  /// grammar: if
  mutating func parseIf() throws(SyntaxError) -> Statement.Kind {
    advance()
    let condition = try parseParenthesized("if")
    let then = try parseBody()
    guard takeElse() else { return .ifElse(condition, then: then, otherwise: nil) }
    return .ifElse(condition, then: then, otherwise: try parseBody())
  }

  /// `else` may stand on a later line, also behind a `;`.
  private mutating func takeElse() -> Bool {
    if isAt(.else) {
      advance()
      return true
    }
    guard isAt(.semicolon), isNext(.else) else { return false }
    advance()
    advance()
    return true
  }

  /// `for (i in X) s`
  ///
  /// grammar: for
  mutating func parseFor() throws(SyntaxError) -> Statement.Kind {
    advance()
    guard isAt(.leftParenthesis) else { throw expected("`(` after `for`") }
    let opening = advance()
    let saved = mode
    mode = .script
    mode.newlinesEnd = false
    let names: [Identifier]
    let values: Expression
    do {
      defer { mode = saved }
      names = try parseIdentifiers("a variable's name")
      try expect(.in, "after the variable")
      values = try parseExpression()
      try expectClosing(.rightParenthesis, for: opening)
    }
    for name in names { self.names.defineVariable(name.text) }
    return .forIn(names: names, values, body: try parseBody())
  }

  /// `do { … } while (c)`
  ///
  /// grammar: do
  mutating func parseDo() throws(SyntaxError) -> Statement.Kind {
    advance()
    guard isAt(.leftBrace) else { throw expected("`{` after `do`") }
    let body = try parseBlock()
    try expect(.while, "and a condition after the block of `do`")
    return .doWhile(body: body, try parseParenthesized("while"))
  }

  mutating func refuseWhile() throws(SyntaxError) -> Statement.Kind {
    guard peek(1).kind == .leftParenthesis else { return .expression(try parseExpression()) }
    throw SyntaxError(
      "no statement begins with `while`", at: span(current), hint: "write `do { … } while (condition)`")
  }

  /// `return`, `return a, b`
  ///
  /// grammar: return
  mutating func parseReturn() throws(SyntaxError) -> Statement.Kind {
    advance()
    guard !isAtStatementEnd else { return .returnValues([]) }
    var values = [try parseExpression()]
    while isAt(.comma), !endsLine(current) {
      advance()
      values.append(try parseExpression())
    }
    return .returnValues(values)
  }

  /// `try { … } catch (ex) { … }`
  ///
  /// grammar: try
  mutating func parseTry() throws(SyntaxError) -> Statement.Kind {
    advance()
    let body = try parseBlock()
    while isAt(.semicolon), isNext(.catch) { advance() }
    try expect(.catch, "after the block of `try`")
    try expect(.leftParenthesis)
    let exception = try parseIdentifier("a name for the exception")
    try expect(.rightParenthesis)
    names.defineVariable(exception.text)
    return .tryCatch(body: body, exception: exception, handler: try parseBody())
  }

  /// grammar: throw
  mutating func parseThrow() throws(SyntaxError) -> Statement.Kind {
    advance()
    return .throwValue(try parseExpression())
  }

  /// `assert e`, `assert "label", e`
  ///
  /// grammar: assert
  mutating func parseAssert() throws(SyntaxError) -> Statement.Kind {
    advance()
    let first = try parseExpression()
    guard isAt(.comma), !endsLine(current) else { return .assertion(label: nil, first) }
    advance()
    return .assertion(label: first, try parseExpression())
  }

  func startsTimer() -> Bool {
    let next = peek(1)
    return next.kind == .leftBrace || next.kind == .leftParenthesis || startsOperand(1) || isReserved(next)
      || (next.kind == .identifier && !endsLine(next) && !isOperatorWord(1))
  }

  /// `timer s`, `timer(n) s`, `timer {…}`; `timer (e)` with nothing behind times the expression.
  ///
  /// grammar: timer
  mutating func parseTimer() throws(SyntaxError) -> Statement.Kind {
    advance()
    guard isAt(.leftParenthesis) else { return .timer(count: nil, body: try parseBody()) }
    let start = index
    let count = try parseParenthesized("timer")
    let next = current
    let hasBody = next.kind == .leftBrace || (next.kind == .identifier && !isOperatorWord()) || startsOperand(0)
    if hasBody, !endsLine(next) || next.kind == .leftBrace { return .timer(count: count, body: try parseBody()) }
    index = start
    return .timer(count: nil, body: try parseBody())
  }

  /// grammar: transaction
  mutating func parseTransaction() throws(SyntaxError) -> Statement.Kind {
    advance()
    let (statements, isCommitted) = try parseTransactionBlock()
    return .transaction(statements, isCommitted: isCommitted)
  }

  /// `{ … }`, at whose end `commit` or `rollback` may stand.
  ///
  /// grammar: transactionBlock
  private mutating func parseTransactionBlock() throws(SyntaxError) -> ([Statement], isCommitted: Bool) {
    try enter()
    defer { nesting -= 1 }
    let opening = try expect(.leftBrace)
    let saved = mode
    mode = .script
    defer { mode = saved }
    var statements: [Statement] = []
    while true {
      while take(.semicolon) {}
      if take(.rightBrace) { return (statements, true) }
      if isAt(.endOfText) { try expectClosing(.rightBrace, for: opening) }
      if isTransactionEnd() {
        let isCommitted = advance().keyword == .commit
        while take(.semicolon) {}
        try expectClosing(.rightBrace, for: opening)
        return (statements, isCommitted)
      }
      statements.append(try parseStatement())
      try expectStatementEnd()
    }
  }

  private func isTransactionEnd() -> Bool {
    guard isAt(.commit) || isAt(.rollback) else { return false }
    return endsLine(peek(1)) || peek(1).kind == .rightBrace
  }

  func startsShare() -> Bool {
    guard startsOperand(1) else { return false }
    return peek(1).kind != .leftParenthesis || peek(1).hasBlankBefore
  }

  /// `share t as n`
  ///
  /// grammar: share
  mutating func parseShare() throws(SyntaxError) -> Statement.Kind {
    advance()
    let value = try parseExpression()
    guard take(.as) else { return .share(ShareStatement(value: value, name: nil)) }
    let name = try parseIdentifier("the shared name")
    let columns = take(.on) ? try parseExpression() : nil
    return .share(ShareStatement(value: value, name: name, columns: columns))
  }

  /// ``undef x, y``, `undef all`, ``undef(`x, VAR)``
  ///
  /// grammar: undef
  mutating func parseUndef() throws(SyntaxError) -> Statement.Kind {
    advance()
    if isAt(.leftParenthesis) { return .undef(.call(try parseArguments(closing: .rightParenthesis))) }
    if isAt(.all), endsLine(peek(1)) {
      advance()
      return .undef(.all)
    }
    if isAt(.all), peek(1).kind == .comma, isName(peek(2)), endsLine(peek(3)) {
      let all = advance()
      advance()
      let kind = advance()
      let name = Expression(.constant(.string(StringLiteral("all", style: .double))), span: span(all))
      return .undef(.call([Argument(value: name), Argument(value: Expression(.name(Name(text(kind))), span: span(kind)))]))
    }
    return .undef(.names(try parseIdentifiers("a variable's name")))
  }
}
