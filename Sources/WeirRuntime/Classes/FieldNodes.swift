import WeirSyntax
import WeirTables

/// An attribute inside of a method.
final class FieldNode: Node {
  let place: FieldPlace
  let name: String

  init(_ place: FieldPlace, name: String, span: SourceSpan) {
    self.place = place
    self.name = name
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let cell = place.cell(frame)
    if cell.pointee.isMissing { throw ScriptError(.name, "the attribute `\(name)` has no value here", at: span) }
    return cell.pointee.copy()
  }

  override func take(_ frame: Frame) throws -> Cell {
    let cell = place.cell(frame)
    if cell.pointee.isMissing { throw ScriptError(.name, "the attribute `\(name)` has no value here", at: span) }
    return exchange(cell, .missing)
  }

  override func restore(_ frame: Frame, _ value: consuming Cell) { place.cell(frame).pointee = value }
}

/// Where a method finds an attribute: in the instance that a slot of its frame holds.
struct FieldPlace {
  /// The slot of `self`.
  let instance: Int
  let index: Int

  /// - Precondition: the slot holds an instance of the method's class, which the frame keeps alive.
  @inline(__always)
  func cell(_ frame: Frame) -> UnsafeMutablePointer<Cell> { frame.locals[instance].unsafeObject(as: InstanceObject.self).fields + index }

  func assign(_ frame: Frame, _ value: consuming Cell) throws {
    try frame.locals[instance].unsafeObject(as: InstanceObject.self).assign(index, value)
  }
}

/// A method by its bare name inside of the class: a function that remembers the instance.
final class OwnMethodNode: Node {
  let instance: Node
  let name: String

  init(_ instance: Node, _ name: String, span: SourceSpan) {
    self.instance = instance
    self.name = name
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let value = try instance.eval(frame)
    guard let object = value.instance, let method = object.method(name) else { throw ScriptError(.name, "there is no method `\(name)`", at: span) }
    return .function(BoundMethod(method, object))
  }
}
