import WeirHost

/// Least-significant-digit radix sorts: stable, and linear in the number of rows.
///
/// Every pass counts and moves piece by piece of the rows, a thread for each; a digit's rows of the first piece go before those of the second, so that the
/// result does not depend on how many pieces there are.
enum RadixSort {
  /// Eleven bits a pass: the 2,048 counters of a digit stay in the first-level cache, and six passes cover 64 bits.
  private static let digitBits = 11
  private static let digits = 1 << digitBits

  /// A code with the row that it came from.
  struct Entry: RadixElement {
    var code: UInt64
    var row: Int

    @inline(__always) var radixCode: UInt64 { code }
  }

  /// Sorts `count` integers by their lowest `bits` bits above `shift`.
  /// - Parameter scratch: room for as many.
  /// - Returns: which of the two holds the result.
  static func sort(
    _ values: UnsafeMutablePointer<UInt64>, _ scratch: UnsafeMutablePointer<UInt64>, _ count: Int, shift: Int = 0, bits: Int, _ threads: any Threads
  ) throws -> UnsafeMutablePointer<UInt64> {
    try passes(values, scratch, count, shift: shift, bits: bits, threads)
  }

  static func sort(
    _ entries: UnsafeMutablePointer<Entry>, _ scratch: UnsafeMutablePointer<Entry>, _ count: Int, bits: Int, _ threads: any Threads
  ) throws -> UnsafeMutablePointer<Entry> {
    try passes(entries, scratch, count, shift: 0, bits: bits, threads)
  }

  @inline(__always)
  private static func passes<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ scratch: UnsafeMutablePointer<Element>, _ count: Int, shift: Int, bits: Int, _ threads: any Threads
  ) throws -> UnsafeMutablePointer<Element> {
    let passCount = (bits + digitBits - 1) / digitBits
    guard passCount > 0 else { return values }
    // As wide as needed and no wider: 24 bits are three passes of 8 and not two of 11 and one of 2.
    let width = UInt64((bits + passCount - 1) / passCount)
    let mask = (UInt64(1) << width) - 1
    let pieces = RowPieces.count(rows: count, threads)
    var from = values
    var to = scratch
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: digits * pieces) { buffer in
      guard let counters = buffer.baseAddress else { return }
      for pass in 0..<passCount {
        try Interruption.check()
        let digit = UInt64(shift) + UInt64(pass) * width
        let (source, target) = (from, to)
        counters.update(repeating: 0, count: digits * pieces)
        try RowPieces.forEachChunk(rows: count, threads) { piece, rows in
          countDigits(source, rows, counters + piece * digits, digit, mask)
        }
        guard placeDigits(counters, pieces, count) else { continue }
        try RowPieces.forEachChunk(rows: count, threads) { piece, rows in
          move(source, rows, to: target, counters + piece * digits, digit, mask)
        }
        swap(&from, &to)
      }
    }
    return from
  }

  @inline(__always)
  private static func countDigits<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ rows: Range<Int>, _ counters: UnsafeMutablePointer<Int>, _ shift: UInt64, _ mask: UInt64
  ) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      counters[Int(truncatingIfNeeded: (values[row].radixCode &>> shift) & mask)] &+= 1
      row &+= 1
    }
  }

  /// Turns counts into the first place of each digit of each piece; false when all rows have the same digit, so that there is nothing to do.
  private static func placeDigits(_ counters: UnsafeMutablePointer<Int>, _ pieces: Int, _ count: Int) -> Bool {
    var place = 0
    for digit in 0..<digits {
      let first = place
      for piece in 0..<pieces {
        let size = counters[piece * digits + digit]
        counters[piece * digits + digit] = place
        place += size
      }
      if place - first == count { return false }
    }
    return true
  }

  @inline(__always)
  private static func move<Element: RadixElement>(
    _ source: UnsafeMutablePointer<Element>, _ rows: Range<Int>, to target: UnsafeMutablePointer<Element>, _ places: UnsafeMutablePointer<Int>,
    _ shift: UInt64, _ mask: UInt64
  ) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let value = source[row]
      let digit = Int(truncatingIfNeeded: (value.radixCode &>> shift) & mask)
      target[places[digit]] = value
      places[digit] &+= 1
      row &+= 1
    }
  }
}

/// What is sorted by an integer. A protocol and not a closure: the loops are made for each type, on whatever thread they run.
protocol RadixElement: BitwiseCopyable {
  var radixCode: UInt64 { get }
}

extension UInt64: RadixElement {
  @inline(__always) var radixCode: UInt64 { self }
}
