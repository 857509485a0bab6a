extension Parser {
  /// The arguments of a call or partial application, brackets included.
  ///
  /// grammar: arguments
  mutating func parseArguments(closing: TokenKind) throws(SyntaxError) -> [Argument] {
    try enter()
    defer { nesting -= 1 }
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var arguments: [Argument] = []
    if take(closing) { return arguments }
    while true {
      arguments.append(isAt(.comma) || isAt(closing) ? Argument(value: nil) : try parseArgument())
      if take(.comma) { continue }
      try expectClosing(closing, for: opening)
      return settleKeywords(arguments)
    }
  }

  /// grammar: argument
  private mutating func parseArgument() throws(SyntaxError) -> Argument {
    if isAt(.multiply), mode.isQuery, peek(1).kind == .rightParenthesis {
      let token = advance()
      return Argument(value: Expression(.star, span: span(token)))
    }
    if isAt(.identifier), peek(1).kind == .assign, !mode.equalsCompares || isReserved(current) { return try parseKeywordArgument() }
    var argument = mode.equalsCompares ? try parseQueryArgument() : Argument(value: try parseExpression())
    if isAt(.as) {
      advance()
      argument.aliases = try parseAliases().aliases
    }
    return argument
  }

  private mutating func parseKeywordArgument() throws(SyntaxError) -> Argument {
    let name = advance()
    advance()
    return Argument(keyword: Identifier(text(name), span: span(name)), value: try parseExpression())
  }

  /// Inside a query `a = 1` as an argument is read as a comparison, and is a keyword when nothing else is around it.
  private mutating func parseQueryArgument() throws(SyntaxError) -> Argument {
    let isCandidate = isName(current) && peek(1).kind == .assign
    let name = current
    let value = try parseExpression()
    guard isCandidate, case .binary(.equal, _, let right) = value.kind, right.span.start > peekStart(after: name) else {
      return Argument(value: value)
    }
    return Argument(keyword: Identifier(text(name), span: span(name)), value: right)
  }

  private func peekStart(after token: Token) -> UInt32 { token.end }

  /// Inside a query, a "keyword" in front of an argument by position was a comparison: `iif(a = 1, 2, 3)`.
  private func settleKeywords(_ arguments: [Argument]) -> [Argument] {
    guard mode.equalsCompares, let last = arguments.lastIndex(where: { $0.keyword == nil }) else { return arguments }
    var result = arguments
    for index in 0..<last { result[index] = comparison(from: arguments[index]) }
    return result
  }

  private func comparison(from argument: Argument) -> Argument {
    guard let name = argument.keyword, let value = argument.value else { return argument }
    let left = Expression(.name(Name(name.text)), span: name.span)
    let whole = Expression(.binary(.equal, left, value), span: name.span.through(value.span))
    return Argument(value: whole, aliases: argument.aliases)
  }
}
