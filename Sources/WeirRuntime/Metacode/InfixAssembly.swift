import WeirSyntax
import WeirTables

/// Makes one expression of operands and operators in the order of their text, as `expr` is given them; the operators bind as they do in scripts.
package struct InfixAssembly {
  package enum Part {
    case operand(Expression)
    case function(Function)
  }

  private let parts: [Part]
  private let assembly: CodeAssembly
  private var position = 0

  package init(_ parts: [Part], _ assembly: CodeAssembly) {
    self.parts = parts
    self.assembly = assembly
  }

  /// - Throws: `.arguments` when operands stand side by side, or an operator at the end.
  package mutating func assemble() throws -> Expression {
    let expression = try operation(above: .prefixCall)
    guard position == parts.count else { throw KernelError.arguments("expr: an operator or a function is expected between two operands") }
    return expression
  }

  private mutating func operation(above level: OperatorLevel) throws -> Expression {
    var left = try operand()
    while position < parts.count, case .function(let function) = parts[position] {
      let own = CodeOperators.binaryOperator(function)?.level ?? .multiplicative
      guard own > level || level == .prefixCall else { break }
      position += 1
      let right = try operation(above: own)
      left = infix(left, function, right)
    }
    return left
  }

  private func infix(_ left: Expression, _ function: Function, _ right: Expression) -> Expression {
    if let operation = CodeOperators.binaryOperator(function) { return Expression(.binary(operation, left, right)) }
    return Expression(.infix(left, function: assembly.function(function), right))
  }

  private mutating func operand() throws -> Expression {
    guard position < parts.count else { throw KernelError.arguments("expr: an operand is missing at the end") }
    let part = parts[position]
    position += 1
    switch part {
    case .operand(let expression): return expression
    case .function(let function):
      guard position < parts.count else { return assembly.function(function) }
      if let operation = CodeOperators.unaryOperator(function) { return Expression(.unary(operation, try operand())) }
      if CodeOperators.binaryOperator(function) == .subtract { return Expression(.unary(.negate, try operand())) }
      return Expression(.prefix(function: assembly.function(function), try operation(above: .prefixCall)))
    }
  }
}
