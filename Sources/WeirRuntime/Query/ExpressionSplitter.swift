import WeirSyntax
import WeirTables

/// Takes expressions apart into calls that need the rows of a group, each of which makes a column once, and what is computed element by element from those
/// columns: `sum(a) \ sum(b) * 2` makes two columns, and the rest is one expression over them.
final class ExpressionSplitter {
  private let binder: QueryBinder
  private let frame: Frame
  /// The column of an expression that is not taken apart further; nil for one that is.
  private let column: (Expression) throws -> Vector?
  private var columns: [Vector] = []
  /// Columns by the text of their expression: what occurs twice is computed once.
  private var indexByText: [String: Int] = [:]
  private let printer = TreePrinter()

  init(_ binder: QueryBinder, _ frame: Frame, column: @escaping (Expression) throws -> Vector?) {
    self.binder = binder
    self.frame = frame
    self.column = column
  }

  /// The value of an expression over the columns; nil when it cannot be taken apart.
  func value(_ expression: Expression) throws -> Cell? {
    guard let node = try split(expression) else { return nil }
    let cells = ArgumentList(capacity: columns.count)
    for column in columns { cells.push(.vector(column)) }
    return try frame.evaluate(node, over: cells.base)
  }

  private func split(_ expression: Expression) throws -> Node? {
    if let index = try columnIndex(expression) { return ColumnNode(index: index, name: "", span: expression.span) }
    let lowerer = binder.lowerer
    switch expression.kind {
    case .constant(let constant): return lowerer.lowerConstant(constant, at: expression.span)
    case .name(let name): return try splitName(name, expression)
    case .unary(let operation, let operand):
      guard let node = try split(operand) else { return nil }
      return operation == .negate ? NegateNode(node, span: expression.span) : NotNode(node, span: expression.span)
    case .binary(let operation, let left, let right):
      guard operation.isElementwise, let leftNode = try split(left), let rightNode = try split(right) else { return nil }
      return lowerer.lowerBinary(operation, leftNode, rightNode, at: expression.span)
    default: return try splitCall(expression)
    }
  }

  private func columnIndex(_ expression: Expression) throws -> Int? {
    if case .constant = expression.kind { return nil }
    let text = printer.text(expression)
    if let known = indexByText[text] { return known }
    guard let vector = try column(expression) else { return nil }
    columns.append(vector)
    indexByText[text] = columns.count - 1
    return columns.count - 1
  }

  /// A variable that holds a scalar.
  private func splitName(_ name: Name, _ expression: Expression) throws -> Node? {
    guard binder.columns.index(of: name.text) == nil else { return nil }
    let node = try binder.bind(expression).node
    return try node.eval(frame).isScalar ? node : nil
  }

  private func splitCall(_ expression: Expression) throws -> Node? {
    guard let call = PlainCall(expression), let function = binder.elementwiseFunction(call.name) else { return nil }
    var arguments: [Node] = []
    for argument in call.arguments {
      guard let node = try split(argument) else { return nil }
      arguments.append(node)
    }
    return CallNode(function, arguments, names: nil, span: expression.span)
  }
}

extension BinaryOperator {
  /// Computes each element of the result from the elements at its place.
  var isElementwise: Bool {
    switch self {
    case .range, .at, .join, .cast, .matrixMultiply: false
    default: true
    }
  }
}

extension QueryBinder {
  /// A built-in that computes each element of its result from the elements at its place.
  func elementwiseFunction(_ name: String) -> BuiltinFunction? {
    guard let builtin = lowerer.function(named: name) as? BuiltinFunction, builtin.declaration.isElementwise else { return nil }
    return builtin
  }

  /// Whether the value of a row depends on that row alone.
  func isRowwise(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .constant, .quotedColumn, .star: return true
    case .name(let name): return columns.index(of: name.text) != nil || lowerer.function(named: name.text) == nil
    case .member(let table, _):
      guard case .name(let name) = table.kind else { return false }
      return columns.qualifiers[name.text] != nil
    case .unary(_, let operand), .isNull(let operand, _): return isRowwise(operand)
    case .between(let operand, let low, let high): return isRowwise(operand) && isRowwise(low) && isRowwise(high)
    case .binary(let operation, let left, let right): return operation.isElementwise && isRowwise(left) && isRowwise(right)
    case .comparisons(let first, let links): return isRowwise(first) && links.allSatisfy { isRowwise($0.operand) }
    default:
      guard let call = PlainCall(expression), elementwiseFunction(call.name) != nil else { return false }
      return call.arguments.allSatisfy(isRowwise)
    }
  }
}

/// A call by name with positional arguments, however it is written: `f(x)`, `x.f()`, `f x`, `x f y`.
struct PlainCall {
  let name: String
  let arguments: [Expression]

  init?(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments): self.init(callee, arguments)
    case .methodCall(let target, let method, let arguments): self.init(Expression(.name(method)), [Argument(value: target)] + arguments)
    case .prefix(let function, let operand): self.init(function, [Argument(value: operand)])
    case .infix(let left, let function, let right): self.init(function, [Argument(value: left), Argument(value: right)])
    default: return nil
    }
  }

  /// `count(*)`, which asks for what a query knows without looking at a column.
  static func isRowCount(_ expression: Expression) -> Bool {
    guard let call = PlainCall(expression), call.name == "count", call.arguments.count == 1, case .star = call.arguments[0].kind else { return false }
    return true
  }

  private init?(_ callee: Expression, _ arguments: [Argument]) {
    guard case .name(let name) = callee.kind, name.modulePath.isEmpty else { return nil }
    var values: [Expression] = []
    for argument in arguments {
      guard argument.keyword == nil, let value = argument.value else { return nil }
      values.append(value)
    }
    self.name = name.text
    self.arguments = values
  }
}
