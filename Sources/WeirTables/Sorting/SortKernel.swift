/// Stable sorting of rows by any number of columns. Null is the lowest value.
package enum SortKernel {
  /// Rows below which comparing pairs is cheaper than clearing counters.
  private static let radixRowsMin = 1000

  /// The rows in sorted order; equal ones keep their order.
  /// - Throws: `.shape` when the keys differ in length, `.type` when a key has no order.
  package static func order(keys: [SortKey]) throws -> [Int] {
    guard let rows = keys.first?.vector.count else { return [] }
    guard keys.allSatisfy({ $0.vector.count == rows }) else { throw KernelError.shape("the sort keys differ in length") }
    return try order(try packed(keys), rows)
  }

  package static func order(keys: [(vector: Vector, descending: Bool, nullsFirst: Bool?)]) throws -> [Int] {
    try order(keys: keys.map { SortKey($0.vector, descending: $0.descending, nullsFirst: $0.nullsFirst) })
  }

  /// The values of one vector in order.
  package static func sorted(_ vector: Vector, descending: Bool = false) throws -> Vector {
    try vector.gather(try order(keys: [SortKey(vector, descending: descending)]))
  }

  /// The codes of all keys, adjacent ones packed into one integer for as long as 64 bits hold them; the most significant first.
  static func packed(_ keys: [SortKey]) throws -> [OrderedCodes] {
    var packed: [OrderedCodes] = []
    for codes in try keys.flatMap({ try OrderedCodes.make($0) }) {
      if let last = packed.last, last.bits + codes.bits <= 64 {
        packed[packed.count - 1] = last.followed(by: codes)
      } else {
        packed.append(codes)
      }
    }
    return packed
  }

  private static func order(_ keys: [OrderedCodes], _ rows: Int) throws -> [Int] {
    if keys.allSatisfy({ $0.bits == 0 }) || keys.count == 1 && keys[0].isAscending { return Array(0..<rows) }
    if rows < radixRowsMin { return comparisonOrder(keys, rows) }
    if keys.count == 1, let order = try RadixOrder.withRowsInside(keys[0]) { return order }
    return try RadixOrder.ofEntries(keys, rows)
  }

  private static func comparisonOrder(_ keys: [OrderedCodes], _ rows: Int) -> [Int] {
    if keys.count == 1 {
      let codes = keys[0].codes
      return (0..<rows).sorted { codes[$0] != codes[$1] ? codes[$0] < codes[$1] : $0 < $1 }
    }
    return (0..<rows).sorted { left, right in
      for key in keys where key.codes[left] != key.codes[right] { return key.codes[left] < key.codes[right] }
      return left < right
    }
  }
}

extension OrderedCodes {
  var isAscending: Bool {
    codes.withUnsafeBufferPointer { codes in
      var row = 1
      while row < codes.count {
        if codes[row] < codes[row &- 1] { return false }
        row &+= 1
      }
      return true
    }
  }

  /// Both keys in one, this one the more significant.
  /// - Precondition: together they need at most 64 bits.
  func followed(by other: OrderedCodes) -> OrderedCodes {
    OrderedCodes(
      .build(codes.count) { target in
        codes.withUnsafeBufferPointer { high in
          other.codes.withUnsafeBufferPointer { low in
            var row = 0
            while row < high.count {
              // A plain shift: all 64 bits may belong to the other one.
              target[row] = (high[row] &- lowest) << UInt64(other.bits) | (low[row] &- other.lowest)
              row &+= 1
            }
          }
        }
      })
  }
}

/// The order of rows by radix sort.
enum RadixOrder {
  /// Code and row in one integer, when both fit: half the memory to move.
  static func withRowsInside(_ key: OrderedCodes) throws -> [Int]? {
    let rows = key.codes.count
    let rowBits = max(1, 64 - UInt64(rows).leadingZeroBitCount)
    guard key.bits + rowBits <= 64 else { return nil }
    var values: [UInt64] = try .build(rows) { target in
      try key.codes.withUnsafeBufferPointer { codes in
        try Interruption.inChunks(rows) { start, end in
          var row = start
          while row < end {
            target[row] = (codes[row] &- key.lowest) &<< UInt64(rowBits) | UInt64(row)
            row &+= 1
          }
        }
      }
    }
    try withScratch(UInt64.self, rows) { scratch in
      try values.withUnsafeMutableBufferPointer { values in
        if let base = values.baseAddress { try RadixSort.sort(base, scratch, rows, shift: rowBits, bits: key.bits) }
      }
    }
    let mask = (UInt64(1) << UInt64(rowBits)) - 1
    return try values.withUnsafeBufferPointer { values in
      try .build(rows) { target in
        try Interruption.inChunks(rows) { start, end in
          var row = start
          while row < end {
            target[row] = Int(truncatingIfNeeded: values[row] & mask)
            row &+= 1
          }
        }
      }
    }
  }

  /// One sort per key, the least significant first.
  static func ofEntries(_ keys: [OrderedCodes], _ rows: Int) throws -> [Int] {
    let entries = UnsafeMutablePointer<RadixSort.Entry>.allocate(capacity: rows)
    defer { entries.deallocate() }
    for row in 0..<rows { entries[row] = RadixSort.Entry(code: 0, row: row) }
    try withScratch(RadixSort.Entry.self, rows) { scratch in
      for key in keys.reversed() {
        try key.codes.withUnsafeBufferPointer { codes in
          try Interruption.inChunks(rows) { start, end in
            var place = start
            while place < end {
              entries[place].code = codes[entries[place].row] &- key.lowest
              place &+= 1
            }
          }
        }
        try RadixSort.sort(entries, scratch, rows, bits: key.bits)
      }
    }
    return .build(rows) { target in for row in 0..<rows { target[row] = entries[row].row } }
  }

  private static func withScratch<Element: BitwiseCopyable>(_ element: Element.Type, _ count: Int, _ body: (UnsafeMutablePointer<Element>) throws -> Void) rethrows {
    let scratch = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
    defer { scratch.deallocate() }
    try body(scratch)
  }
}
