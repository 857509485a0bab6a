import WeirSyntax
import WeirTables

/// `INT[]`, `DECIMAL32(2)[]`: the type of array vectors of an element type.
final class ArrayTypeNode: Node {
  let element: Node

  init(_ element: Node, span: SourceSpan) {
    self.element = element
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try element.eval(frame)
    guard let (type, scale) = TypeDesignator.read(value) else {
      throw ScriptError(.type, "`[]` needs a data type before it, got \(ValueDescription.short(value))", at: span)
    }
    return .int(TypeDesignator.constant(type, scale: scale, isArray: true))
  }
}
