import WeirSyntax
import WeirTables

/// What a value is as a piece of code, in the words of `objectType`.
package enum CodeKind {
  /// `CONSTOBJ` for everything that is no metacode.
  package static func name(_ value: borrowing Cell) -> String {
    guard let code = value.code else { return "CONSTOBJ" }
    switch code.content {
    case .expression(let expression): return name(expression)
    case .item(let item): return item.aliases.isEmpty ? name(item.expression) : "COLUMNDEF"
    case .list: return "TUPLE"
    case .statement(let statement): return name(statement)
    }
  }

  private static func name(_ statement: Statement) -> String {
    switch statement.kind {
    case .expression(let expression): name(expression)
    case .update: "SQLUPDATE"
    case .delete: "SQLDELETE"
    default: "UNKNOWN"
    }
  }

  private static func name(_ expression: Expression) -> String {
    switch expression.kind {
    case .constant, .constants, .embedded: "CONSTOBJ"
    case .name(let name): name.isFunction ? "FUNCTION" : "VAR"
    case .operatorFunction, .lambda, .partial, .template: "FUNCTION"
    case .quotedColumn, .macroColumn: "COLUMN"
    case .vector, .tuple: "TUPLE"
    case .member: "ATTR"
    case .select(let query): query.commonTables.isEmpty ? "SQLQUERY" : "SQLWITHQUERY"
    case .exists: "SQLEXISTS"
    case .caseWhen: "CASEWHEN"
    case .call(let callee, _): JoinMethod(rawValue: callee.plainName ?? "") == nil ? "EXPRESSION" : "TABLEJOINER"
    case .star, .starOf, .columnRange: "COLSELECTOR"
    default: "EXPRESSION"
    }
  }
}
