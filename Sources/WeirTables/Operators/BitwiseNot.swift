/// `bitNot`.
package enum BitwiseNot {
  /// Every bit of every integer turned over, in the form of `value`; null stays null.
  /// - Throws: `.type` for what is no integer.
  package static func apply(_ value: borrowing Cell) throws -> Cell {
    try OperatorKernel.mapElements(value, "bitNot") { vector in
      guard vector.type != .void else { return vector }
      guard vector.type.isIntegerLike else { throw KernelError.type("bitNot: `X` must be integers, got \(vector.type.name)") }
      let result = try FixedVector(vector.type == .bool ? .int : vector.type, count: vector.count)
      switch result.storage {
      case .int8: turn(vector.pointer(Int8.self), result.pointer(Int8.self), vector.count)
      case .int16: turn(vector.pointer(Int16.self), result.pointer(Int16.self), vector.count)
      case .int64: turn(vector.pointer(Int64.self), result.pointer(Int64.self), vector.count)
      default:
        let integers = try vector.cast(to: .int)
        turn(integers.pointer(Int32.self), result.pointer(Int32.self), vector.count)
      }
      return result
    }
  }

  private static func turn<Element: VectorElement & FixedWidthInteger>(
    _ source: UnsafeMutablePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ count: Int
  ) {
    for row in 0..<count { target[row] = source[row].isNull ? .null : ~source[row] }
  }
}
