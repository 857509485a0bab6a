import WeirSyntax
import WeirTables

extension Lowerer {
  /// The expressions that belong to queries.
  func lowerQueryExpression(_ expression: Expression, _ scope: Scope) -> Node {
    notYet("this expression", at: expression.span)
  }

  /// `insert`, `update`, `delete`.
  func lowerTableChange(_ statement: Statement, _ scope: Scope) -> Action {
    failedAction(.unsupported, "this statement cannot be run yet", at: statement.span)
  }
}
