extension Parser {
  /// A bare or closed backquoted word, or a string, that names something in a statement.
  ///
  /// grammar: identifier
  mutating func parseIdentifier(_ what: String) throws(SyntaxError) -> Identifier {
    guard let identifier = identifierHere() else { throw expected(what) }
    advance()
    return identifier
  }

  /// The identifier at the current token, which is not taken.
  func identifierHere() -> Identifier? {
    let token = current
    switch token.kind {
    case .identifier where !isReserved(token): return Identifier(text(token), span: span(token))
    case .closedWord, .word, .doubleQuoted, .singleQuoted, .quotedColumn:
      return Identifier(content(token), span: span(token), isQuoted: true)
    default: return nil
    }
  }

  /// What stands between the quotes of a token.
  func content(_ token: Token) -> String {
    let start = Int(token.start)
    let end = Int(token.end)
    switch token.kind {
    case .doubleQuoted, .singleQuoted: return StringText.decode(source.bytes[start + 1..<end - 1])
    case .quotedColumn: return StringText.decode(source.bytes[start + 2..<end - 1])
    case .closedWord: return String(decoding: source.bytes[start + 1..<end - 1], as: UTF8.self)
    case .word: return String(decoding: source.bytes[start + 1..<end], as: UTF8.self)
    case .macro: return String(decoding: source.bytes[start + 2..<end], as: UTF8.self)
    case .macroList: return String(decoding: source.bytes[start + 3..<end], as: UTF8.self)
    default: return text(token)
    }
  }

  /// `t`, `db.t`, `catalog.schema.t`, `"dfs://db"."t"`.
  ///
  /// grammar: qualifiedName
  mutating func parseQualifiedName(_ what: String) throws(SyntaxError) -> QualifiedName {
    var parts = [try parseIdentifier(what)]
    while isAt(.dot), parts.count < 4 {
      advance()
      parts.append(try parseIdentifier(what))
    }
    return QualifiedName(parts: parts)
  }

  /// A name in an expression with the modules before it; without blanks, as `a ::b` is two names.
  ///
  /// grammar: name
  mutating func parseName() throws(SyntaxError) -> Name {
    let isRoot = take(.doubleColon)
    var words = [text(try takeName())]
    while isAt(.doubleColon), isAdjacent(current), isName(peek(1)) {
      advance()
      words.append(text(advance()))
    }
    let last = words.removeLast()
    return Name(last, modulePath: words, isRoot: isRoot)
  }

  private mutating func takeName() throws(SyntaxError) -> Token {
    guard isName(current) else { throw expected("a name") }
    return advance()
  }

  /// Names between commas.
  mutating func parseIdentifiers(_ what: String) throws(SyntaxError) -> [Identifier] {
    var result = [try parseIdentifier(what)]
    while take(.comma) { result.append(try parseIdentifier(what)) }
    return result
  }

  /// `(a, b)`, names between parentheses.
  mutating func parseIdentifierList(_ what: String) throws(SyntaxError) -> [Identifier] {
    let opening = try expect(.leftParenthesis)
    let saved = mode
    mode.newlinesEnd = false
    defer { mode = saved }
    let result = try parseIdentifiers(what)
    try expectClosing(.rightParenthesis, for: opening)
    return result
  }

  /// `INT`, `DECIMAL64(3)[]`, `INT[] VECTOR`, `BIGINT UNSIGNED`, `VARCHAR(20)`.
  ///
  /// grammar: typeName
  mutating func parseTypeName() throws(SyntaxError) -> TypeName {
    let start = current.start
    guard isName(current) else { throw expected("a type") }
    var words = [text(advance())]
    var parameters: [String] = []
    if isAt(.leftParenthesis) { parameters = try parseTypeParameters() }
    let isArray = isAt(.leftBracket) && peek(1).kind == .rightBracket
    if isArray {
      advance()
      advance()
    }
    while Self.typeForms.contains(text(current).lowercased()), !endsLine(current) { words.append(text(advance())) }
    return TypeName(words: words, parameters: parameters, isArray: isArray, span: span(from: start))
  }

  /// Second words of a type.
  static let typeForms: Set<String> = ["vector", "matrix", "set", "dictionary", "table", "unsigned", "pair", "tuple"]

  private mutating func parseTypeParameters() throws(SyntaxError) -> [String] {
    let opening = advance()
    var result: [String] = []
    repeat {
      guard isAt(.number) || isAt(.identifier) else { throw expected("a size or scale") }
      result.append(text(advance()))
    } while take(.comma)
    try expectClosing(.rightParenthesis, for: opening)
    return result
  }
}
