/// Vectors of consecutive values.
package enum VectorRange {
  /// `first`, `first ± 1`, … `last`. Both null: an empty vector.
  /// - Throws: `.type` for what does not count in whole units, `.value` when one end is null.
  package static func closed(_ first: borrowing Cell, _ last: borrowing Cell) throws -> Vector {
    guard first.isScalar, last.isScalar, let type = elementType(first.elementType, last.elementType) else {
      throw KernelError.type("the ends of a range must be integers or temporal values of one type")
    }
    if first.isNull, last.isNull { return try Vector.empty(type) }
    guard !first.isNull, !last.isNull else { throw KernelError.value("the ends of a range must not be null") }
    let (low, high) = (first.rawInteger, last.rawInteger)
    let distance = high >= low ? high.subtractingReportingOverflow(low) : low.subtractingReportingOverflow(high)
    guard !distance.overflow, distance.partialValue < Int64.max else { throw KernelError.memory("out of memory: a range of that length") }
    let result = try FixedVector(type, count: Int(distance.partialValue) + 1)
    let step: Int64 = high >= low ? 1 : -1
    switch result.storage {
    case .int8: fill(result.pointer(Int8.self), result.count, low, step)
    case .int16: fill(result.pointer(Int16.self), result.count, low, step)
    case .int32: fill(result.pointer(Int32.self), result.count, low, step)
    default: fill(result.pointer(Int64.self), result.count, low, step)
    }
    return result
  }

  private static func elementType(_ first: ElementType, _ last: ElementType) -> ElementType? {
    if first == last, first.isTemporal { return first }
    guard first == .void || first.category == .integral, last == .void || last.category == .integral else { return nil }
    return first == .void && last == .void ? .int : ElementType.promoted(first, last)
  }

  @inline(__always)
  private static func fill<Element: FixedWidthInteger>(_ target: UnsafeMutablePointer<Element>, _ count: Int, _ first: Int64, _ step: Int64) {
    var value = first
    var row = 0
    while row < count {
      target[row] = Element(truncatingIfNeeded: value)
      value &+= step
      row &+= 1
    }
  }
}
