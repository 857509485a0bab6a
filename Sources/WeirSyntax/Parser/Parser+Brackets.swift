extension Parser {
  /// Sets the mode of what stands inside any bracket.
  mutating func enterBracket() {
    mode.newlinesEnd = false
    mode.pairsAllowed = true
    mode.isMetacode = false
    mode.bareAliases = false
    mode.isCase = false
  }

  /// `(e)`, a tuple, or a query in parentheses.
  ///
  /// grammar: parentheses
  mutating func parseParentheses() throws(SyntaxError) -> Expression {
    let opening = current
    let elements = try parseElements(closing: .rightParenthesis)
    let span = span(from: opening.start)
    guard elements.count == 1, let only = elements[0] else { return Expression(.tuple(elements), span: span) }
    return Expression(only.kind, span: span)
  }

  /// grammar: vector
  mutating func parseVector() throws(SyntaxError) -> Expression {
    let opening = current
    let elements = try parseElements(closing: .rightBracket)
    return Expression(.vector(elements), span: span(from: opening.start))
  }

  /// Expressions between commas, each of which may be left out; the bracket pair around them is taken.
  ///
  /// grammar: elements
  mutating func parseElements(closing: TokenKind) throws(SyntaxError) -> [Expression?] {
    try enter()
    defer { nesting -= 1 }
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var elements: [Expression?] = []
    if take(closing) { return elements }
    while true {
      elements.append(isAt(.comma) || isAt(closing) ? nil : try parseExpression())
      if take(.comma) { continue }
      try expectClosing(closing, for: opening)
      return elements
    }
  }

  /// What a `{` is where an operand is expected: a lambda or a dictionary.
  mutating func parseBraces() throws(SyntaxError) -> Expression {
    isLambdaBrace() ? try parseLambdaBraces() : try parseDictionary()
  }

  /// Whether `{` at the current token, or `distance` ahead, encloses a lambda: names and an arrow, or `def`.
  func isLambdaBrace(_ distance: Int = 0) -> Bool {
    guard peek(distance).kind == .leftBrace else { return false }
    var next = distance + 1
    if peek(next).keyword == .def || peek(next).keyword == .defg { return peek(next + 1).kind == .leftParenthesis }
    while isName(peek(next)) || peek(next).keyword == .mutable {
      if peek(next).keyword == .mutable, isName(peek(next + 1)) { next += 1 }
      switch peek(next + 1).kind {
      case .arrow: return true
      case .comma: next += 2
      default: return false
      }
    }
    return false
  }

  /// Whether `{` encloses a dictionary: a key and a colon.
  func isDictionaryBrace() -> Bool {
    switch peek(1).kind {
    case .identifier, .doubleQuoted, .singleQuoted, .word, .closedWord, .number: return peek(2).kind == .colon
    default: return false
    }
  }

  /// `{k: v, "k": v}`
  ///
  /// grammar: dictionary
  private mutating func parseDictionary() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    let opening = advance()
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var entries: [DictionaryEntry] = []
    if !isAt(.rightBrace) {
      repeat { entries.append(try parseDictionaryEntry()) } while take(.comma)
    }
    try expectClosing(.rightBrace, for: opening)
    return Expression(.dictionary(entries), span: span(from: opening.start))
  }

  /// grammar: dictionaryEntry
  private mutating func parseDictionaryEntry() throws(SyntaxError) -> DictionaryEntry {
    let key: Expression
    if isAt(.identifier), peek(1).kind == .colon {
      let token = advance()
      key = Expression(.constant(.string(StringLiteral(text(token), style: .word))), span: span(token))
    } else {
      mode.pairsAllowed = false
      key = try parseExpression()
      mode.pairsAllowed = true
    }
    guard isAt(.colon) else { throw expected("`:` and the key's value") }
    advance()
    return DictionaryEntry(key: key, value: try parseExpression())
  }
}
