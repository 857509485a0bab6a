import WeirHost

/// Stable sorting of rows by any number of columns. Null is the lowest value.
package enum SortKernel {
  /// Rows below which comparing pairs is cheaper than clearing counters.
  static let radixRowsMin = 1000

  /// The rows in sorted order; equal ones keep their order.
  /// - Throws: `.shape` when the keys differ in length, `.type` when a key has no order, `.memory`.
  package static func order(keys: [SortKey], threads: any Threads = SerialThreads()) throws -> [Int] {
    guard let rows = keys.first?.vector.count else { return [] }
    return try withSortedRows(keys, threads) { sorted in
      try .build(rows) { target in
        guard let base = target.baseAddress else { return }
        try sorted.write(to: base, threads)
      }
    }
  }

  package static func order(keys: [(vector: Vector, descending: Bool, nullsFirst: Bool?)]) throws -> [Int] {
    try order(keys: keys.map { SortKey($0.vector, descending: $0.descending, nullsFirst: $0.nullsFirst) })
  }

  /// The rows in sorted order as INT.
  package static func orderVector(keys: [SortKey], threads: any Threads) throws -> Vector {
    let result = try FixedVector(.int, count: keys.first?.vector.count ?? 0)
    let target = result.pointer(Int32.self)
    try withSortedRows(keys, threads) { sorted in
      try sorted.write(to: target, threads)
    }
    return withExtendedLifetime(result) { result }
  }

  /// The values of one vector in order.
  package static func sorted(_ vector: Vector, descending: Bool = false, threads: any Threads = SerialThreads()) throws -> Vector {
    if let fixed = vector as? FixedVector, let sorted = try SortedValues.make(fixed, descending: descending, threads) { return sorted }
    return try vector.gather(try order(keys: [SortKey(vector, descending: descending)], threads: threads))
  }

  /// The codes of all keys, adjacent ones packed into one integer for as long as 64 bits hold them; the most significant first.
  static func packed(_ keys: [SortKey], _ threads: any Threads = SerialThreads()) throws -> [OrderedCodes] {
    var packed: [OrderedCodes] = []
    for codes in try keys.flatMap({ try OrderedCodes.make($0, threads) }) {
      if let last = packed.last, last.bits + codes.bits <= 64 {
        packed[packed.count - 1] = try last.followed(by: codes, threads)
      } else {
        packed.append(codes)
      }
    }
    return packed
  }

  /// Sorts, and hands the rows in their order to `body`.
  static func withSortedRows<Result>(_ keys: [SortKey], _ threads: any Threads, _ body: (SortedRows) throws -> Result) throws -> Result {
    let rows = keys.first?.vector.count ?? 0
    guard keys.allSatisfy({ $0.vector.count == rows }) else { throw KernelError.shape("the sort keys differ in length") }
    return try withSortedRows(try packed(keys, threads), rows, threads, body)
  }

  static func withSortedRows<Result>(
    _ keys: [OrderedCodes], _ rows: Int, _ threads: any Threads, _ body: (SortedRows) throws -> Result
  ) throws -> Result {
    if keys.allSatisfy({ $0.bits == 0 }) || keys.count == 1 && keys[0].isAscending { return try body(SortedRows(inOrder: rows)) }
    if rows < radixRowsMin { return try ComparisonOrder.withRows(keys, rows, body) }
    return try RadixOrder.withRows(keys, rows, threads, body)
  }
}

/// Rows in sorted order, for as long as the call lasts that hands them out.
struct SortedRows {
  /// The row lies in the bits of `rowMask`; nil when the rows are in order as they are.
  private let values: UnsafePointer<UInt64>?
  private let rowMask: UInt64
  let count: Int

  init(_ values: UnsafePointer<UInt64>, rowMask: UInt64 = .max, count: Int) {
    self.values = values
    self.rowMask = rowMask
    self.count = count
  }

  init(inOrder count: Int) {
    values = nil
    rowMask = .max
    self.count = count
  }

  @inline(__always)
  subscript(place: Int) -> Int {
    guard let values else { return place }
    return Int(truncatingIfNeeded: values[place] & rowMask)
  }

  /// Whether the rows at two places are known to have different codes without looking them up.
  @inline(__always)
  func differ(_ left: Int, _ right: Int) -> Bool {
    guard let values else { return false }
    // Bits beside the row are bits of the code; with none of them this is never true.
    return (values[left] ^ values[right]) & ~rowMask != 0
  }

  /// Writes the row of every place, pieces of the places on several threads.
  @inline(__always)
  func write<Row: FixedWidthInteger>(to target: UnsafeMutablePointer<Row>, _ threads: any Threads) throws {
    try RowPieces.forEachChunk(rows: count, threads) { _, places in
      var place = places.lowerBound
      if let values {
        while place < places.upperBound {
          target[place] = Row(truncatingIfNeeded: values[place] & rowMask)
          place &+= 1
        }
      } else {
        while place < places.upperBound {
          target[place] = Row(truncatingIfNeeded: place)
          place &+= 1
        }
      }
    }
  }
}

/// The order of few rows, by comparing them.
enum ComparisonOrder {
  static func withRows<Result>(_ keys: [OrderedCodes], _ rows: Int, _ body: (SortedRows) throws -> Result) throws -> Result {
    try BufferPool.withScratch(RadixSort.Entry.self, rows) { entries in
      let first = keys[0]
      for row in 0..<rows { entries[row] = RadixSort.Entry(code: first.codes[row], row: row) }
      var buffer = UnsafeMutableBufferPointer(start: entries, count: rows)
      let others = keys.dropFirst()
      if others.isEmpty {
        buffer.sort { $0.code != $1.code ? $0.code < $1.code : $0.row < $1.row }
      } else {
        buffer.sort { left, right in
          if left.code != right.code { return left.code < right.code }
          for key in others where key.codes[left.row] != key.codes[right.row] { return key.codes[left.row] < key.codes[right.row] }
          return left.row < right.row
        }
      }
      return try body(SortedRows(RadixSort.rows(entries, rows), count: rows))
    }
  }
}
