import WeirSyntax
import WeirTables

/// The name of a result column that has no alias.
struct ColumnNaming {
  /// The text of an expression that has no better name.
  let text: (Expression) -> String
  /// Whether a word names a column of the query.
  let isColumn: (String) -> Bool

  /// The column itself; `f_column` for a call (the first plain column among its arguments, `f` alone when there is none); an operator by its function's name;
  /// a constant by its text.
  func name(_ expression: Expression) -> String {
    switch expression.kind {
    case .name(let name): return name.text
    case .quotedColumn(let name): return name
    case .member(_, .name(let name)): return name.text
    case .member(_, .string(let name)): return name
    case .binary(let operation, let left, let right): return operatorName(OperatorFunctions.name(operation), [left, right])
    case .unary(.negate, let operand): return combined("neg", [operand])
    case .unary(.not, let operand): return combined("not", [operand])
    case .comparisons(let first, let links): return combined("and", [first] + links.map(\.operand))
    case .infix(let left, let function, let right): return combined(functionName(function), [left, right])
    case .prefix(let function, let operand): return combined(functionName(function), [operand])
    case .call(let function, let arguments): return combined(functionName(function), arguments.compactMap(\.value))
    case .methodCall(let target, let method, let arguments): return combined(method.text, [target] + arguments.compactMap(\.value))
    case .conditional(let condition, let then, let otherwise): return combined("iif", [condition, then, otherwise])
    case .index(let target, _): return name(target)
    case .isNull(let operand, let isNegated): return combined(isNegated ? "isNotNull" : "isNull", [operand])
    case .over(let function, _): return PlainCall(function)?.name ?? name(function)
    case .caseWhen: return "case"
    case .cast(let operand, _): return combined("cast", [operand])
    case .constant(.string(let literal)): return literal.text
    case .constant: return text(expression)
    case .embedded: return expression.plainName ?? text(expression)
    default: return "_column"
    }
  }

  /// `price_mul` for `price * 2 + 1`, `avg_price_div` for `avg(price) / 2`: the first column or call of one, and the innermost operator around it.
  private func operatorName(_ function: String, _ operands: [Expression]) -> String {
    for operand in operands {
      if let column = firstColumn(operand) { return "\(column)_\(function)" }
      switch operand.kind {
      case .binary where name(operand).contains("_"): return name(operand)
      case .call where name(operand).contains("_"): return "\(name(operand))_\(function)"
      default: continue
      }
    }
    return function
  }

  private func combined(_ function: String, _ arguments: [Expression]) -> String {
    guard let column = arguments.lazy.compactMap(firstColumn).first else { return function }
    return "\(function)_\(column)"
  }

  /// The column that an argument is or, for a call, is named after.
  private func firstColumn(_ expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): return isColumn(name.text) ? name.text : nil
    case .quotedColumn(let name): return name
    case .member(_, .name(let name)): return isColumn(name.text) ? name.text : nil
    case .member(_, .string(let name)): return name
    case .tuple(let elements): return elements.lazy.compactMap { $0.flatMap(firstColumn) }.first
    default: return nil
    }
  }

  private func functionName(_ function: Expression) -> String {
    switch function.kind {
    case .name(let name): name.text
    case .template(let inner, _): functionName(inner)
    case .partial(let inner, _): functionName(inner)
    case .operatorFunction(let operation): OperatorFunctions.name(operation)
    case .embedded: embeddedName(function)
    default: "lambda"
    }
  }

  /// A function without a name of its own has none in a column's name either: `_price`.
  private func embeddedName(_ callee: Expression) -> String {
    guard let function = callee.embeddedFunction else { return "" }
    if let script = function as? ScriptFunction, script.definition.name == nil { return "" }
    return function.plainName
  }
}
