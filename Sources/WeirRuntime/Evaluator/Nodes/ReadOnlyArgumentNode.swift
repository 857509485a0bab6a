import WeirTables

/// A parameter without `mutable` where a function changes its argument: fine for a table or an instance, which the parameter only refers to, and an error for a value.
final class ReadOnlyArgumentNode: Node {
  private let parameter: LocalNode
  private let function: String

  init(_ parameter: LocalNode, function: String) {
    self.parameter = parameter
    self.function = function
    super.init(span: parameter.span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try parameter.eval(frame)
    let kind = value.heapKind
    switch kind {
    case nil, .string, .wide, .vector, .pair, .matrix, .set, .dictionary:
      let hint = "declare the parameter `mutable \(parameter.name)`, or change a copy"
      throw ScriptError(.immutable, "Read only object can't be applied to mutable function \(function)", at: span, hint: hint)
    default: return value
    }
  }
}
