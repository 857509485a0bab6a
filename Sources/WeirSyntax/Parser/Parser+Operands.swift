extension Parser {
  /// An operand with what is attached to it: a unary operator or a prefix call in front, calls and indices behind.
  ///
  /// grammar: operand
  mutating func parseOperand() throws(SyntaxError) -> Expression {
    switch current.kind {
    case .subtract where !isOperatorFunction() && !startsConstant(): return try parseUnary(.negate)
    case .add where isAdjacent(peek(1)) && peek(1).kind == .number: advance()
    case .bang where !isOperatorFunction(): return try parseUnary(.not)
    case .identifier where current.keyword == .not && startsNotOperand(): return try parseNot()
    default: break
    }
    let primary = try parsePrimary()
    let operand = try parsePostfix(primary)
    return isPrefixCall(of: operand) ? try parsePrefixCall(of: operand) : operand
  }

  /// grammar: unary
  private mutating func parseUnary(_ operation: UnaryOperator) throws(SyntaxError) -> Expression {
    let token = advance()
    let operand = try parseNested(.unary)
    return Expression(.unary(operation, operand), span: span(token).through(operand.span))
  }

  private func startsNotOperand() -> Bool {
    guard isExactWord(current), !isAdjacentCall(1) || mode.isQuery else { return false }
    return startsOperand(1) && peek(1).kind != .colon
  }

  private func isAdjacentCall(_ distance: Int) -> Bool {
    peek(distance).kind == .leftParenthesis && isAdjacent(peek(distance))
  }

  /// `not x`: as tight as `!`, but inside a query as in standard SQL, looser than comparisons.
  private mutating func parseNot() throws(SyntaxError) -> Expression {
    let token = advance()
    let operand = try parseNested(mode.isQuery ? .comparison : .unary)
    return Expression(.unary(.not, operand), span: span(token).through(operand.span))
  }

  /// What an expression can begin with, but for unary operators.
  ///
  /// grammar: primary
  mutating func parsePrimary() throws(SyntaxError) -> Expression {
    if startsConstant() { return try parseConstants() }
    switch current.kind {
    case .identifier: return try parseWordPrimary()
    case .doubleColon: return try parseNamePrimary()
    case .bitAnd: return try parseFunctionReference()
    case .leftParenthesis: return try parseParentheses()
    case .leftBracket: return try parseVector()
    case .leftBrace: return try parseBraces()
    case .quotedColumn: return quotedColumn()
    case .macro, .macroList: return macroColumn()
    default: return try parseSignPrimary()
    }
  }

  /// A sign where an operand is expected: an operator standing for its function, metacode, an open pair.
  private mutating func parseSignPrimary() throws(SyntaxError) -> Expression {
    if isOperatorFunction() { return parseOperatorFunction() }
    switch current.kind {
    case .less, .joinSign: return try parseMetacode()
    case .colon where mode.pairsAllowed: return try parseOpenPair()
    case .multiply where mode.isQuery: return star()
    default: throw expected("an expression")
    }
  }

  private mutating func star() -> Expression {
    let token = advance()
    return Expression(.star, span: span(token))
  }

  private mutating func quotedColumn() -> Expression {
    let token = advance()
    return Expression(.quotedColumn(content(token)), span: span(token))
  }

  private mutating func macroColumn() -> Expression {
    let token = advance()
    return Expression(.macroColumn(content(token), isList: token.kind == .macroList), span: span(token))
  }

  /// `:n` and `:`.
  private mutating func parseOpenPair() throws(SyntaxError) -> Expression {
    let token = advance()
    guard startsPairEnd() else { return Expression(.pair(nil, nil), span: span(token)) }
    let end = try parseNested(levelAbove(.pair))
    return Expression(.pair(nil, end), span: span(token).through(end.span))
  }

  /// `&f`: the function of that name, even where a variable or column hides it.
  private mutating func parseFunctionReference() throws(SyntaxError) -> Expression {
    let token = advance()
    var name = try parseName()
    name.isFunction = true
    return Expression(.name(name), span: span(from: token.start))
  }

  /// A word where an operand is expected.
  private mutating func parseWordPrimary() throws(SyntaxError) -> Expression {
    if isReserved(current) {
      switch current.keyword {
      case .select, .exec: return try parseQueryExpression()
      case .def, .defg: return try parseAnonymousFunction()
      default: throw expected("an expression")
      }
    }
    switch current.keyword {
    case .case where startsCase(): return try parseCase()
    case .exists where isSubqueryCall(): return try parseExists()
    case .any where isSubqueryCall(): return try parseQuantified(.any)
    case .all where isSubqueryCall(): return try parseQuantified(.all)
    case .with where startsCommonTables(): return try parseQueryExpression()
    case .cast where isCastCall(): return try parseCast()
    case .dflt where current.end - current.start == 4 && !current.flags.contains(.lowerCase): return defaultValue()
    case .from, .where, .then, .when: if mode.isQuery, isClauseWord() { throw expected("an expression") }
    default: break
    }
    if peek(1).kind == .arrow { return try parseArrowLambda() }
    if peek(1).kind == .ellipsis { return try parseColumnRange() }
    return try parseNamePrimary()
  }

  private mutating func parseNamePrimary() throws(SyntaxError) -> Expression {
    let start = current.start
    let name = try parseName()
    return Expression(.name(name), span: span(from: start))
  }

  private mutating func defaultValue() -> Expression {
    let token = advance()
    return Expression(.defaultValue, span: span(token))
  }

  /// `col1...col5`
  ///
  /// grammar: columnRange
  private mutating func parseColumnRange() throws(SyntaxError) -> Expression {
    let first = advance()
    advance()
    guard isName(current) else { throw expected("the last column of the range") }
    let last = advance()
    return Expression(.columnRange(text(first), text(last)), span: span(from: first.start))
  }
}
