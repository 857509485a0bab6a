extension Parser {
  /// `x f y`, `x f:E y`: as tight as `*`, except that behind `at` stands a whole condition (`x at x > 3`).
  ///
  /// grammar: infixCall
  mutating func parseInfixWord(after left: Expression) throws(SyntaxError) -> Expression {
    let start = current.start
    let isAt = text(current) == "at" && !isTemplate(1)
    var function = Expression(.name(try parseName()), span: span(from: start))
    if isAt {
      let right = try parseNested(.or)
      return Expression(.infix(left, function: function, right), span: left.span.through(right.span))
    }
    if isTemplate(0) { function = parseTemplate(of: function) }
    return try finishInfix(left, function)
  }

  private mutating func finishInfix(_ left: Expression, _ function: Expression) throws(SyntaxError) -> Expression {
    let right = try parseNested(levelAbove(.multiplicative))
    return Expression(.infix(left, function: function, right), span: left.span.through(right.span))
  }

  /// `2 {x, y -> x + y} 3`
  ///
  /// grammar: infixLambda
  mutating func parseInfixLambda(after left: Expression) throws(SyntaxError) -> Expression {
    var function = try parseLambdaBraces()
    if isTemplate(0) { function = parseTemplate(of: function) }
    guard startsOperand(0) else { throw expected("an operand behind the operator `{…}`") }
    return try finishInfix(left, function)
  }

  /// `0 +:P x`
  ///
  /// grammar: infixTemplate
  mutating func parseInfixOperatorTemplate(after left: Expression) throws(SyntaxError) -> Expression {
    let function = parseOperatorFunction()
    return try finishInfix(left, parseTemplate(of: function))
  }

  /// `x in y`, `x like p`; written in any case, kept in small letters.
  ///
  /// grammar: predicate
  mutating func parsePredicate(after left: Expression) throws(SyntaxError) -> Expression {
    let token = advance()
    let function = Expression(.name(Name(token.keyword.rawValue)), span: span(token))
    if isAt(.select) || isAt(.exec) {
      let query = try parseQueryExpression()
      return Expression(.infix(left, function: function, query), span: left.span.through(query.span))
    }
    return try finishInfix(left, function)
  }

  /// `x not in y`, `x not like p`, `x not between a and b`.
  mutating func parseNegatedPredicate(after left: Expression) throws(SyntaxError) -> Expression {
    advance()
    let positive = isAt(.between) ? try parseBetween(after: left) : try parsePredicate(after: left)
    return Expression(.unary(.not, positive), span: positive.span)
  }

  /// `x between a and b`, and `x between a:b`, which is a call like any other.
  ///
  /// grammar: between
  mutating func parseBetween(after left: Expression) throws(SyntaxError) -> Expression {
    let token = advance()
    let low = try parseBetweenEnd()
    if isAt(.and), !isPair(low) {
      advance()
      let high = try parseBetweenEnd()
      return Expression(.between(left, low: low, high: high), span: left.span.through(high.span))
    }
    let function = Expression(.name(Name("between")), span: span(token))
    return Expression(.infix(left, function: function, low), span: left.span.through(low.span))
  }

  /// An end of a `between`: `1:5`, or as in standard SQL a sum.
  private mutating func parseBetweenEnd() throws(SyntaxError) -> Expression {
    let start = index
    let tight = try parseNested(levelAbove(.multiplicative))
    guard !isPair(tight), let infix = infixHere(after: tight), infix.level >= .additive else { return tight }
    index = start
    return try parseNested(.additive)
  }

  private func isPair(_ expression: Expression) -> Bool {
    if case .pair = expression.kind { return true }
    return false
  }

  /// `x is null`, `x is not null`.
  ///
  /// grammar: isNull
  mutating func parseIsNull(after left: Expression) throws(SyntaxError) -> Expression {
    advance()
    let isNegated = take(.not)
    advance()
    return Expression(.isNull(left, isNegated: isNegated), span: span(from: left.span.start))
  }
}
