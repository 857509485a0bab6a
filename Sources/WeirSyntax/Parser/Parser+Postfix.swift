extension Parser {
  /// Calls, indices, partial applications, members and templates behind an operand.
  ///
  /// grammar: postfix
  mutating func parsePostfix(_ primary: Expression) throws(SyntaxError) -> Expression {
    var result = primary
    var length = 0
    while true {
      length += 1
      try checkChain(length)
      guard let next = try parsePostfixPart(result) else { return result }
      result = next
    }
  }

  private mutating func parsePostfixPart(_ base: Expression) throws(SyntaxError) -> Expression? {
    let token = current
    if endsLine(token) { return continuesMethodChain(token) ? try parseMember(of: base) : nil }
    switch token.kind {
    case .leftParenthesis: return canCall(base) ? try parseCall(of: base) : nil
    case .leftBracket: return canIndex(base) ? try parseIndex(of: base) : nil
    case .leftBrace: return isAdjacent(token) && canApplyPartially(base) ? try parsePartial(of: base) : nil
    case .dot: return try parseMember(of: base)
    case .colon: return isTemplateCall(of: base) ? parseTemplate(of: base) : nil
    case .identifier: return startsOver(base) ? try parseOver(base) : nil
    default: return nil
    }
  }

  /// A line that begins with `.` and a name goes on the line before.
  private func continuesMethodChain(_ token: Token) -> Bool {
    token.kind == .dot && token.hasNewlineBefore && isName(peek(1)) && isAdjacent(peek(1))
  }

  private func canCall(_ base: Expression) -> Bool {
    switch base.kind {
    case .constant, .constants: return false
    case .name: return isAdjacent(current) || !mode.bareAliases
    default: return isAdjacent(current)
    }
  }

  private func canIndex(_ base: Expression) -> Bool {
    if isAdjacent(current) { return true }
    guard case .name(let name) = base.kind else { return false }
    return !isKnownFunction(name)
  }

  private func canApplyPartially(_ base: Expression) -> Bool {
    switch base.kind {
    case .name, .member, .lambda, .template, .operatorFunction, .partial, .call, .macroColumn, .embedded: true
    default: false
    }
  }

  /// grammar: call
  private mutating func parseCall(of base: Expression) throws(SyntaxError) -> Expression {
    let arguments = try parseArguments(closing: .rightParenthesis)
    return Expression(.call(base, arguments), span: span(from: base.span.start))
  }

  /// grammar: partial
  private mutating func parsePartial(of base: Expression) throws(SyntaxError) -> Expression {
    let arguments = try parseArguments(closing: .rightBrace)
    return Expression(.partial(base, arguments), span: span(from: base.span.start))
  }

  /// `x[i, j]`; `INT[]` is a type.
  ///
  /// grammar: index
  private mutating func parseIndex(of base: Expression) throws(SyntaxError) -> Expression {
    if peek(1).kind == .rightBracket {
      advance()
      advance()
      return Expression(.arrayType(base), span: span(from: base.span.start))
    }
    let indices = try parseElements(closing: .rightBracket)
    return Expression(.index(base, indices), span: span(from: base.span.start))
  }

  /// What follows a `.`.
  ///
  /// grammar: member
  private mutating func parseMember(of base: Expression) throws(SyntaxError) -> Expression {
    advance()
    let token = current
    switch token.kind {
    case .identifier, .doubleColon: return try parseNamedMember(of: base)
    case .closedWord, .word:
      advance()
      return member(base, .name(Identifier(content(token), span: span(token), isQuoted: true)))
    case .doubleQuoted, .quotedColumn:
      advance()
      return member(base, .string(content(token)))
    case .number, .temporal, .duration, .singleQuoted:
      return member(base, .number(try parseConstant()))
    case .leftParenthesis:
      return member(base, .expression(try parseParentheses()))
    case .leftBrace: return try parseComputedMethod(of: base)
    case .macro, .macroList: return member(base, .expression(try parsePrimary()))
    case .multiply:
      advance()
      return Expression(.starOf(base), span: span(from: base.span.start))
    default: throw expected("a member's name after `.`")
    }
  }

  private func member(_ base: Expression, _ member: Member) -> Expression {
    Expression(.member(base, member), span: span(from: base.span.start))
  }

  /// `x.f(a)`, `x.f{a}`, `x.f:E(a)`, or `x.f` alone.
  private mutating func parseNamedMember(of base: Expression) throws(SyntaxError) -> Expression {
    let start = current
    guard start.kind == .doubleColon || start.kind == .identifier else { throw expected("a member's name after `.`") }
    if start.kind == .identifier, peek(1).kind != .doubleColon || peek(1).hasBlankBefore { return try parseSimpleMember(of: base) }
    let name = try parseName()
    guard isAt(.leftParenthesis) else { throw expected("`(` to call `\(name.text)`") }
    let arguments = try parseArguments(closing: .rightParenthesis)
    return Expression(.methodCall(base, method: name, arguments), span: span(from: base.span.start))
  }

  private mutating func parseSimpleMember(of base: Expression) throws(SyntaxError) -> Expression {
    let token = advance()
    let name = text(token)
    if isAt(.leftParenthesis), isAdjacent(current) || !mode.isQuery, !endsLine(current) {
      let arguments = try parseArguments(closing: .rightParenthesis)
      return Expression(.methodCall(base, method: Name(name), arguments), span: span(from: base.span.start))
    }
    if isAt(.leftBrace), isAdjacent(current) {
      let arguments = try parseArguments(closing: .rightBrace)
      return Expression(.methodPartial(base, method: Name(name), arguments), span: span(from: base.span.start))
    }
    if isTemplate(0), peek(templatesLength(0)).kind == .leftParenthesis {
      let function = parseTemplate(of: Expression(.name(Name(name)), span: span(token)))
      return try finishComputedMethod(of: base, function)
    }
    return member(base, .name(Identifier(name, span: span(token))))
  }

  /// `x.{f}(a)`, `x.{y -> y + 1}:E()`.
  ///
  /// grammar: computedMethod
  private mutating func parseComputedMethod(of base: Expression) throws(SyntaxError) -> Expression {
    var function: Expression
    if isLambdaBrace() {
      function = try parseLambdaBraces()
    } else {
      let opening = advance()
      let saved = mode
      enterBracket()
      defer { mode = saved }
      function = try parseExpression()
      try expectClosing(.rightBrace, for: opening)
    }
    if isTemplate(0) { function = parseTemplate(of: function) }
    return try finishComputedMethod(of: base, function)
  }

  private mutating func finishComputedMethod(of base: Expression, _ function: Expression) throws(SyntaxError) -> Expression {
    guard isAt(.leftParenthesis) else { throw expected("`(` and the arguments of the method") }
    let arguments = try parseArguments(closing: .rightParenthesis)
    return Expression(.computedMethodCall(base, method: function, arguments), span: span(from: base.span.start))
  }
}
