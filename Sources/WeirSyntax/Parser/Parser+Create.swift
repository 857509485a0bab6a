extension Parser {
  /// `create …`, chosen by the word behind it.
  ///
  /// grammar: create
  mutating func parseCreate() throws(SyntaxError) -> Statement.Kind {
    let start = advance().start
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    switch current.keyword {
    case .table: return try parseCreateTable(.table)
    case .stable: return try parseCreateTable(.superTable)
    case .local where isNext(.temporary):
      advance()
      advance()
      guard isAt(.table) else { throw expected("`table`") }
      return try parseCreateTable(.temporary)
    case .database: return .createDatabase(try parseCreateDatabase())
    case .stream: return .createStream(try parseCreateStream(from: start))
    case .catalog, .schema, .topic, .view, .index: return .createNamed(try parseCreateNamed())
    default: throw expected("`table`, `stable`, `database`, `stream`, `catalog` or `schema` after `create`")
    }
  }

  mutating func takeIfNotExists() -> Bool { take(.if, .not, .exists) }

  /// grammar: createTable
  private mutating func parseCreateTable(_ kind: CreateTableStatement.Kind) throws(SyntaxError) -> Statement.Kind {
    advance()
    let ifNotExists = takeIfNotExists()
    let name = try parseQualifiedName("the table's name")
    if isAt(.using) { return .createSubtables(try parseSubtables(ifNotExists, name)) }
    guard isAt(.leftParenthesis) else { throw expected("`(` and the columns") }
    var statement = CreateTableStatement(
      kind: kind, ifNotExists: ifNotExists, name: name, columns: try parseColumnDefinitions())
    if isAt(.tags), peek(1).kind == .leftParenthesis {
      advance()
      statement.tags = try parseColumnDefinitions()
    }
    statement.partitionedBy = try parsePartitionedBy()
    statement.options = try parseOptions()
    return .createTable(statement)
  }

  /// `c1 using s tags (1) c2 using s tags (2) …`
  ///
  /// grammar: createSubtables
  private mutating func parseSubtables(_ ifNotExists: Bool, _ name: QualifiedName) throws(SyntaxError) -> [CreateSubtable] {
    var result = [CreateSubtable(ifNotExists: ifNotExists, name: name, clause: try parseSubtableClause())]
    while startsSubtable() {
      let ifNotExists = takeIfNotExists()
      let name = try parseQualifiedName("a table's name")
      result.append(CreateSubtable(ifNotExists: ifNotExists, name: name, clause: try parseSubtableClause()))
    }
    return result
  }

  private func startsSubtable() -> Bool {
    if isAt(.if), isNext(.not) { return true }
    guard isName(current) || isAt(.closedWord) else { return false }
    return isNext(.using) || (peek(1).kind == .dot && isNext(.using, 3))
  }

  /// `(name type …, …)`
  ///
  /// grammar: columnDefinitions
  mutating func parseColumnDefinitions() throws(SyntaxError) -> [ColumnDefinition] {
    let opening = try expect(.leftParenthesis)
    let saved = mode
    enterBracket()
    defer { mode = saved }
    var columns: [ColumnDefinition] = []
    repeat {
      if isAt(.rightParenthesis), !columns.isEmpty { break }
      columns.append(try parseColumnDefinition())
    } while take(.comma)
    try expectClosing(.rightParenthesis, for: opening)
    return columns
  }

  /// grammar: columnDefinition
  mutating func parseColumnDefinition() throws(SyntaxError) -> ColumnDefinition {
    let name = try parseIdentifier("a column's name")
    var column = ColumnDefinition(name: name, type: try parseTypeName())
    if isAt(.leftBracket) { column.options = try parseArguments(closing: .rightBracket) }
    column.isKey = take(.primary, .key) || take(.composite, .key)
    column.options += try parseWordOptions()
    return column
  }

  /// `catalog c`, `schema s`
  ///
  /// grammar: createNamed
  private mutating func parseCreateNamed() throws(SyntaxError) -> CreateNamedStatement {
    let kind = advance().keyword.rawValue
    let ifNotExists = takeIfNotExists()
    let name = try parseQualifiedName("a name")
    return CreateNamedStatement(kind: kind, ifNotExists: ifNotExists, name: name, options: try parseOptions())
  }

  /// grammar: createDatabase
  private mutating func parseCreateDatabase() throws(SyntaxError) -> CreateDatabaseStatement {
    advance()
    let ifNotExists = takeIfNotExists()
    let name = try parseQualifiedName("the database's name")
    let partitions = try parsePartitionedBy()
    let options = try parseOptions()
    return CreateDatabaseStatement(ifNotExists: ifNotExists, name: name, partitionedBy: partitions, options: options)
  }
}
