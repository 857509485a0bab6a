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
    if let code = value.code { return code.items }
    guard let tuple = value.tuple else { throw ScriptError(.type, "metacode is expected, got \(ValueDescription.short(value))", at: span) }
    var items: [SelectItem] = []
    for index in 0..<tuple.count { items += try self.items(tuple.cell(at: index), at: span) }
    return items
  }
}
