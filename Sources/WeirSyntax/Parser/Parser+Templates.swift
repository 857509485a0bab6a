extension Parser {
  /// Whether `:` and the letters of a template stand here: `:E`, `:PU`.
  func isTemplate(_ distance: Int) -> Bool {
    guard peek(distance).kind == .colon, !endsLine(peek(distance)) else { return false }
    return template(in: peek(distance + 1)) != nil && isAdjacent(peek(distance + 1))
  }

  private func template(in token: Token) -> FunctionTemplate? {
    guard token.kind == .identifier, token.end - token.start <= 2 else { return nil }
    let letters = Array(text(token))
    guard let kind = TemplateKind(rawValue: letters[0]) else { return nil }
    if letters.count == 1 { return FunctionTemplate(kind: kind, assembly: nil) }
    guard let assembly = AssemblyRule(rawValue: letters[1]) else { return nil }
    return FunctionTemplate(kind: kind, assembly: assembly)
  }

  /// How many tokens the templates take that stand here one behind the other; 0 when there is none.
  func templatesLength(_ distance: Int) -> Int {
    var length = 0
    while isTemplate(distance + length) { length += 2 }
    return length
  }

  /// `f:E`, `f:E:L`; that it is one was seen before.
  ///
  /// grammar: template
  mutating func parseTemplate(of function: Expression) -> Expression {
    var function = function
    repeat {
      advance()
      let letters = advance()
      guard let found = template(in: letters) else { return function }
      function = Expression(.template(function, found), span: function.span.through(span(letters)))
    } while isTemplate(0)
    return function
  }

  /// Whether the `:` behind `base` begins a template: letters follow, and `base` can be a function that what follows is given to.
  func isTemplateCall(of base: Expression) -> Bool {
    guard isTemplate(0), canBeFunction(base) else { return false }
    let length = templatesLength(0)
    if peek(length).kind == .leftParenthesis || startsOperand(length) { return true }
    // `f:E` as a value; `x[a:L]` and `c ? a:E` are not.
    return isAdjacent(current) && mode.pairsAllowed && isKnownFunction(base)
  }

  func canBeFunction(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name, .partial, .lambda, .operatorFunction, .member, .methodPartial, .macroColumn, .embedded: true
    default: false
    }
  }

  /// The operator at the current token as its function.
  ///
  /// grammar: operatorFunction
  mutating func parseOperatorFunction() -> Expression {
    let token = advance()
    let kind: Operator =
      switch token.kind {
      case .bang: .not
      case .colon: .pair
      default: .binary(BinaryOperator(token.kind) ?? .add)
      }
    return Expression(.operatorFunction(kind), span: span(token))
  }

  /// Whether an operator stands here for its function: `accumulate(-, x)`, `+:A x`.
  func isOperatorFunction() -> Bool {
    guard BinaryOperator(current.kind) != nil || isAt(.bang) else { return false }
    if isTemplate(1) { return true }
    switch peek(1).kind {
    case .comma, .rightParenthesis, .rightBracket, .rightBrace: return true
    default: return false
    }
  }
}
