import WeirHost

/// A column as unsigned integers in the order of its values: smaller code, earlier row.
struct OrderedCodes {
  let codes: CodeColumn
  let lowest: UInt64
  /// Bits in which the codes less `lowest` differ.
  let bits: Int
  /// Whether the rows are in order as they are.
  let isAscending: Bool

  init(_ codes: CodeColumn, _ threads: any Threads) {
    self.codes = codes
    let bounds = codes.withUnsafeBufferPointer { CodeBounds.of($0, threads) }
    lowest = bounds.lowest
    bits = 64 - (bounds.highest &- bounds.lowest).leadingZeroBitCount
    isAscending = bounds.isAscending
  }

  /// The codes of a key: one column of them, or two for values of 16 bytes, the more significant first.
  /// - Throws: `.type` for tuples and array vectors, `.memory`.
  static func make(_ key: SortKey, _ threads: any Threads = SerialThreads()) throws -> [OrderedCodes] {
    guard key.vector.storage == .wide else {
      return [OrderedCodes(try ascending(key.vector, CodeDirection(key), threads), threads)]
    }
    // Nulls of 16 bytes stay where they are.
    let direction = CodeDirection(descending: key.descending)
    return try wide(key.vector, direction, threads).map { OrderedCodes($0, threads) }
  }

  /// Codes in which null is the lowest, turned as the key wants them.
  private static func ascending(_ vector: Vector, _ direction: CodeDirection, _ threads: any Threads) throws -> CodeColumn {
    switch vector.storage {
    case .int8: return try column(vector, Int8.self, direction, threads)
    case .int16: return try column(vector, Int16.self, direction, threads)
    case .int32: return try column(vector, Int32.self, direction, threads)
    case .int64: return try column(vector, Int64.self, direction, threads)
    case .float: return try column(vector, Float.self, direction, threads)
    case .double: return try column(vector, Double.self, direction, threads)
    case .symbol:
      guard let symbols = vector as? SymbolVector else { throw KernelError.type("a column of \(vector.type.name) cannot be sorted") }
      let ranks = TextRanks.ranksOfCodes(symbols)
      let codes = symbols.pointer(Int32.self)
      return try withExtendedLifetime(symbols) {
        try CodeColumn(symbols.count, threads) { rows, target in for row in rows { target[row] = direction.turned(UInt64(ranks[Int(codes[row])])) } }
      }
    case .string:
      let ranks = try TextRanks.ranks(vector)
      return try CodeColumn(vector.count, threads) { rows, target in
        for row in rows { target[row] = direction.turned(UInt64(ranks[row])) }
      }
    case .any, .array, .wide: throw KernelError.type("a column of \(vector.storage == .any ? "ANY" : "array vectors") cannot be sorted")
    }
  }

  @inline(__always)
  private static func column<Element: OrderedElement>(
    _ vector: Vector, _ element: Element.Type, _ direction: CodeDirection, _ threads: any Threads
  ) throws -> CodeColumn {
    let values = vector.pointer(Element.self)
    return try withExtendedLifetime(vector) {
      try CodeColumn(vector.count, threads) { rows, target in
        var row = rows.lowerBound
        while row < rows.upperBound {
          target[row] = direction.turned(values[row].orderCode)
          row &+= 1
        }
      }
    }
  }

  private static func wide(_ vector: Vector, _ direction: CodeDirection, _ threads: any Threads) throws -> [CodeColumn] {
    guard vector.type != .complex, vector.type != .point else { throw KernelError.type("values of \(vector.type.name) have no order") }
    let signBit: UInt64 = vector.type == .decimal128 ? 1 << 63 : 0
    let values = vector.pointer(Wide.self)
    return try withExtendedLifetime(vector) {
      [
        try CodeColumn(vector.count, threads) { rows, target in for row in rows { target[row] = direction.turned(values[row].high ^ signBit) } },
        try CodeColumn(vector.count, threads) { rows, target in for row in rows { target[row] = direction.turned(values[row].low) } },
      ]
    }
  }

