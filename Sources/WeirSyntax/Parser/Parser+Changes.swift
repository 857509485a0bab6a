extension Parser {
  /// `update t set a = 1 [from …] [where …] [context by …]`
  ///
  /// grammar: update
  mutating func parseUpdate() throws(SyntaxError) -> UpdateStatement {
    advance()
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    let table = try parseTableReference()
    try expect(.set, "after the table")
    var update = UpdateStatement(table: table, settings: try parseSettings(), source: nil, conditions: [], grouping: nil)
    if take(.from) { update.source = try parseTableSource() }
    if isAt(.where) { update.conditions = try parseConditions() }
    if isAt(.context), isNext(.by) { update.grouping = try parseGrouping() }
    if take(.having) { update.having = try parseExpression() }
    _ = take(.map)
    return update
  }

  /// grammar: settings
  private mutating func parseSettings() throws(SyntaxError) -> [UpdateStatement.Setting] {
    var settings: [UpdateStatement.Setting] = []
    repeat {
      let column = try parseTableReference()
      guard isAt(.assign) || isAt(.equal) else { throw expected("`=` and the column's value") }
      advance()
      settings.append(.init(column: column, value: try parseExpression()))
    } while take(.comma)
    return settings
  }

  /// `delete from t [where …]`, `delete t from ej(t, u, …) where …`
  ///
  /// grammar: delete
  mutating func parseDelete() throws(SyntaxError) -> DeleteStatement {
    advance()
    let saved = mode
    enterQueryStatement()
    defer { mode = saved }
    var statement: DeleteStatement
    if take(.from) {
      statement = DeleteStatement(table: try parseTableReference(), source: nil, conditions: [])
    } else {
      let table = try parseTableReference()
      try expect(.from, "after the table")
      statement = DeleteStatement(table: table, source: try parseTableSource(), conditions: [])
    }
    if isAt(.where) { statement.conditions = try parseConditions() }
    if isAt(.context), isNext(.by) { statement.grouping = try parseGrouping() }
    if take(.having) { statement.having = try parseExpression() }
    _ = isAt(.map) && endsItem(1) && take(.map)
    return statement
  }
}
