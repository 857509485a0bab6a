import WeirSyntax
import WeirTables

/// Metacode between brackets: the rows of a table for which the condition holds.
enum CodeIndex {
  /// The index itself; for a condition on the columns of a table its value for each row.
  static func resolved(_ index: consuming Cell, of container: borrowing Cell, _ session: SessionContext) throws -> Cell {
    guard let code = index.code, let table = container.table, let condition = code.expression else { return index }
    var query = SelectStatement()
    query.isExec = true
    query.items = [SelectItem(expression: condition, aliases: [Identifier("condition", span: .none)])]
    query.source = TableSource(.table(Expression(.embedded(EmbeddedValue(.table(table))))), span: .none)
    return try session.evaluate(CodeObject(.expression(Expression(.select(query))), variables: code.variables, depth: code.depth))
  }
}