  /// Both keys in one, this one the more significant.
  /// - Precondition: together they need at most 64 bits.
  func followed(by other: OrderedCodes, _ threads: any Threads) throws -> OrderedCodes {
    try codes.withUnsafeBufferPointer { high in
      try other.codes.withUnsafeBufferPointer { low in
        OrderedCodes(
          try CodeColumn(codes.count, threads) { rows, target in
            var row = rows.lowerBound
            while row < rows.upperBound {
              // A plain shift: all 64 bits may belong to the other one.
              target[row] = (high[row] &- lowest) << UInt64(other.bits) | (low[row] &- other.lowest)
              row &+= 1
            }
          }, threads)
      }
    }
  }
}

/// Elements that an unsigned integer orders: null has the least.
protocol OrderedElement: BitwiseCopyable {
  var orderCode: UInt64 { get }
  /// The element that has this code.
  init(orderCode: UInt64)
}

extension OrderedElement where Self: FixedWidthInteger & SignedInteger {
  @inline(__always) var orderCode: UInt64 { UInt64(bitPattern: Int64(self) &- Int64(Self.min)) }
  @inline(__always) init(orderCode: UInt64) { self.init(truncatingIfNeeded: Int64(bitPattern: orderCode) &+ Int64(Self.min)) }
}

extension Int8: OrderedElement {}
extension Int16: OrderedElement {}
extension Int32: OrderedElement {}
extension Int64: OrderedElement {}

extension Double: OrderedElement {
  /// The bits in the order of the value; 0 for null and NaN.
  @inline(__always)
  var orderCode: UInt64 {
    if isNull || isNaN { return 0 }
    // Minus zero becomes zero.
    let bits = (self + 0).bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) &>> 63) | 1 << 63)
  }

  @inline(__always)
  init(orderCode: UInt64) {
    self = orderCode == 0 ? .null : Double(bitPattern: orderCode >> 63 == 1 ? orderCode ^ 1 << 63 : ~orderCode)
  }
}

extension Float: OrderedElement {
  @inline(__always) var orderCode: UInt64 { isNull ? 0 : Double(self).orderCode }
  @inline(__always)
  init(orderCode: UInt64) {
    let value = Double(orderCode: orderCode)
    self = value.isNull ? .null : Float(value)
  }
}

/// What makes ascending codes, in which 0 is null, those of a key.
struct CodeDirection {
  private let inversion: UInt64
  private let step: UInt64

  init(descending: Bool) {
    inversion = descending ? .max : 0
    step = 0
  }

  init(_ key: SortKey) {
    inversion = key.descending ? .max : 0
    // Null has the lowest code, or the highest after inversion; one step around the circle moves it to the other end.
    step = key.nullsFirst.map { $0 == key.descending ? ($0 ? 1 : UInt64.max) : 0 } ?? 0
  }

  @inline(__always) func turned(_ code: UInt64) -> UInt64 { (code ^ inversion) &+ step }
  @inline(__always) func turnedBack(_ code: UInt64) -> UInt64 { (code &- step) ^ inversion }
}

/// The least and the greatest of some codes, and whether each is at least the one before.
private struct CodeBounds {
  var lowest = UInt64.max
  var highest: UInt64 = 0
  var isAscending = true

  /// Of no codes: zeros.
  static func of(_ codes: UnsafeBufferPointer<UInt64>, _ threads: any Threads) -> CodeBounds {
    guard let base = codes.baseAddress, codes.count > 0 else { return CodeBounds(lowest: 0, highest: 0) }
    var parts = [CodeBounds](repeating: CodeBounds(), count: RowPieces.count(rows: codes.count, threads))
    parts.withUnsafeMutableBufferPointer { parts in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = parts.baseAddress
      RowPieces.forEach(rows: codes.count, threads) { piece, rows in target?[piece] = CodeBounds(base, rows) }
    }
    return parts.dropFirst().reduce(into: parts[0]) { all, part in
      all.lowest = min(all.lowest, part.lowest)
      all.highest = max(all.highest, part.highest)
      all.isAscending = all.isAscending && part.isAscending
    }
  }

  init(lowest: UInt64 = .max, highest: UInt64 = 0) {
    self.lowest = lowest
    self.highest = highest
  }

  private init(_ codes: UnsafePointer<UInt64>, _ rows: Range<Int>) {
    var before = codes[max(rows.lowerBound - 1, 0)]
    var row = rows.lowerBound
    while row < rows.upperBound {
      let code = codes[row]
      lowest = min(lowest, code)
      highest = max(highest, code)
      if code < before { isAscending = false }
      before = code
      row &+= 1
    }
  }
}
