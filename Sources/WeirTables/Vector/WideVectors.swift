/// Columns of 16-byte values and the two words they are made of.
package enum WideVectors {
  /// COMPLEX or POINT values of their two parts; a part of one element is repeated.
  /// - Throws: `.shape` when the parts differ in length, `.type` when they are no numbers.
  package static func join(_ first: Vector, _ second: Vector, as type: ElementType) throws -> Vector {
    let count = max(first.count, second.count)
    guard first.count == count || first.count == 1, second.count == count || second.count == 1 else {
      throw KernelError.shape("the parts of a \(type.name) have \(first.count) and \(second.count) elements")
    }
    guard first.type.isNumeric, second.type.isNumeric else { throw KernelError.type("the parts of a \(type.name) must be numbers") }
    let (left, right) = (try first.cast(to: .double), try second.cast(to: .double))
    let result = try FixedVector(type, count: count)
    let target = result.pointer(Wide.self)
    withExtendedLifetime((left, right)) {
      let (firsts, seconds) = (left.pointer(Double.self), right.pointer(Double.self))
      for row in 0..<count {
        let (x, y) = (firsts[left.count == 1 ? 0 : row], seconds[right.count == 1 ? 0 : row])
        target[row] = x.isNull || y.isNull ? type.nullWide : Wide(low: x.bitPattern, high: y.bitPattern)
      }
    }
    return result
  }

  /// One of the two words of every value, as LONG or as DOUBLE.
  /// - Throws: `.type` when the values have not 16 bytes.
  package static func word(_ vector: Vector, high: Bool, as type: ElementType) throws -> Vector {
    guard vector.storage == .wide else { throw KernelError.type("a type of 16 bytes is expected, got \(vector.type.name)") }
    let result = try FixedVector(type, count: vector.count)
    let (source, target) = (vector.pointer(Wide.self), result.pointer(UInt64.self))
    for row in 0..<vector.count { target[row] = high ? source[row].high : source[row].low }
    return result
  }
}
