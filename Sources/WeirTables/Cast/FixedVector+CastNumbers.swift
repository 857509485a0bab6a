extension FixedVector {
  /// The numbers of this vector as another number type; nil when either side is something else.
  func castNumbers(to type: ElementType) throws -> FixedVector? {
    let sourceIsPlain = self.type.isNumeric
    guard sourceIsPlain, type.isNumeric else { return nil }
    if type == .bool { return try castToBool() }
    let result = try FixedVector(type, count: count)
    switch storage {
    case .int8: try FixedVector.widen(pointer(Int8.self), into: result)
    case .int16: try FixedVector.widen(pointer(Int16.self), into: result)
    case .int32: try FixedVector.widen(pointer(Int32.self), into: result)
    case .int64: try FixedVector.widen(pointer(Int64.self), into: result)
    case .float: try FixedVector.narrow(pointer(Float.self), into: result)
    default: try FixedVector.narrow(pointer(Double.self), into: result)
    }
    return result
  }

  private func castToBool() throws -> FixedVector {
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      target[row] = isNull(at: row) ? .null : try cell(at: row).asDouble() != 0 ? 1 : 0
    }
    return result
  }

  @inline(__always)
  private static func widen<Source: FixedWidthInteger & VectorElement>(_ source: UnsafeMutablePointer<Source>, into result: FixedVector) throws {
    switch result.storage {
    case .int8: try cut(source, result.pointer(Int8.self), result.count)
    case .int16: try cut(source, result.pointer(Int16.self), result.count)
    case .int32: try cut(source, result.pointer(Int32.self), result.count)
    case .int64: try cut(source, result.pointer(Int64.self), result.count)
    case .float: try float(source, result.pointer(Float.self), result.count)
    default: try float(source, result.pointer(Double.self), result.count)
    }
  }

  @inline(__always)
  private static func cut<Source: FixedWidthInteger & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, _ count: Int
  ) throws {
    try Interruption.inChunks(count) { start, end in
      var row = start
      while row < end {
        target[row] = source[row].isNull ? .null : Target(truncatingIfNeeded: source[row])
        row &+= 1
      }
    }
  }

  @inline(__always)
  private static func float<Source: FixedWidthInteger & VectorElement, Target: BinaryFloatingPoint & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, _ count: Int
  ) throws {
    try Interruption.inChunks(count) { start, end in
      var row = start
      while row < end {
        target[row] = source[row].isNull ? .null : Target(source[row])
        row &+= 1
      }
    }
  }

  @inline(__always)
  private static func narrow<Source: BinaryFloatingPoint & VectorElement>(_ source: UnsafeMutablePointer<Source>, into result: FixedVector) throws {
    switch result.storage {
    case .int8: try round(source, result.pointer(Int8.self), result.count)
    case .int16: try round(source, result.pointer(Int16.self), result.count)
    case .int32: try round(source, result.pointer(Int32.self), result.count)
    case .int64: try round(source, result.pointer(Int64.self), result.count)
    case .float: try refloat(source, result.pointer(Float.self), result.count)
    default: try refloat(source, result.pointer(Double.self), result.count)
    }
  }

  /// Rounds half away from zero; what does not fit is null.
  @inline(__always)
  private static func round<Source: BinaryFloatingPoint & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, _ count: Int
  ) throws {
    let lowest = Source(Target.min)
    let highest = -lowest
    try Interruption.inChunks(count) { start, end in
      var row = start
      while row < end {
        let rounded = source[row].rounded(.toNearestOrAwayFromZero)
        // A NaN fails both comparisons.
        target[row] = rounded > lowest && rounded < highest ? Target(rounded) : .null
        row &+= 1
      }
    }
  }

  @inline(__always)
  private static func refloat<Source: BinaryFloatingPoint & VectorElement, Target: BinaryFloatingPoint & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ target: UnsafeMutablePointer<Target>, _ count: Int
  ) throws {
    try Interruption.inChunks(count) { start, end in
      var row = start
      while row < end {
        target[row] = source[row].isNull ? .null : Target(source[row])
        row &+= 1
      }
    }
  }
}
