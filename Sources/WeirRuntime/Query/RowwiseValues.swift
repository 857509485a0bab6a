import WeirSyntax
import WeirTables

extension QueryBinder {
  /// Whether the value of a row depends on that row alone, or is the same for all. A function of a script may look at anything.
  func looksAtOneRow(_ expression: Expression) throws -> Bool {
    if try isRowwise(expression) || bind(expression).columns.isEmpty { return true }
    return switch expression.kind {
    case .unary(_, let operand), .isNull(let operand, _), .cast(let operand, _): try looksAtOneRow(operand)
    case .between(let operand, let low, let high): try [operand, low, high].allSatisfy(looksAtOneRow)
    case .binary(let operation, let left, let right): try (operation.isElementwise || operation == .cast) && looksAtOneRow(left) && looksAtOneRow(right)
    case .comparisons(let first, let links): try looksAtOneRow(first) && links.allSatisfy { try looksAtOneRow($0.operand) }
    case .conditional(let condition, let then, let otherwise): try [condition, then, otherwise].allSatisfy(looksAtOneRow)
    case .caseWhen(let cases): try cases.expressions.allSatisfy(looksAtOneRow)
    default: try callLooksAtOneRow(expression)
    }
  }

  private func callLooksAtOneRow(_ expression: Expression) throws -> Bool {
    guard let call = PlainCall(expression) else { return false }
    // Members are looked for in all of the second argument.
    if call.name == "in" || call.name == "notIn", call.arguments.count == 2 { return try looksAtOneRow(call.arguments[0]) && bind(call.arguments[1]).columns.isEmpty }
    guard let builtin = lowerer.function(named: call.name) as? BuiltinFunction else { return false }
    let isRowwise = builtin.declaration.isElementwise || builtin.declaration.rowwiseFrom.map { call.arguments.count >= $0 } ?? false
    return try isRowwise && call.arguments.allSatisfy(looksAtOneRow)
  }
}
