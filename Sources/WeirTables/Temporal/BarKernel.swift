import WeirHost

/// Cutting integers and moments into bars of one length.
package enum BarKernel {
  /// The bar that each element lies in: the multiple of `interval` at or below it, or with `closesRight` the one at or above it.
  ///
  /// - Parameters:
  ///   - values: integers or temporal values.
  ///   - interval: in units of the type; at least 1.
  package static func bars(_ values: Vector, interval: Int64, closesRight: Bool, threads: any Threads = SerialThreads()) throws -> Vector {
    guard interval > 0 else { throw KernelError.value("the interval must be positive, got \(interval)") }
    guard values.type.category == .integral || values.type.isTemporal else {
      throw KernelError.type("integers or temporal values are expected, got \(values.type.name)")
    }
    let result = try FixedVector(values.type, count: values.count)
    withExtendedLifetime(values) {
      RowPieces.forEach(rows: values.count, threads) { _, rows in
        switch values.storage {
        case .int8: bars(values.pointer(Int8.self), result.pointer(Int8.self), rows, interval, closesRight)
        case .int16: bars(values.pointer(Int16.self), result.pointer(Int16.self), rows, interval, closesRight)
        case .int32: bars(values.pointer(Int32.self), result.pointer(Int32.self), rows, interval, closesRight)
        default: bars(values.pointer(Int64.self), result.pointer(Int64.self), rows, interval, closesRight)
        }
      }
    }
    return result
  }

  @inline(__always)
  private static func bars<Element: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ rows: Range<Int>, _ interval: Int64, _ closesRight: Bool
  ) {
    let modulo = FloorModulo(interval)
    TemporalLoop.each(source + rows.lowerBound, rows.count, target + rows.lowerBound) { value in
      let rest = modulo.rest(value)
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

/// Rests of divisions by one number, without a division where the product with its reciprocal tells.
struct FloorModulo {
  private let divisor: Int64
  private let reciprocal: Double

  init(_ divisor: Int64) {
    self.divisor = divisor
    reciprocal = 1 / Double(divisor)
  }

  /// What is left of `value`, at least 0 and below the divisor.
  @inline(__always)
  func rest(_ value: Int64) -> Int64 {
    // A double holds these exactly, and the quotient is wrong by one at most.
    guard value >= 0, value < 1 << 52 else { return TemporalConversion.floorModulo(value, divisor) }
    let rest = value &- Int64(Double(value) * reciprocal) &* divisor
    return rest < 0 ? rest &+ divisor : rest >= divisor ? rest &- divisor : rest
  }
}
