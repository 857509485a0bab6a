extension OperatorKernel {
  /// `first..last`: every value from one to the other, both included, upwards or downwards.
  ///
  /// Two nulls give an empty vector.
  /// - Throws: `.type` when a side is neither an integer nor a temporal value or the sides differ in kind, `.memory` when there are too many.
  package static func range(_ first: borrowing Cell, _ last: borrowing Cell) throws -> Cell {
    let type = try rangeType(first, last)
    if first.isNull, last.isNull { return .vector(try Vector.empty(type)) }
    guard !first.isNull, !last.isNull else { throw KernelError.value("`..` needs two ends, got a null") }
    let (start, end) = (first.rawInteger, last.rawInteger)
    let (distance, overflow) = max(start, end).subtractingReportingOverflow(min(start, end))
    guard !overflow, distance < .max - 1 else { throw KernelError.memory("out of memory: a range from \(start) to \(end)") }
    let result = try FixedVector(type, count: Int(distance) + 1)
    let step: Int64 = start <= end ? 1 : -1
    switch result.storage {
    case .int8: try fill(result.pointer(Int8.self), result.count, start, step)
    case .int16: try fill(result.pointer(Int16.self), result.count, start, step)
    case .int32: try fill(result.pointer(Int32.self), result.count, start, step)
    default: try fill(result.pointer(Int64.self), result.count, start, step)
    }
    return .vector(result)
  }

  private static func rangeType(_ first: borrowing Cell, _ last: borrowing Cell) throws -> ElementType {
    let types = (first.elementType, last.elementType)
    guard first.isScalar, last.isScalar else { throw KernelError.type("`..` needs two scalars, got a \(first.form) and a \(last.form)") }
    if types.0 == .void || types.1 == .void {
      let other = types.0 == .void ? types.1 : types.0
      return other == .void ? .int : other
    }
    if types.0.category == .integral, types.1.category == .integral { return NumericOperators.promoted(types.0, types.1) }
    guard types.0 == types.1, types.0.isTemporal else {
      throw KernelError.type("`..` needs two integers or two temporal values of one type, got \(types.0.name) and \(types.1.name)")
    }
    return types.0
  }

  @inline(__always)
  private static func fill<Element: FixedWidthInteger>(_ target: UnsafeMutablePointer<Element>, _ count: Int, _ start: Int64, _ step: Int64) throws {
    try Interruption.inChunks(count) { first, end in
      var row = first
      while row < end {
        target[row] = Element(truncatingIfNeeded: start &+ Int64(row) &* step)
        row &+= 1
      }
    }
  }
}
