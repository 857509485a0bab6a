import Glibc

extension Int128 {
  package init(_ wide: Wide) { self = Int128(Int64(bitPattern: wide.high)) << 64 | Int128(wide.low) }
}

extension Wide {
  package init(_ value: Int128) {
    self.init(low: UInt64(truncatingIfNeeded: value), high: UInt64(truncatingIfNeeded: value >> 64))
  }
}

/// Arithmetic of unscaled decimals.
package enum DecimalScale {
  /// The most digits behind the point that a type holds.
  package static func max(_ type: ElementType) -> Int {
    switch type {
    case .decimal32: 9
    case .decimal64: 18
    default: 38
    }
  }

  package static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } }

  package static func double(_ value: Int128, scale: Int) -> Double { Double(value) / pow(10, Double(scale)) }

  /// `value` with another number of digits behind the point; surplus digits are cut.
  /// - Throws: `.overflow` when it does not fit 128 bits.
  package static func rescale(_ value: Int128, from: Int, to: Int) throws -> Int128 {
    if from == to { return value }
    if from > to { return value / power(from - to) }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: power(to - from))
    guard !overflow else { throw KernelError(.overflow, "Decimal math overflow") }
    return scaled
  }

  /// Surplus digits are cut. What a float lacks of a whole number by its own inexactness is not a digit: 4.35 with two digits is 435.
  package static func unscaled(_ value: Double, scale: Int) throws -> Int128 {
    let exact = value * pow(10, Double(scale))
    let nearest = exact.rounded(.toNearestOrAwayFromZero)
    let scaled = abs(exact - nearest) <= 4 * exact.ulp ? nearest : exact.rounded(.towardZero)
    guard scaled.magnitude < 1.7e38 else { throw KernelError(.overflow, "Decimal math overflow") }
    return Int128(scaled)
  }

  /// A scalar of `type`.
  /// - Throws: `.overflow` when the digits do not fit the type.
  package static func cell(_ unscaled: Int128, _ type: ElementType, scale: Int) throws -> Cell {
    switch type {
    case .decimal32:
      guard unscaled > Int128(Int32.min), unscaled <= Int128(Int32.max) else { throw KernelError(.overflow, "Decimal math overflow") }
    case .decimal64:
      guard unscaled > Int128(Int64.min), unscaled <= Int128(Int64.max) else { throw KernelError(.overflow, "Decimal math overflow") }
    default: return .wide(Wide(unscaled), type, scale: scale)
    }
    return .decimal(Int64(unscaled), type, scale: scale)
  }
}
