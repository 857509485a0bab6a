// A slip in a word of the language often shows only some tokens later. These guesses lead an error back to the word.
extension Parser {
  /// The error of a statement that began at token `start`, moved to a misspelt word where one explains it.
  func explained(_ error: SyntaxError, from start: Int) -> SyntaxError {
    guard !error.isIncomplete, let place = tokens[start...].firstIndex(where: { $0.start >= error.span.start }) else { return error }
    if let word = misspelling(at: start, of: Self.statementWords), place > start { return moved(error, to: start, word) }
    if place > start, beginsQuery(tokens[start]), let word = misspelling(at: place - 1, of: Self.queryWords) { return moved(error, to: place - 1, word) }
    return error
  }

  private func moved(_ error: SyntaxError, to place: Int, _ word: String) -> SyntaxError {
    SyntaxError("`\(text(tokens[place]))` is not known here", at: span(tokens[place]), notes: error.notes, hint: "did you mean `\(word)`?")
  }

  /// The keyword that the word at token `place` nearly is; nil for a keyword and for a name that the text or the session knows.
  private func misspelling(at place: Int, of words: [String]) -> String? {
    let token = tokens[place]
    guard token.kind == .identifier, token.keyword == .none else { return nil }
    let name = text(token)
    guard name.utf8.count >= Self.lettersMin, names.isFunction(name) == nil, options.isFunction?(name) != true else { return nil }
    return Suggestion.nearest(to: name, among: words)
  }

  private func beginsQuery(_ token: Token) -> Bool { [.select, .exec, .update, .delete, .insert].contains(token.keyword) }

  /// Shorter names are too near to too many words.
  private static let lettersMin = 3

  private static let statementWords = [
    "select", "exec", "update", "delete", "insert", "create", "alter", "drop", "def", "defg", "class", "return", "while", "for", "if", "try", "throw", "module",
    "use", "share", "undef", "const", "timer", "assert", "transaction",
  ]
  private static let queryWords = ["where", "from", "group", "order", "having", "context", "pivot", "limit", "csort", "values", "into", "set"]
}
