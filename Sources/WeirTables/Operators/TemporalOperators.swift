/// Operations where a side is a temporal value and none is text or a DURATION.
enum TemporalOperators {
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    switch (left.type.isTemporal, right.type.isTemporal) {
    case (true, true): return try applyToTwo(operation, left, right)
    case (true, false): return try applyToNumber(operation, left, right, isTemporalLeft: true)
    default: return try applyToNumber(operation, left, right, isTemporalLeft: false)
    }
  }

  /// Comparison and difference bring both sides to the finer type; a difference is a number of its units.
  private static func applyToTwo(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    guard operation != .add else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    if operation.isLogical { return try NumericOperators.apply(operation, left.mapped(raw), right.mapped(raw)) }
    guard let common = commonType(left.type, right.type) else {
      throw KernelError.type("a \(left.type.name) and a \(right.type.name) have no common unit for `\(operation.spelling)`")
    }
    let first = try left.mapped { try TemporalAlignment.convert($0, to: common) }
    let second = try right.mapped { try TemporalAlignment.convert($0, to: common) }
    let result = try NumericOperators.apply(operation, first.mapped(raw), second.mapped(raw))
    guard operation == .minimum || operation == .maximum, let fixed = result as? FixedVector else { return result }
    return fixed.reinterpreted(as: common)
  }

  /// The finer of two types that count from the same moment; MONTH only meets MONTH.
  static func commonType(_ left: ElementType, _ right: ElementType) -> ElementType? {
    if left == right { return left }
    guard left != .month, right != .month, left.isTimeOfDay == right.isTimeOfDay else { return nil }
    return left.nanosecondsPerUnit <= right.nanosecondsPerUnit ? left : right
  }

  /// `+` and `-` move by the unit of the type; every other operation sees the stored number.
  private static func applyToNumber(
    _ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, isTemporalLeft: Bool
  ) throws -> Vector {
    let number = isTemporalLeft ? right.type : left.type
    guard number.isNumeric else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    let moves = operation == .add || operation == .subtract && isTemporalLeft
    guard moves else {
      return try NumericOperators.apply(operation, left.mapped(rawIfTemporal), right.mapped(rawIfTemporal))
    }
    let type = isTemporalLeft ? left.type : right.type
    let steps = try (isTemporalLeft ? right : left).mapped { try $0.cast(to: .long) }
    let moments = try (isTemporalLeft ? left : right).mapped { try raw($0).cast(to: .long) }
    let moved = try NumericOperators.apply(operation, moments, steps)
    guard let narrowed = try moved.cast(to: type.storage == .int32 ? .int : .long) as? FixedVector else { return moved }
    let result = narrowed.reinterpreted(as: type)
    if type.isTimeOfDay { TemporalAlignment.wrapAtMidnight(result) }
    return result
  }

  private static func rawIfTemporal(_ vector: Vector) -> Vector { vector.type.isTemporal ? raw(vector) : vector }

  /// The stored numbers as INT or LONG.
  static func raw(_ vector: Vector) -> Vector {
    guard let fixed = vector as? FixedVector else { return vector }
    return fixed.reinterpreted(as: fixed.storage == .int32 ? .int : .long)
  }
}

/// Whole vectors of temporal values brought to another unit.
enum TemporalAlignment {
  /// - Throws: `.type` when there is no conversion between the types.
  static func convert(_ vector: Vector, to type: ElementType) throws -> Vector {
    if vector.type == type { return vector }
    let source = vector.type
    guard source != .month, type != .month, source.nanosecondsPerUnit >= type.nanosecondsPerUnit, source.hasDate == type.hasDate else {
      return try vector.cast(to: type)
    }
    let factor = source.nanosecondsPerUnit / type.nanosecondsPerUnit
    let result = try FixedVector(type, count: vector.count)
    switch (vector.storage, result.storage) {
    case (.int32, .int32): scale(vector.pointer(Int32.self), vector.count, result.pointer(Int32.self)) { Int64($0) &* factor }
    case (.int32, _): scale(vector.pointer(Int32.self), vector.count, result.pointer(Int64.self)) { Int64($0) &* factor }
    default: scale(vector.pointer(Int64.self), vector.count, result.pointer(Int64.self)) { saturated($0, factor) }
    }
    return result
  }

  /// What no LONG can hold stays on its side of everything else.
  @inline(__always)
  private static func saturated(_ value: Int64, _ factor: Int64) -> Int64 {
    let (scaled, overflow) = value.multipliedReportingOverflow(by: factor)
    return overflow ? (value < 0 ? .min + 1 : .max) : scaled
  }

  @inline(__always)
  private static func scale<Source: VectorElement & FixedWidthInteger, Target: VectorElement & FixedWidthInteger>(
    _ source: UnsafeMutablePointer<Source>, _ count: Int, _ target: UnsafeMutablePointer<Target>, _ body: (Source) -> Int64
  ) {
    var row = 0
    while row < count {
      target[row] = source[row].isNull ? .null : Target(truncatingIfNeeded: body(source[row]))
      row &+= 1
    }
  }

  /// Times of day outside of 0:00 to 24:00 come in again at the other end.
  static func wrapAtMidnight(_ vector: FixedVector) {
    let unitsPerDay = TemporalConversion.nanosecondsPerDay / vector.type.nanosecondsPerUnit
    if vector.storage == .int32 {
      wrap(vector.pointer(Int32.self), vector.count, Int32(truncatingIfNeeded: unitsPerDay))
    } else {
      wrap(vector.pointer(Int64.self), vector.count, unitsPerDay)
    }
  }

  @inline(__always)
  private static func wrap<Element: VectorElement & FixedWidthInteger>(_ values: UnsafeMutablePointer<Element>, _ count: Int, _ day: Element) {
    var row = 0
    while row < count {
      let value = values[row]
      if !value.isNull, value < 0 || value >= day {
        let remainder = value % day
        values[row] = remainder < 0 ? remainder + day : remainder
      }
      row &+= 1
    }
  }
}
