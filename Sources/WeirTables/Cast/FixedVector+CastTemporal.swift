extension FixedVector {
  /// Temporal values as another temporal type, integers as a temporal type's raw values, and raw values as numbers; nil for every other pair of types.
  func castTemporal(to type: ElementType) throws -> FixedVector? {
    if self.type.isTemporal, type.isTemporal { return try convertUnits(to: type) }
    if self.type.isTemporal, type.isNumeric {
      let raw = reinterpreted(as: storage == .int32 ? .int : .long)
      return raw.type == type ? raw : try raw.castNumbers(to: type)
    }
    guard self.type.isNumeric, type.isTemporal else { return nil }
    let plain: ElementType = type.storage == .int32 ? .int : .long
    let raw = self.type == plain ? self : try castNumbers(to: plain)
    return raw?.reinterpreted(as: type)
  }

  private func convertUnits(to type: ElementType) throws -> FixedVector {
    let result = try FixedVector(type, count: count)
    switch (storage, result.storage) {
    case (.int32, .int32): try convert(pointer(Int32.self), to: result.pointer(Int32.self), type)
    case (.int32, _): try convert(pointer(Int32.self), to: result.pointer(Int64.self), type)
    case (_, .int32): try convert(pointer(Int64.self), to: result.pointer(Int32.self), type)
    default: try convert(pointer(Int64.self), to: result.pointer(Int64.self), type)
    }
    return result
  }

  @inline(__always)
  private func convert<Source: FixedWidthInteger & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, to target: UnsafeMutablePointer<Target>, _ type: ElementType
  ) throws {
    var row = 0
    while row < count {
      if source[row].isNull {
        target[row] = .null
      } else {
        let value = try TemporalConversion.convert(Int64(source[row]), from: self.type, to: type)
        target[row] = value.isNull ? .null : Target(truncatingIfNeeded: value)
      }
      row &+= 1
    }
  }
}
