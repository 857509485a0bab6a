extension Parser {
  /// Which operator, if any, the current token is behind a complete operand.
  func infixHere(after left: Expression) -> Infix? {
    let token = current
    if mode.newlinesEnd, token.hasNewlineBefore, !continuesOverNewline(token) { return nil }
    switch token.kind {
    case .identifier: return wordInfix(after: left)
    case .colon: return colonInfix()
    case .leftBrace: return isLambdaBrace() ? .lambda : nil
    case .assign: return mode.equalsCompares ? .comparison : nil
    default: return signInfix()
    }
  }

  /// Inside a query a line may begin with what begins no statement.
  private func continuesOverNewline(_ token: Token) -> Bool {
    guard mode.isQuery else { return false }
    switch token.kind {
    case .andSign, .orSign, .equal, .notEqual, .greater, .greaterOrEqual, .lessOrEqual, .add, .multiply, .divide: return true
    case .identifier: return isOperatorWord()
    default: return false
    }
  }

  private func signInfix() -> Infix? {
    guard let operation = BinaryOperator(current.kind) else { return nil }
    if mode.isMetacode, current.kind == .greater, closesMetacode() { return nil }
    if isTemplate(1), startsOperand(1 + templatesLength(1)) { return .operatorTemplate }
    return operation.level == .comparison ? .comparison : .binary(operation)
  }

  /// A comparison sign that goes on a chain.
  func comparisonHere() -> BinaryOperator? {
    if mode.newlinesEnd, current.hasNewlineBefore, !continuesOverNewline(current) { return nil }
    if isAt(.assign) { return mode.equalsCompares ? .equal : nil }
    guard let operation = BinaryOperator(current.kind), operation.level == .comparison else { return nil }
    if mode.isMetacode, current.kind == .greater, closesMetacode() { return nil }
    return operation
  }

  private func colonInfix() -> Infix? { mode.pairsAllowed ? .pair : nil }

  private func wordInfix(after left: Expression) -> Infix? {
    if isClauseWord() { return nil }
    switch current.keyword {
    case .and where isExactWord(current): return .binary(.and)
    case .or where isExactWord(current): return .binary(.or)
    case .in, .like: return isExactWord(current) ? .predicate : nil
    case .between: return isExactWord(current) ? .between : nil
    case .is where isNext(.null) || (isNext(.not) && isNext(.null, 2)): return .isNull
    case .not where [.in, .like, .between].contains(peek(1).keyword): return .negatedPredicate
    default: return isInfixWord(after: left) ? .word : nil
    }
  }

  /// A keyword as the script language writes it: in small letters or capitals; in queries also mixed.
  func isExactWord(_ token: Token) -> Bool {
    if mode.isQuery || token.flags.contains(.lowerCase) { return true }
    return source.bytes[Int(token.start)..<Int(token.end)].allSatisfy(isUpper)
  }

  /// A word behind an operand is an infix function when an operand follows it.
  private func isInfixWord(after left: Expression) -> Bool {
    guard isName(current), let length = infixWordLength(at: 0) else { return false }
    let next = peek(length)
    guard startsOperand(length) else { return false }
    if next.kind == .leftParenthesis || next.kind == .leftBracket || next.kind == .leftBrace, isAdjacent(next) {
      // `x f(y)`: a prefix call of `x`, unless `x` cannot be called.
      if case .name(let name) = left.kind { return options.isFunction != nil && !isKnownFunction(name) && next.kind == .leftParenthesis }
      return next.kind == .leftParenthesis
    }
    return true
  }

  /// How many tokens a word between operands takes: `f`, `a::f`, `f:E`.
  func infixWordLength(at distance: Int) -> Int? {
    var length = 1
    while peek(distance + length).kind == .doubleColon, isAdjacent(peek(distance + length)), isName(peek(distance + length + 1)) { length += 2 }
    return length + templatesLength(distance + length)
  }
}
