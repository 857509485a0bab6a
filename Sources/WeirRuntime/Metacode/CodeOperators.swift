import WeirSyntax
import WeirTables

/// Operators where metacode is put together: they arrive as the functions that they stand for.
package enum CodeOperators {
  private static let binary: [String: BinaryOperator] = Dictionary(
    uniqueKeysWithValues: BinaryOperator.allCases.filter { $0 != .at }.map { (OperatorFunctions.name($0), $0) })

  /// The operator that `function` is, if it is one.
  package static func binaryOperator(_ function: Function) -> BinaryOperator? { function is BuiltinFunction ? binary[function.name] : nil }

  package static func unaryOperator(_ function: Function) -> UnaryOperator? {
    guard function is BuiltinFunction else { return nil }
    switch function.name {
    case "not": return .not
    case "neg": return .negate
    default: return nil
    }
  }

  /// The name of the function that the sign of an operator stands for.
  package static func functionName(_ sign: String) -> String? {
    switch sign {
    case "!": "not"
    case ":": "pair"
    case "=": "eq"
    default: BinaryOperator(rawValue: sign).map { OperatorFunctions.name($0) }
    }
  }

  /// `left op right`; the call of a function that is no operator.
  package static func combine(_ left: Expression, _ function: Function, _ right: Expression, _ assembly: CodeAssembly) -> Expression {
    if let operation = binaryOperator(function) { return Expression(.binary(operation, left, right)) }
    return Expression(.call(assembly.function(function), [Argument(value: left), Argument(value: right)]))
  }

  /// Puts functions in the place of operators, by their signs.
  package static func overload(_ metacode: Metacode, _ functions: [String: Function]) throws -> Metacode {
    try OperatorOverloading(functions: functions).rewriter.rewrite(metacode)
  }
}

private struct OperatorOverloading {
  let functions: [String: Function]

  var rewriter: TreeRewriter { TreeRewriter(replace: { try replacement($0) }) }

  private func replacement(_ expression: Expression) throws -> Expression? {
    guard case .binary(let operation, let left, let right) = expression.kind, let function = functions[operation.rawValue] else { return nil }
    let callee = Expression(.embedded(EmbeddedValue(.function(function))))
    return Expression(.call(callee, [Argument(value: try rewriter.rewrite(left)), Argument(value: try rewriter.rewrite(right))]), span: expression.span)
  }
}
