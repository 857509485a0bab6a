extension Parser {
  /// Sets the mode of a statement with clauses.
  mutating func enterQueryStatement() {
    mode.isQuery = true
    mode.equalsCompares = true
    mode.bareAliases = false
    mode.isCase = false
  }

  /// `insert into t …`, also for several tables.
  ///
  /// grammar: insert
  mutating func parseInsert() throws(SyntaxError) -> InsertStatement {
    advance()
    try expect(.into)
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    var targets = [try parseInsertTarget()]
    while startsInsertTarget() { targets.append(try parseInsertTarget()) }
    return InsertStatement(targets: targets)
  }

  /// A further table goes on the statement, also on the next line: `t2 values`, `t2 using`, `t2 (columns) values`.
  private func startsInsertTarget() -> Bool {
    guard let end = namePathEnd() else { return false }
    return peek(end).keyword == .values || peek(end).keyword == .using || isColumnList(end)
  }

  /// How many tokens the dotted name here takes.
  private func namePathEnd() -> Int? {
    guard isName(current) || isAt(.closedWord) else { return nil }
    var end = 1
    while peek(end).kind == .dot, isName(peek(end + 1)) || peek(end + 1).kind == .closedWord { end += 2 }
    return end
  }

  /// Whether the parentheses `distance` ahead hold columns: what is inserted follows them.
  private func isColumnList(_ distance: Int) -> Bool {
    guard peek(distance).kind == .leftParenthesis else { return false }
    var end = distance + 1
    while peek(end).kind != .rightParenthesis {
      switch peek(end).kind {
      case .identifier, .closedWord, .word, .comma, .doubleQuoted, .singleQuoted, .quotedColumn: end += 1
      default: return false
      }
    }
    return end > distance + 1 && [.values, .select, .using, .exec, .with].contains(peek(end + 1).keyword)
  }

  /// grammar: insertTarget
  ///
  /// grammar: insertCall
  private mutating func parseInsertTarget() throws(SyntaxError) -> InsertStatement.Target {
    var table = try parseInsertTable()
    var columns: [Identifier] = []
    if isAt(.leftParenthesis) { columns = try parseIdentifierList("a column's name") }
    if let split = Parser.columnsBehindCall(table) { (table, columns) = split }
    let subtable = isAt(.using) ? try parseSubtableClause() : nil
    if isAt(.leftParenthesis), isColumnList(0) { columns = try parseIdentifierList("a column's name") }
    let rows = try parseInsertRows()
    return InsertStatement.Target(table: table, subtable: subtable, columns: columns, rows: rows)
  }

  /// Whether what stands here is a function and its arguments, which look like columns where all of them are names or texts.
  private func isCallOfFunction(_ end: Int) -> Bool { end == 1 && isName(current) && isKnownFunction(Name(text(current))) }

  /// `f(a)(c, d)`: the columns behind a call that gives the table read like another call.
  private static func columnsBehindCall(_ table: Expression) -> (table: Expression, columns: [Identifier])? {
    guard case .call(let inner, let arguments) = table.kind, inner.isCall, !arguments.isEmpty else { return nil }
    var columns: [Identifier] = []
    for argument in arguments {
      guard argument.keyword == nil, argument.aliases.isEmpty, let column = argument.value.flatMap(columnName) else { return nil }
      columns.append(column)
    }
    return (inner, columns)
  }

  private static func columnName(_ expression: Expression) -> Identifier? {
    switch expression.kind {
    case .name(let name) where name.modulePath.isEmpty && !name.isRoot && !name.isFunction: Identifier(name.text, span: expression.span)
    case .quotedColumn(let name): Identifier(name, span: expression.span, isQuoted: true)
    case .constant(.string(let literal)): Identifier(literal.text, span: expression.span, isQuoted: true)
    default: nil
    }
  }

  /// A dotted name in front of columns, or any expression that gives a table.
  private mutating func parseInsertTable() throws(SyntaxError) -> Expression {
    guard let end = namePathEnd(), isColumnList(end), !isCallOfFunction(end) else { return try parseTableReference() }
    var table = try parsePrimary()
    while take(.dot) {
      let name = try parseIdentifier("a table's name")
      table = Expression(.member(table, .name(name)), span: span(from: table.span.start))
    }
    return table
  }

  /// `using s [(tag names)] tags (values)`
  ///
  /// grammar: subtableClause
  mutating func parseSubtableClause() throws(SyntaxError) -> SubtableClause {
    try expect(.using)
    let superTable = try parseQualifiedName("a super table's name")
    let names = isAt(.leftParenthesis) ? try parseIdentifierList("a tag's name") : []
    try expect(.tags, "and the values of the tags")
    guard isAt(.leftParenthesis) else { throw expected("`(` and the values of the tags") }
    var values: [Expression] = []
    for element in try parseElements(closing: .rightParenthesis) {
      guard let element else { throw SyntaxError("a tag's value is missing", at: span(from: superTable.span.start)) }
      values.append(element)
    }
    return SubtableClause(superTable: superTable, tagNames: names, tagValues: values)
  }

  /// grammar: insertRows
  private mutating func parseInsertRows() throws(SyntaxError) -> InsertStatement.Rows {
    if isAt(.select) || isAt(.exec) || isAt(.with) || isAt(.leftParenthesis) {
      return .query(isAt(.leftParenthesis) ? try parseSubquery() : try parseQuery())
    }
    try expect(.values, "or a query")
    guard isAt(.leftParenthesis) else { return .values([try parseExpressions().map { $0 }]) }
    var groups = [try parseElements(closing: .rightParenthesis)]
    while startsRowGroup() {
      _ = take(.comma)
      groups.append(try parseElements(closing: .rightParenthesis))
    }
    return .values(groups)
  }

  private func startsRowGroup() -> Bool {
    isAt(.leftParenthesis) || (isAt(.comma) && peek(1).kind == .leftParenthesis)
  }
}

extension Expression {
  fileprivate var isCall: Bool {
    switch kind {
    case .call, .methodCall: true
    default: false
    }
  }
}
