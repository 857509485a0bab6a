import WeirSyntax
import WeirTables

/// Finds the expressions of a query that are chains: operators and functions, element by element, of columns of numbers or moments and of scalars. Evaluating one of them
/// computes nothing, so it may see rows that a condition has not left yet.
struct ChainReader {
  private let query: QueryExecution

  init(_ query: QueryExecution) { self.query = query }

  /// A chain over all rows; nil for an expression that is none.
  func chain(_ expression: Expression) throws -> ElementChain? {
    guard let side = try side(expression), side.isColumn, side.type.isNumeric else { return nil }
    let bound = try query.binder.bind(expression)
    bound.node.feedChain()
    guard let chain = try ElementChain.ofValues(try query.evaluate(bound)), chain.count == query.rows.rowCount else { return nil }
    return chain
  }

  /// The conditions that are chains and have none behind them that is not.
  func lastChains(_ conditions: [Expression]) throws -> [ElementChain] {
    var chains: [ElementChain] = []
    for condition in conditions.reversed() {
      guard let chain = try chain(condition), chain.type == .bool else { break }
      chains.append(chain)
    }
    return chains.reversed()
  }

  private struct Side {
    let type: ElementType
    /// Of each row, and not one for all.
    let isColumn: Bool
  }

  private func side(_ expression: Expression) throws -> Side? {
    switch expression.kind {
    case .constant: return try scalar(expression)
    case .name(let name): return try query.binder.columns.index(of: name.text).map(column) ?? variable(name, expression)
    case .quotedColumn(let name): return try query.binder.columns.index(of: name).map(column) ?? nil
    case .binary(let operation, let left, let right): return try OperatorFunctions.kernel(operation).flatMap { try result($0, side(left), side(right)) }
    case .between(let value, let low, let high):
      return try result(.and, result(.greaterOrEqual, side(value), side(low)), result(.lessOrEqual, side(value), side(high)))
    default: return try call(expression)
    }
  }

  private func column(_ index: Int) throws -> Side? {
    let vector = try query.rows.column(index)
    return ElementChain.begins(with: vector) ? Side(type: vector.type, isColumn: true) : nil
  }

  private func variable(_ name: Name, _ expression: Expression) throws -> Side? {
    query.binder.lowerer.function(named: name.text) == nil ? try scalar(expression) : nil
  }

  private func scalar(_ expression: Expression) throws -> Side? {
    let value = try query.binder.bind(expression).node.eval(query.frame)
    return value.isScalar ? Side(type: value.elementType, isColumn: false) : nil
  }

  private func result(_ operation: BinaryOperation, _ left: Side?, _ right: Side?) throws -> Side? {
    guard let left, let right, let type = ElementChain.resultType(operation, left.type, right.type) else { return nil }
    return Side(type: type, isColumn: left.isColumn || right.isColumn)
  }

  private func call(_ expression: Expression) throws -> Side? {
    guard let call = PlainCall(expression), call.arguments.count == 1, let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction,
      case .function? = builtin.declaration.chain, let argument = try side(call.arguments[0]), argument.isColumn, argument.type.isNumeric
    else { return nil }
    return Side(type: .double, isColumn: true)
  }
}
