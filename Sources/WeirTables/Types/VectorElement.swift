/// A 16-byte value: UUID, IPADDR, INT128 and DECIMAL128 as one number of two words, COMPLEX and POINT as two doubles.
package struct Wide: Sendable, Hashable, BitwiseCopyable {
  package var low: UInt64
  package var high: UInt64

  @inlinable @inline(__always) package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}

/// What a fixed-width vector can hold. Null is a sentinel inside the data: the smallest value of a signed type, and for floats the
/// most negative finite one, as the dialect's wire format has it.
package protocol VectorElement: Sendable, BitwiseCopyable {
  static var null: Self { get }
  var isNull: Bool { get }
}

extension Int8: VectorElement {
  @inlinable @inline(__always) package static var null: Int8 { .min }
  @inlinable @inline(__always) package var isNull: Bool { self == .min }
}

extension Int16: VectorElement {
  @inlinable @inline(__always) package static var null: Int16 { .min }
  @inlinable @inline(__always) package var isNull: Bool { self == .min }
}

extension Int32: VectorElement {
  @inlinable @inline(__always) package static var null: Int32 { .min }
  @inlinable @inline(__always) package var isNull: Bool { self == .min }
}

extension Int64: VectorElement {
  @inlinable @inline(__always) package static var null: Int64 { .min }
  @inlinable @inline(__always) package var isNull: Bool { self == .min }
}

extension Float: VectorElement {
  @inlinable @inline(__always) package static var null: Float { -.greatestFiniteMagnitude }
  @inlinable @inline(__always) package var isNull: Bool { self == -.greatestFiniteMagnitude }
}

extension Double: VectorElement {
  @inlinable @inline(__always) package static var null: Double { -.greatestFiniteMagnitude }
  @inlinable @inline(__always) package var isNull: Bool { self == -.greatestFiniteMagnitude }
}

extension Wide: VectorElement {
  /// UUID, IPADDR and INT128 are null when all their bits are zero. DECIMAL128, COMPLEX and POINT have nulls of their own,
  /// which `ElementType.nullWide` names.
  @inlinable @inline(__always) package static var null: Wide { Wide(low: 0, high: 0) }
  @inlinable @inline(__always) package var isNull: Bool { low == 0 && high == 0 }
}

extension ElementType {
  /// The null of a type with 16-byte elements.
  package var nullWide: Wide {
    switch self {
    case .decimal128: Wide(low: 0, high: 1 << 63)
    case .complex, .point: Wide(low: Double.null.bitPattern, high: Double.null.bitPattern)
    default: .null
    }
  }
}
