/// Cutting integers and moments into bars of one length.
package enum BarKernel {
  /// The bar that each element lies in: the multiple of `interval` at or below it, or with `closesRight` the one at or above it.
  ///
  /// - Parameters:
  ///   - values: integers or temporal values.
  ///   - interval: in units of the type; at least 1.
  package static func bars(_ values: Vector, interval: Int64, closesRight: Bool) throws -> Vector {
    guard interval > 0 else { throw KernelError.value("the interval must be positive, got \(interval)") }
    guard values.type.category == .integral || values.type.isTemporal else {
      throw KernelError.type("integers or temporal values are expected, got \(values.type.name)")
    }
    let result = try FixedVector(values.type, count: values.count)
    switch values.storage {
    case .int8: bars(values.pointer(Int8.self), result.pointer(Int8.self), values.count, interval, closesRight)
    case .int16: bars(values.pointer(Int16.self), result.pointer(Int16.self), values.count, interval, closesRight)
    case .int32: bars(values.pointer(Int32.self), result.pointer(Int32.self), values.count, interval, closesRight)
    default: bars(values.pointer(Int64.self), result.pointer(Int64.self), values.count, interval, closesRight)
    }
    return result
  }

  @inline(__always)
  private static func bars<Element: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ count: Int, _ interval: Int64, _ closesRight: Bool
  ) {
    TemporalLoop.each(source, count, target) { value in
      let rest = TemporalConversion.floorModulo(value, interval)
      let bar = rest != 0 && closesRight ? value &+ (interval &- rest) : value &- rest
      return Element(truncatingIfNeeded: bar)
    }
  }

  /// `duration` in units of `type`.
  /// - Throws: `.type` when it has no fixed length or is no whole number of units.
  package static func interval(_ duration: Duration, _ type: ElementType) throws -> Int64 {
    if type == .month, duration.unit == .month { return Int64(duration.count) }
    guard let unit = duration.unit.nanoseconds, type.nanosecondsPerUnit > 0 else {
      throw KernelError.type("\(duration.description) is no interval for \(type.name)")
    }
    let (nanoseconds, overflow) = unit.multipliedReportingOverflow(by: Int64(duration.count))
    guard !overflow, nanoseconds % type.nanosecondsPerUnit == 0 else {
      throw KernelError.value("\(duration.description) is not a whole number of units of \(type.name)")
    }
    return nanoseconds / type.nanosecondsPerUnit
  }
}
