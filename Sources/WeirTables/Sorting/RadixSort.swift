/// Least-significant-digit radix sorts: stable, and linear in the number of rows.
enum RadixSort {
  /// Eleven bits a pass: the 2,048 counters of a digit stay in the first-level cache, and six passes cover 64 bits.
  private static let digitBits = 11
  private static let digits = 1 << digitBits

  /// A code with the row that it came from.
  struct Entry {
    var code: UInt64
    var row: Int
  }

  /// Sorts `count` integers by their lowest `bits` bits above `shift`.
  /// - Parameter scratch: room for as many.
  static func sort(_ values: UnsafeMutablePointer<UInt64>, _ scratch: UnsafeMutablePointer<UInt64>, _ count: Int, shift: Int = 0, bits: Int) throws {
    let isInScratch = try passes(values, scratch, count, shift: shift, bits: bits) { $0 }
    if isInScratch { values.update(from: scratch, count: count) }
  }

  static func sort(_ entries: UnsafeMutablePointer<Entry>, _ scratch: UnsafeMutablePointer<Entry>, _ count: Int, bits: Int) throws {
    let isInScratch = try passes(entries, scratch, count, shift: 0, bits: bits) { $0.code }
    if isInScratch { entries.update(from: scratch, count: count) }
  }

  /// - Returns: whether the result lies in `scratch`.
  @inline(__always)
  private static func passes<Element: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Element>, _ scratch: UnsafeMutablePointer<Element>, _ count: Int, shift: Int, bits: Int,
    code: (Element) -> UInt64
  ) throws -> Bool {
    let passCount = (bits + digitBits - 1) / digitBits
    guard passCount > 0 else { return false }
    // As wide as needed and no wider: 24 bits are three passes of 8 and not two of 11 and one of 2.
    let width = UInt64((bits + passCount - 1) / passCount)
    let mask = (UInt64(1) << width) - 1
    var from = values
    var to = scratch
    let counters = UnsafeMutablePointer<Int>.allocate(capacity: digits)
    defer { counters.deallocate() }
    for pass in 0..<passCount {
      let digit = UInt64(shift) + UInt64(pass) * width
      guard try countDigits(from, count, counters, digit, mask, code) else { continue }
      try Interruption.inChunks(count) { start, end in
        var row = start
        while row < end {
          let value = from[row]
          let place = Int(truncatingIfNeeded: (code(value) &>> digit) & mask)
          to[counters[place]] = value
          counters[place] &+= 1
          row &+= 1
        }
      }
      swap(&from, &to)
    }
    return from != values
  }

  /// Fills `counters` with the first place of each digit; false when all rows have the same one, so that there is nothing to do.
  @inline(__always)
  private static func countDigits<Element: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Element>, _ count: Int, _ counters: UnsafeMutablePointer<Int>, _ shift: UInt64, _ mask: UInt64,
    _ code: (Element) -> UInt64
  ) throws -> Bool {
    counters.update(repeating: 0, count: digits)
    try Interruption.inChunks(count) { start, end in
      var row = start
      while row < end {
        counters[Int(truncatingIfNeeded: (code(values[row]) &>> shift) & mask)] &+= 1
        row &+= 1
      }
    }
    var place = 0
    for digit in 0..<digits {
      let size = counters[digit]
      if size == count { return false }
      counters[digit] = place
      place += size
    }
    return true
  }
}
