extension Parser {
  /// The words that make `show` a statement.
  static let showWords: Set<Keyword> = [
    .databases, .tables, .stables, .streams, .create, .tags, .table, .vgroups, .users, .dnodes, .topics, .views, .functions,
    .variables, .clusters, .child, .normal, .topLevelSystem,
  ]

  func startsShow() -> Bool {
    if endsLine(peek(1)) { return false }
    if Self.showWords.contains(peek(1).keyword) { return !isFollowedByOperator(2) }
    return isName(peek(1)) && peek(2).kind == .dot && Self.showWords.contains(peek(3).keyword) && endsLine(peek(4))
  }

  private func isFollowedByOperator(_ distance: Int) -> Bool {
    switch peek(distance).kind {
    case .assign, .dot, .leftParenthesis, .leftBracket: true
    default: false
    }
  }

  /// `show tables`, `show db.tables`, `show create table t`, `show tags from t`
  ///
  /// grammar: show
  mutating func parseShow() throws(SyntaxError) -> ShowStatement {
    advance()
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    var statement = ShowStatement(words: [])
    if isName(current), peek(1).kind == .dot, !endsLine(peek(1)) {
      statement.names.append(QualifiedName(parts: [try parseIdentifier("a database's name")]))
      advance()
    }
    while isAt(.identifier), !endsLine(current) || statement.words.isEmpty { try parseShowPart(&statement) }
    if identifierHere() != nil, !endsLine(current) { statement.names.append(try parseQualifiedName("a name")) }
    return statement
  }

  private mutating func parseShowPart(_ statement: inout ShowStatement) throws(SyntaxError) {
    let isLast = statement.words.first == "create" && statement.words.count == 2
    if take(.from) || isLast {
      statement.names.append(try parseQualifiedName("a name"))
    } else if take(.like) {
      statement.pattern = try parseExpression()
    } else {
      statement.words.append(text(advance()).lowercased())
    }
  }

  /// `describe t`, `desc db.t`
  ///
  /// grammar: describe
  mutating func parseDescribe() throws(SyntaxError) -> QualifiedName {
    advance()
    return try parseQualifiedName("a table's name")
  }
}
