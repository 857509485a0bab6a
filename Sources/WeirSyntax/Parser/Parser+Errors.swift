extension Parser {
  /// How a message names a token.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .endOfText: "the end of the text"
    case .doubleQuoted, .singleQuoted: "the string \(short(text(token)))"
    case .number, .temporal, .duration: "`\(text(token))`"
    default: "`\(short(text(token)))`"
    }
  }

  private func short(_ text: String) -> String { text.count > 24 ? text.prefix(21) + "…" : text }

  /// "expected …": at the current token, or behind the last one where the line or the text ends.
  func expected(_ what: String, notes: [SyntaxError.Note] = [], hint: String? = nil) -> SyntaxError {
    let token = current
    if token.kind == .endOfText || (mode.newlinesEnd && token.hasNewlineBefore && index > 0) {
      let place = SourceSpan(start: previousEnd, end: previousEnd, file: source.file)
      let isEnd = token.kind == .endOfText
      let message = "expected \(what), but the \(isEnd ? "text" : "line") ends here"
      return SyntaxError(message, at: place, notes: notes, hint: hint, isIncomplete: isEnd)
    }
    return SyntaxError("expected \(what), found \(describe(token))", at: span(token), notes: notes, hint: hint)
  }

  @discardableResult
  mutating func expect(_ kind: TokenKind, _ purpose: String = "") throws(SyntaxError) -> Token {
    guard isAt(kind) else {
      throw expected("`\(Punctuation.spelling(of: kind))`\(purpose.isEmpty ? "" : " " + purpose)")
    }
    return advance()
  }

  mutating func expect(_ keyword: Keyword, _ purpose: String = "") throws(SyntaxError) {
    guard take(keyword) else {
      throw expected("`\(keyword.rawValue)`\(purpose.isEmpty ? "" : " " + purpose)")
    }
  }

  /// The bracket that closes `opening`.
  mutating func expectClosing(_ kind: TokenKind, for opening: Token) throws(SyntaxError) {
    guard isAt(kind) else {
      let sign = Punctuation.spelling(of: kind)
      let note = SyntaxError.Note(message: "opened here", span: span(opening))
      throw expected("`\(sign)` to close this `\(text(opening))`", notes: [note], hint: assignmentHint)
    }
    advance()
  }

  /// What the product says to `=` where only `==` compares.
  static let equalsMessage = "Please use '==' rather than '=' as equal operator in non-sql expression."

  private var assignmentHint: String? { isAt(.assign) ? Self.equalsMessage : nil }
}
