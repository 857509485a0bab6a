import WeirSyntax
import WeirTables

/// The expressions that a value of metacode holds.
enum MetacodeItems {
  static func items(_ metacode: Metacode) -> [SelectItem]? {
    switch metacode {
    case .expression(let expression): [SelectItem(expression: expression, span: expression.span)]
    case .item(let item): [item]
    case .list(let items): items
    case .statement: nil
    }
  }

  /// - Throws: `.type` for what is no metacode of expressions.
  static func items(_ value: borrowing Cell, at span: SourceSpan) throws -> [SelectItem] {
    throw ScriptError(.unsupported, "aggregates from \(ValueDescription.short(value)) cannot be run yet", at: span)
  }
}
