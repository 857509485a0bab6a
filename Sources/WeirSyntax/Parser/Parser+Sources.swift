extension Parser {
  /// What stands behind `from`.
  ///
  /// grammar: tableSource
  mutating func parseTableSource() throws(SyntaxError) -> TableSource {
    var source = try parseJoinedSource()
    while isAt(.comma), startsSourceBehindComma() {
      advance()
      let right = try parseJoinedSource()
      source = TableSource(.product(source, right), span: source.span.through(right.span))
    }
    return source
  }

  /// In a bracket without parentheses of its own, `f(select * from t, 5)`, the comma is the bracket's.
  private func startsSourceBehindComma() -> Bool {
    let next = peek(1)
    return isName(next) || next.kind == .leftParenthesis || next.kind == .doubleColon || next.kind == .closedWord
  }

  private mutating func parseJoinedSource() throws(SyntaxError) -> TableSource {
    var source = try parseSingleSource()
    var length = 0
    while let kind = takeJoin() {
      length += 1
      try checkChain(length)
      source = try parseJoin(kind, after: source)
    }
    return source
  }

  /// grammar: singleSource
  private mutating func parseSingleSource() throws(SyntaxError) -> TableSource {
    let start = current.start
    let table = try parseTableReference()
    let alias = try parseSourceAlias()
    return TableSource(.table(table), alias: alias, span: span(from: start))
  }

  /// A name, a call, a query in parentheses: what gives a table, without operators.
  ///
  /// grammar: tableReference
  mutating func parseTableReference() throws(SyntaxError) -> Expression {
    try enter()
    defer { nesting -= 1 }
    if isAt(.closedWord) || isAt(.doubleQuoted) || isAt(.word) { return try parseQuotedTable() }
    return try parsePostfix(try parsePrimary())
  }

  /// A single quoted word, so that constants in a row do not swallow what follows it.
  private mutating func parseQuotedTable() throws(SyntaxError) -> Expression {
    let start = current.start
    let constant = try parseConstant()
    return try parsePostfix(Expression(.constant(constant), span: span(from: start)))
  }

  private mutating func parseSourceAlias() throws(SyntaxError) -> Identifier? {
    if isAt(.as) {
      advance()
      return try parseIdentifier("an alias")
    }
    guard !endsLine(current), !isClauseWord(), !isOperatorWord(), isName(current) || isAt(.closedWord) else { return nil }
    if mode.isMetacode, isAt(.greater) { return nil }
    return try parseIdentifier("an alias")
  }

  private mutating func takeJoin() -> JoinKind? {
    if take(.join) || take(.inner, .join) { return .inner }
    if take(.left, .semi, .join) { return .leftSemi }
    if take(.left, .join) || take(.left, .outer, .join) { return .left }
    if take(.right, .join) || take(.right, .outer, .join) { return .right }
    if take(.full, .join) || take(.full, .outer, .join) { return .full }
    if take(.cross, .join) { return .cross }
    return nil
  }

  /// grammar: join
  private mutating func parseJoin(_ kind: JoinKind, after left: TableSource) throws(SyntaxError) -> TableSource {
    let right = try parseSingleSource()
    var condition: Expression?
    var columns: [Identifier] = []
    if take(.on) {
      condition = try parseExpression()
    } else if isAt(.using), peek(1).kind == .leftParenthesis {
      advance()
      columns = try parseIdentifierList("a column's name")
    }
    let span = span(from: left.span.start)
    return TableSource(.join(kind, left, right, on: condition, using: columns), span: span)
  }
}
