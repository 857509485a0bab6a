extension Parser {
  /// Whether a constant begins here; a `-` directly before a number belongs to it.
  func startsConstant(_ distance: Int = 0) -> Bool {
    let token = peek(distance)
    switch token.kind {
    case .number, .temporal, .duration, .doubleQuoted, .singleQuoted, .word, .closedWord: return true
    case .subtract:
      let next = peek(distance + 1)
      return (next.kind == .number || next.kind == .duration) && isAdjacent(next)
    case .identifier: return isConstantWord(token) && peek(distance + 1).kind != .arrow
    default: return false
    }
  }

  private func isConstantWord(_ token: Token) -> Bool {
    switch token.keyword {
    case .true, .false, .null: isExactWord(token)
    default: false
    }
  }

  /// A constant, or a vector of constants in a row.
  ///
  /// grammar: constants
  mutating func parseConstants() throws(SyntaxError) -> Expression {
    let start = current.start
    let first = try parseConstant()
    guard continuesConstants() else { return Expression(.constant(first), span: span(from: start)) }
    var all = [first]
    while continuesConstants() { all.append(try parseConstant()) }
    return Expression(.constants(all), span: span(from: start))
  }

  /// A constant goes on the row behind a blank; backquoted words also without.
  private func continuesConstants() -> Bool {
    let token = current
    if endsLine(token) || !startsConstant() || isBareAlias() { return false }
    if token.kind == .word || token.kind == .closedWord { return true }
    return token.hasBlankBefore
  }

  /// grammar: constant
  mutating func parseConstant() throws(SyntaxError) -> Constant {
    let isNegative = take(.subtract)
    let token = advance()
    switch token.kind {
    case .number: return NumberText.decode(text(token), isNegative: isNegative)
    case .temporal: return try decodeTemporal(token)
    case .duration: return try decodeDuration(token, isNegative: isNegative)
    case .doubleQuoted: return .string(StringLiteral(content(token), style: .double))
    case .singleQuoted: return .string(StringLiteral(content(token), style: .single))
    case .word: return .string(StringLiteral(content(token), style: .word))
    case .closedWord: return .string(StringLiteral(content(token), style: .closedWord))
    default:
      switch token.keyword {
      case .true: return .bool(true)
      case .false: return .bool(false)
      default: return .null
      }
    }
  }

  private func decodeTemporal(_ token: Token) throws(SyntaxError) -> Constant {
    guard let literal = TemporalText.decode(text(token)) else {
      throw SyntaxError("`\(text(token))` is no date or time", at: span(token))
    }
    return .temporal(literal)
  }

  private func decodeDuration(_ token: Token, isNegative: Bool) throws(SyntaxError) -> Constant {
    guard let literal = NumberText.decodeDuration(text(token), isNegative: isNegative) else {
      throw SyntaxError("the duration `\(text(token))` is out of range", at: span(token))
    }
    return .duration(literal)
  }
}
