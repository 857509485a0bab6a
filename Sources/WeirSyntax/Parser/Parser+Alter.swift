extension Parser {
  /// `alter table t …`
  ///
  /// grammar: alter
  mutating func parseAlter() throws(SyntaxError) -> AlterTableStatement {
    advance()
    advance()
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    let table = try parseQualifiedName("the table's name")
    var changes = [try parseChange()]
    while isAt(.comma) {
      advance()
      changes.append(try parseChange())
    }
    return AlterTableStatement(table: table, changes: changes)
  }

  /// grammar: alteration
  private mutating func parseChange() throws(SyntaxError) -> AlterTableStatement.Change {
    switch current.keyword {
    case .add: return try parseAdd()
    case .drop: return try parseDropPart()
    case .rename: return try parseRename()
    case .modify: return try parseModify()
    case .set where isNext(.tag): return .setTags(try parseTagSettings())
    default:
      let options = try parseOptions()
      if options.isEmpty { throw expected("`add`, `drop`, `rename`, `modify` or `set tag`") }
      return .options(options)
    }
  }

  /// `add [column] c type, …`, `add tag g type`
  private mutating func parseAdd() throws(SyntaxError) -> AlterTableStatement.Change {
    advance()
    if isAt(.tag), isName(peek(1)), !endsLine(peek(2)) {
      advance()
      return .addTag(try parseColumnDefinition())
    }
    if isAt(.column), isName(peek(1)) || peek(1).kind == .closedWord { advance() }
    if isAt(.leftParenthesis) { return .addColumns(try parseColumnDefinitions()) }
    var columns = [try parseColumnDefinition()]
    while isAt(.comma), !isChangeWord(1) {
      advance()
      columns.append(try parseColumnDefinition())
    }
    return .addColumns(columns)
  }

  private func isChangeWord(_ distance: Int) -> Bool {
    [.add, .drop, .rename, .modify].contains(peek(distance).keyword) && peek(distance + 2).kind == .identifier
  }

  /// `drop [column] c, …`, `drop tag g`
  private mutating func parseDropPart() throws(SyntaxError) -> AlterTableStatement.Change {
    advance()
    if isAt(.tag), !endsLine(peek(1)) {
      advance()
      return .dropTag(try parseIdentifier("a tag's name"))
    }
    if isAt(.column), !endsLine(peek(1)) { advance() }
    return .dropColumns(try parseIdentifiers("a column's name"))
  }

  /// `rename [column] a to b`, `rename tag a b`
  private mutating func parseRename() throws(SyntaxError) -> AlterTableStatement.Change {
    advance()
    let isTag = isAt(.tag) && !isNext(.to) && take(.tag)
    if !isTag, isAt(.column), !isNext(.to) { advance() }
    let old = try parseIdentifier("the old name")
    _ = take(.to)
    let new = try parseIdentifier("the new name")
    return isTag ? .renameTag(old, to: new) : .renameColumn(old, to: new)
  }

  /// `modify [column] c type`, `modify tag g type`
  private mutating func parseModify() throws(SyntaxError) -> AlterTableStatement.Change {
    advance()
    if take(.tag) { return .modifyTag(try parseColumnDefinition()) }
    if isAt(.column), isName(peek(1)) { advance() }
    return .modifyColumn(try parseColumnDefinition())
  }

  /// `set tag g = 1, h = 2`
  private mutating func parseTagSettings() throws(SyntaxError) -> [UpdateStatement.Setting] {
    advance()
    advance()
    var settings: [UpdateStatement.Setting] = []
    repeat {
      let name = try parseIdentifier("a tag's name")
      try expect(.assign, "and the tag's value")
      let column = Expression(.name(Name(name.text)), span: name.span)
      settings.append(.init(column: column, value: try parseExpression()))
    } while take(.comma)
    return settings
  }

  func startsDrop() -> Bool {
    guard DropStatement.Kind(rawValue: peek(1).keyword.rawValue) != nil, !endsLine(peek(2)) else { return false }
    switch peek(2).kind {
    case .identifier: return !isOperatorWord(2)
    case .closedWord, .doubleQuoted, .singleQuoted, .word: return true
    default: return false
    }
  }

  /// `drop table [if exists] a, b`
  ///
  /// grammar: drop
  mutating func parseDrop() throws(SyntaxError) -> DropStatement {
    advance()
    let kind = DropStatement.Kind(rawValue: advance().keyword.rawValue) ?? .table
    let ifExists = take(.if, .exists)
    var names = [try parseQualifiedName("a name")]
    while take(.comma) {
      _ = take(.if, .exists)
      names.append(try parseQualifiedName("a name"))
    }
    return DropStatement(kind: kind, ifExists: ifExists, names: names)
  }
}
