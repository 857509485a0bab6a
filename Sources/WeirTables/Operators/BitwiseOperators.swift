/// `& | ^ << >>` on integers.
enum BitwiseOperators {
  /// - Throws: `.type` when a side is no integer.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    guard left.type.isIntegerLike || left.type.isTemporal, right.type.isIntegerLike || right.type.isTemporal else {
      throw KernelError.type("`\(operation.spelling)` needs integers, got \(left.type.name) and \(right.type.name)")
    }
    let type = resultType(operation, left.type, right.type)
    let result = try FixedVector(type, count: count)
    let sides = (NumericSide(left), NumericSide(right))
    switch type.storage {
    case .int8: try run(operation, sides.0, sides.1, count, result.pointer(Int8.self))
    case .int16: try run(operation, sides.0, sides.1, count, result.pointer(Int16.self))
    case .int32: try run(operation, sides.0, sides.1, count, result.pointer(Int32.self))
    default: try run(operation, sides.0, sides.1, count, result.pointer(Int64.self))
    }
    return withExtendedLifetime((left.vector, right.vector)) { result }
  }

  /// A shift keeps the type of what is shifted.
  private static func resultType(_ operation: BinaryOperation, _ left: ElementType, _ right: ElementType) -> ElementType {
    guard operation == .shiftLeft || operation == .shiftRight else { return NumericOperators.promoted(left, right) }
    return left == .bool ? .int : left
  }

  private static func run<Element: NumericElement & FixedWidthInteger & SignedInteger>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Element>
  ) throws {
    switch operation {
    case .bitAnd: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x & y }
    case .bitOr: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x | y }
    case .bitXor: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x ^ y }
    case .shiftLeft:
      try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : y < 0 ? 0 : x << y }
    default:
      // Zeros come in from the left, as they do from the right.
      try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in
        x.isNull || y.isNull ? .null : y < 0 ? 0 : Element(truncatingIfNeeded: Element.Magnitude(truncatingIfNeeded: x) >> y)
      }
    }
  }
}
