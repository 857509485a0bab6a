/// What can stand between two operands.
enum Infix {
  case binary(BinaryOperator)
  case comparison
  case pair
  /// A name, or a name with a template, between operands.
  case word
  /// `in`, `like`: in any case, always infix.
  case predicate
  case negatedPredicate
  case between
  case isNull
  /// `{x, y -> …}`
  case lambda
  /// `+:P`
  case operatorTemplate

  var level: OperatorLevel {
    switch self {
    case .binary(let operation): operation.level
    case .comparison: .comparison
    case .pair: .pair
    case .word, .predicate, .negatedPredicate, .between, .lambda, .operatorTemplate: .multiplicative
    case .isNull: .comparison
    }
  }
}

extension Parser {
  /// An expression: operators, and `c ? a : b` around them.
  ///
  /// grammar: expression
  mutating func parseExpression() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let condition = try parseOperators(.or)
    guard isAt(.question), !endsLine(current) else { return condition }
    return try parseConditional(condition)
  }

  /// grammar: conditional
  private mutating func parseConditional(_ condition: Expression) throws(SyntaxError) -> Expression {
    advance()
    let saved = mode
    mode.pairsAllowed = false
    let then: Expression
    do {
      defer { mode = saved }
      then = try parseExpression()
    }
    guard isAt(.colon) else { throw expected("`:` and what the condition gives otherwise") }
    advance()
    let otherwise = try parseExpression()
    return Expression(
      .conditional(condition, then: then, otherwise: otherwise), span: condition.span.through(otherwise.span))
  }

  /// Operands and the operators between them that bind at least as tightly as `minimum`.
  ///
  /// grammar: operation
  mutating func parseOperators(_ minimum: OperatorLevel) throws(SyntaxError) -> Expression {
    var left = try parseOperand()
    var length = 0
    while let infix = infixHere(after: left), infix.level >= minimum {
      length += 1
      try checkChain(length)
      left = try parseInfix(infix, after: left)
    }
    return left
  }

  /// The level an operator's right operand has to have: one more than its own, so that equals go left to right.
  func levelAbove(_ level: OperatorLevel) -> OperatorLevel {
    OperatorLevel.allCases.first { $0 > level } ?? .postfix
  }

  private mutating func parseInfix(_ infix: Infix, after left: Expression) throws(SyntaxError) -> Expression {
    switch infix {
    case .binary(let operation): return try parseBinary(operation, after: left)
    case .comparison: return try parseComparisons(after: left)
    case .pair: return try parsePair(after: left)
    case .word: return try parseInfixWord(after: left)
    case .predicate: return try parsePredicate(after: left)
    case .negatedPredicate: return try parseNegatedPredicate(after: left)
    case .between: return try parseBetween(after: left)
    case .isNull: return try parseIsNull(after: left)
    case .lambda: return try parseInfixLambda(after: left)
    case .operatorTemplate: return try parseInfixOperatorTemplate(after: left)
    }
  }

  private mutating func parseBinary(_ operation: BinaryOperator, after left: Expression) throws(SyntaxError) -> Expression {
    advance()
    var right = try parseNested(levelAbove(operation.level))
    // `v @ 1:3` takes the pair, though a pair binds less tightly than `@`.
    if operation == .at, case .pair? = infixHere(after: right) { right = try parsePair(after: right) }
    return Expression(.binary(operation, left, right), span: left.span.through(right.span))
  }

  /// A right operand: one level of nesting deeper, since operators in it may again have right operands.
  mutating func parseNested(_ minimum: OperatorLevel) throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    return try parseOperators(minimum)
  }

  /// One comparison, or a chain of them as one node.
  ///
  /// grammar: comparison
  private mutating func parseComparisons(after left: Expression) throws(SyntaxError) -> Expression {
    var links: [ComparisonLink] = []
    while let operation = comparisonHere() {
      try checkChain(links.count)
      advance()
      links.append(ComparisonLink(operation, try parseNested(levelAbove(.comparison))))
    }
    let span = left.span.through(links[links.count - 1].operand.span)
    if links.count == 1 { return Expression(.binary(links[0].comparison, left, links[0].operand), span: span) }
    return Expression(.comparisons(left, links), span: span)
  }

  /// `a:b`, `a:`.
  ///
  /// grammar: pair
  private mutating func parsePair(after left: Expression) throws(SyntaxError) -> Expression {
    advance()
    guard startsPairEnd() else { return Expression(.pair(left, nil), span: span(from: left.span.start)) }
    let right = try parseNested(levelAbove(.pair))
    return Expression(.pair(left, right), span: left.span.through(right.span))
  }

  func startsPairEnd() -> Bool {
    startsOperand(0) || isAt(.subtract) || isAt(.bang) || (isAt(.bitAnd) && isName(peek(1)) && isAdjacent(peek(1)))
  }
}
