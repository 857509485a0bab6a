/// One column of doubles as rows.
struct WindowDoubles: WindowRows {
  let values: UnsafePointer<Double>
  @inline(__always) func row(_ index: Int) -> Double { values[index] }
}

/// One column of integers as rows; null is `Int64.min`.
struct WindowIntegers: WindowRows {
  let values: UnsafePointer<Int64>
  @inline(__always) func row(_ index: Int) -> Int64 { values[index] }
}

/// Elements as they are stored.
struct WindowElements<Element: VectorElement>: WindowRows {
  let values: UnsafePointer<Element>
  @inline(__always) func row(_ index: Int) -> Element { values[index] }
}

/// Two columns side by side.
struct DoublePair: BitwiseCopyable {
  var x: Double
  var y: Double
}

struct WindowDoublePairs: WindowRows {
  let x: UnsafePointer<Double>
  let y: UnsafePointer<Double>
  @inline(__always) func row(_ index: Int) -> DoublePair { DoublePair(x: x[index], y: y[index]) }
}

extension Double {
  /// False for null, NaN and minus infinity: what window functions leave out.
  @inline(__always) package var hasValue: Bool { self > .null }

  /// What a calculation gave, null where it has no number.
  @inline(__always) var orNull: Double { isFinite ? self : .null }
}

extension Vector {
  /// Whether numbers can be calculated from the elements.
  package final var isNumericLike: Bool { storage != .array && (type.isNumeric || type.isDecimal || type == .void) }

  /// The elements as doubles; this vector itself when it has them.
  /// - Throws: `.type` when they are not numbers.
  package final func doubles() throws -> FixedVector {
    if type == .double, let own = self as? FixedVector { return own }
    guard isNumericLike || type.isTemporal else { throw KernelError.type("numbers are expected, got a vector of \(type.name)") }
    if type.isTemporal { return try reinterpretedAsIntegers().doubles() }
    guard let fixed = try cast(to: .double) as? FixedVector else { throw KernelError.type("numbers are expected, got a vector of \(type.name)") }
    return fixed
  }

  /// The elements as LONG.
  /// - Throws: `.type` when they are not integers or temporal values.
  package final func longs() throws -> FixedVector {
    if type == .long, let own = self as? FixedVector { return own }
    if storage == .int64, let own = self as? FixedVector { return own.reinterpreted(as: .long) }
    let integers = type.isTemporal ? try reinterpretedAsIntegers() : self
    guard integers.type.isIntegerLike, let fixed = try integers.cast(to: .long) as? FixedVector else {
      throw KernelError.type("integers are expected, got a vector of \(type.name)")
    }
    return fixed
  }

  /// A temporal vector as the integers that it is stored as.
  private final func reinterpretedAsIntegers() throws -> Vector {
    guard let fixed = self as? FixedVector else { return self }
    return fixed.reinterpreted(as: storage == .int32 ? .int : .long)
  }
}
