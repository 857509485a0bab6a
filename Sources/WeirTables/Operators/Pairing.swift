/// Two scalars as a pair.
package enum Pairing {
  /// `first:second` in the type they share; NULL takes the type of the other.
  /// - Throws: `.type` when a side is no scalar or the types have nothing in common.
  package static func pair(_ first: borrowing Cell, _ second: borrowing Cell) throws -> PairObject {
    guard first.isScalar, second.isScalar, first.elementType.category != .other, second.elementType.category != .other else {
      throw KernelError.type("a pair needs two scalars, got a \(first.form) and a \(second.form)")
    }
    let (left, right) = try CommonType.align(try FlatOperand(first), try FlatOperand(second))
    guard left.type != .any else {
      throw KernelError.type("a pair needs two scalars of one type, got \(first.elementType.name) and \(second.elementType.name)")
    }
    let elements = try left.vector.emptyLike(capacity: 2)
    try elements.append(contentsOf: left.vector)
    try elements.append(contentsOf: right.vector)
    return PairObject(elements)
  }
}
