/// One column to sort by.
package struct SortKey {
  package let vector: Vector
  package let descending: Bool
  /// Where nulls go; nil leaves them the lowest values.
  package let nullsFirst: Bool?

  package init(_ vector: Vector, descending: Bool = false, nullsFirst: Bool? = nil) {
    self.vector = vector
    self.descending = descending
    self.nullsFirst = nullsFirst
  }
}

/// A column as unsigned integers in the order of its values: smaller code, earlier row.
struct OrderedCodes {
  var codes: [UInt64]
  let lowest: UInt64
  /// Bits in which the codes less `lowest` differ.
  let bits: Int

  init(_ codes: [UInt64]) {
    self.codes = codes
    let (lowest, highest) = codes.withUnsafeBufferPointer { OrderedCodes.bounds($0) }
    self.lowest = lowest
    bits = 64 - (highest &- lowest).leadingZeroBitCount
  }

  private static func bounds(_ codes: UnsafeBufferPointer<UInt64>) -> (UInt64, UInt64) {
    guard codes.count > 0 else { return (0, 0) }
    var lowest = UInt64.max
    var highest: UInt64 = 0
    var row = 0
    while row < codes.count {
      lowest = min(lowest, codes[row])
      highest = max(highest, codes[row])
      row &+= 1
    }
    return (lowest, highest)
  }

  /// The codes of a key: one column of them, or two for values of 16 bytes, the more significant first.
  /// - Throws: `.type` for tuples and array vectors.
  static func make(_ key: SortKey) throws -> [OrderedCodes] {
    try ascending(key.vector).enumerated().map { part, codes in
      var codes = codes
      if key.descending { invert(&codes) }
      // Null has the lowest code, or the highest after inversion; one step around the circle moves it to the other end.
      if part == 0, let nullsFirst = key.nullsFirst, nullsFirst == key.descending, key.vector.storage != .wide { rotate(&codes, by: nullsFirst ? 1 : UInt64.max) }
      return OrderedCodes(codes)
    }
  }

  private static func invert(_ codes: inout [UInt64]) {
    for row in codes.indices { codes[row] = ~codes[row] }
  }

  private static func rotate(_ codes: inout [UInt64], by step: UInt64) {
    for row in codes.indices { codes[row] &+= step }
  }

  /// Ascending codes in which 0 is null.
  private static func ascending(_ vector: Vector) throws -> [[UInt64]] {
    switch vector.storage {
    case .int8: [try integers(vector, Int8.self)]
    case .int16: [try integers(vector, Int16.self)]
    case .int32: [try integers(vector, Int32.self)]
    case .int64: [try integers(vector, Int64.self)]
    case .float: [try floats(vector.pointer(Float.self), vector.count)]
    case .double: [try floats(vector.pointer(Double.self), vector.count)]
    case .symbol, .string: [try TextRanks.codes(vector)]
    case .wide: try wide(vector)
    case .any, .array: throw KernelError.type("a column of \(vector.storage == .any ? "ANY" : "array vectors") cannot be sorted")
    }
  }

  @inline(__always)
  private static func integers<Element: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ vector: Vector, _ element: Element.Type) throws -> [UInt64] {
    let values = vector.pointer(Element.self)
    return try .build(vector.count) { target in
      try Interruption.inChunks(vector.count) { start, end in
        var row = start
        while row < end {
          target[row] = UInt64(bitPattern: Int64(values[row]) &- Int64(Element.min))
          row &+= 1
        }
      }
    }
  }

  private static func floats(_ values: UnsafeMutablePointer<Double>, _ count: Int) throws -> [UInt64] {
    try .build(count) { target in
      try Interruption.inChunks(count) { start, end in
        var row = start
        while row < end {
          target[row] = code(values[row])
          row &+= 1
        }
      }
    }
  }

  private static func floats(_ values: UnsafeMutablePointer<Float>, _ count: Int) throws -> [UInt64] {
    try .build(count) { target in
      try Interruption.inChunks(count) { start, end in
        var row = start
        while row < end {
          target[row] = values[row].isNull ? 0 : code(Double(values[row]))
          row &+= 1
        }
      }
    }
  }

  /// The bits of a double in the order of its value; 0 for null and NaN.
  @inline(__always)
  static func code(_ value: Double) -> UInt64 {
    if value.isNull || value.isNaN { return 0 }
    // Minus zero becomes zero.
    let bits = (value + 0).bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) &>> 63) | 1 << 63)
  }

  private static func wide(_ vector: Vector) throws -> [[UInt64]] {
    guard vector.type != .complex, vector.type != .point else { throw KernelError.type("values of \(vector.type.name) have no order") }
    let values = vector.pointer(Wide.self)
    let signBit: UInt64 = vector.type == .decimal128 ? 1 << 63 : 0
    return [
      .build(vector.count) { target in for row in 0..<vector.count { target[row] = values[row].high ^ signBit } },
      .build(vector.count) { target in for row in 0..<vector.count { target[row] = values[row].low } },
    ]
  }
}

extension Array where Element: BitwiseCopyable {
  /// An array of `count` elements that `fill` writes.
  @inline(__always)
  static func build(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows -> [Element] {
    try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      try fill(buffer)
      initialized = count
    }
  }
}
