extension Parser {
  /// Whether `base`, without parentheses, is called with what follows it: `sum x`, `{x -> x * x} 3`, `f:E x`.
  func isPrefixCall(of base: Expression) -> Bool {
    switch base.kind {
    case .name, .partial, .lambda, .template, .operatorFunction, .methodPartial: break
    default: return false
    }
    let token = current
    if endsLine(token) { return false }
    switch token.kind {
    case .subtract: return startsOperand(0) && isKnownPrefix(base)
    case .identifier: return isPrefixCallWord(base)
    case .leftBrace: return isPrefixCallBrace(base)
    case .less: return isKnownPrefix(base) && isTemplateValue(base)
    case .leftBracket: return token.hasBlankBefore && startsOperand(0)
    default: return startsOperand(0) && !isBareAlias()
    }
  }

  private func isTemplateValue(_ base: Expression) -> Bool {
    if case .template = base.kind { return true }
    return false
  }

  /// Templates, lambdas and partial applications are functions; a name may be.
  private func isKnownPrefix(_ base: Expression) -> Bool {
    if case .name(let name) = base.kind { return isKnownFunction(name) }
    return true
  }

  /// A word behind: `avg x`. Three words, `a f b`, are infix, unless the first is known to be a function.
  private func isPrefixCallWord(_ base: Expression) -> Bool {
    guard startsOperand(0), !isBareAlias() else { return false }
    if current.keyword == .not, isNegatedPredicate() { return false }
    guard isInfixCandidate(base) else { return true }
    guard !mode.isQuery, case .name(let name) = base.kind else { return isAlwaysFunction(base) }
    return isKnownFunction(name)
  }

  private func isNegatedPredicate() -> Bool { [.in, .like, .between].contains(peek(1).keyword) }

  private func isAlwaysFunction(_ base: Expression) -> Bool {
    switch base.kind {
    case .template, .operatorFunction, .lambda: true
    default: false
    }
  }

  private func isInfixCandidate(_ base: Expression) -> Bool {
    if case .word? = infixHere(after: base) { return true }
    return false
  }

  /// `f {x -> x} …`: of a lambda in braces, not of an infix one, `a {x, y -> x + y} b`.
  private func isPrefixCallBrace(_ base: Expression) -> Bool {
    if case .lambda = base.kind { return false }
    return current.hasBlankBefore && !isLambdaBrace() && isDictionaryBrace()
  }

  /// A bare word or a string behind the complete operand of a select item, with nothing after it: an alias.
  func isBareAlias() -> Bool {
    guard mode.bareAliases, !isNext(.as) else { return false }
    switch current.kind {
    case .identifier: return endsItem(1) && !startsConstant()
    case .closedWord, .word, .doubleQuoted, .singleQuoted: return endsItem(1)
    default: return false
    }
  }

  /// `f x`: takes everything to its right.
  ///
  /// grammar: prefixCall
  mutating func parsePrefixCall(of function: Expression) throws(SyntaxError) -> Expression {
    let operand = try parseNested(.or)
    return Expression(.prefix(function: function, operand), span: function.span.through(operand.span))
  }
}
