import CKernels
import WeirHost

/// Radix sorts: stable, and linear in the number of rows.
///
/// Elements are dealt out by their most significant bits, on several threads, until those that share them fit the cache; the rest of the work (`CachedRadixSort`) never
/// leaves it. Bits that all elements of a stretch share are no work at all.
enum RadixSort {
  /// A code with the row that it came from. The code comes first: see `weir_deal_digits_16`.
  struct Entry: RadixElement {
    var code: UInt64
    var row: Int

    @inline(__always) var radixCode: UInt64 { code }
    @inline(__always)
    static func deal(_ elements: UnsafePointer<Self>?, _ shift: UInt64, _ count: Int, _ places: UnsafeMutablePointer<Int>?, _ digits: Int, _ target: UnsafeMutablePointer<Self>?) {
      weir_deal_digits_16(elements, shift, count, places, digits, target)
    }
  }

  /// Elements that share their higher bits, and where they are.
  private struct Stretch {
    let rows: Range<Int>
    let isInScratch: Bool
  }

  /// Bytes of a stretch that stays in a second-level cache while it is moved to and fro.
  private static let cachedBytes = 1 << 18
  /// Elements that are dealt out between two looks at whether to stop: so many that nearly all lines of the cache are written whole.
  private static let dealtRows = 1 << 22
  /// Bits by which a long stretch is dealt out at once: more places to write to than the processor keeps at hand make every write slow.
  private static let dealtBitsMax = 11

  /// Sorts `count` elements by `bits` bits of their codes above `shift`; the result takes the place of `values`.
  /// - Parameter scratch: room for as many.
  /// - Throws: `.interrupted`; the elements are then in no order.
  @inline(__always)
  static func sort<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ scratch: UnsafeMutablePointer<Element>, _ count: Int, shift: Int = 0, bits: Int, _ threads: any Threads
  ) throws {
    let mask = (bits >= 64 ? UInt64.max : (1 << UInt64(bits)) - 1) << UInt64(shift)
    var long = [Stretch(rows: 0..<count, isInScratch: false)]
    var short: [Stretch] = []
    while let stretch = long.popLast() {
      if stretch.rows.count * MemoryLayout<Element>.stride <= cachedBytes {
        short.append(stretch)
      } else {
        try Interruption.check()
        let (from, to) = stretch.isInScratch ? (scratch, values) : (values, scratch)
        long += try deal(stretch, from, to, mask, threads)
      }
    }
    let helpers: any Threads = count < RowPieces.parallelRowsMin ? SerialThreads() : threads
    helpers.perform(count: short.count) { index in
      guard !StopFlag.isRaised else { return }
      let rows = short[index].rows
      let (from, to) = short[index].isInScratch ? (scratch, values) : (values, scratch)
      CachedRadixSort.sort(from + rows.lowerBound, to + rows.lowerBound, rows.count, mask, intoOther: short[index].isInScratch)
    }
    try Interruption.check()
  }

  /// Moves a stretch to the other memory, by the highest bits in which its elements differ.
  /// - Returns: the stretches of elements that share those bits; none when there is nothing left to do.
  @inline(__always)
  private static func deal<Element: RadixElement>(
    _ stretch: Stretch, _ from: UnsafeMutablePointer<Element>, _ to: UnsafeMutablePointer<Element>, _ mask: UInt64, _ threads: any Threads
  ) throws -> [Stretch] {
    let (source, target, count) = (from + stretch.rows.lowerBound, to + stretch.rows.lowerBound, stretch.rows.count)
    let pieces = RowPieces.count(rows: count, threads)
    let differing = differingBits(source, count, pieces, threads) & mask
    guard differing != 0 else {
      if stretch.isInScratch { RowPieces.forEach(rows: count, threads) { _, rows in (target + rows.lowerBound).update(from: source + rows.lowerBound, count: rows.count) } }
      return []
    }
    let wanted = Int.bitWidth - (4 * count * MemoryLayout<Element>.stride / cachedBytes).leadingZeroBitCount
    let digit = RadixDigit(highestOf: differing, bits: min(wanted, dealtBitsMax))
    var counters = [Int](repeating: 0, count: digit.values * pieces)
    try counters.withUnsafeMutableBufferPointer { counters in
      guard let base = counters.baseAddress else { return }
      try RowPieces.forEachChunk(rows: count, threads) { piece, rows in
        digit.count(source + rows.lowerBound, rows.count, base + piece * digit.values)
      }
      place(base, pieces, digit.values)
      try RowPieces.forEachChunk(rows: count, threads, chunkRows: dealtRows) { piece, rows in
        Element.deal(source + rows.lowerBound, digit.shift, rows.count, base + piece * digit.values, digit.values, target)
      }
    }
    // After the last piece every counter is where its digit's elements end.
    var start = stretch.rows.lowerBound
    return counters.suffix(digit.values).compactMap { end in
      let rows = start..<stretch.rows.lowerBound + end
      start = rows.upperBound
      return rows.isEmpty ? nil : Stretch(rows: rows, isInScratch: !stretch.isInScratch)
    }
  }

  @inline(__always)
  private static func differingBits<Element: RadixElement>(_ values: UnsafeMutablePointer<Element>, _ count: Int, _ pieces: Int, _ threads: any Threads) -> UInt64 {
    let first = values[0].radixCode
    var parts = [UInt64](repeating: 0, count: pieces)
    parts.withUnsafeMutableBufferPointer { parts in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = parts.baseAddress
      RowPieces.forEach(rows: count, threads) { piece, rows in
        target?[piece] = RadixDigit.differingBits(from: first, values + rows.lowerBound, rows.count)
      }
    }
    return parts.reduce(0, |)
  }

  /// Turns counts into the first place of each digit of each piece: a digit's elements of the first piece go before those of the second, so that the order does not
  /// depend on how many pieces there are.
  private static func place(_ counters: UnsafeMutablePointer<Int>, _ pieces: Int, _ values: Int) {
    var place = 0
    for value in 0..<values {
      for piece in 0..<pieces {
        let size = counters[piece * values + value]
        counters[piece * values + value] = place
        place += size
      }
    }
  }
}

/// What is sorted by an integer. A protocol and not a closure: the loops are made for each type, on whatever thread they run.
protocol RadixElement: BitwiseCopyable {
  var radixCode: UInt64 { get }
  /// Moves `count` elements, each to the next place of its digit.
  static func deal(_ elements: UnsafePointer<Self>?, _ shift: UInt64, _ count: Int, _ places: UnsafeMutablePointer<Int>?, _ digits: Int, _ target: UnsafeMutablePointer<Self>?)
}

extension UInt64: RadixElement {
  @inline(__always) var radixCode: UInt64 { self }
  @inline(__always)
  static func deal(_ elements: UnsafePointer<Self>?, _ shift: UInt64, _ count: Int, _ places: UnsafeMutablePointer<Int>?, _ digits: Int, _ target: UnsafeMutablePointer<Self>?) {
    weir_deal_digits_8(elements, shift, count, places, digits, target)
  }
}

extension UInt32: RadixElement {
  @inline(__always) var radixCode: UInt64 { UInt64(self) }
  @inline(__always)
  static func deal(_ elements: UnsafePointer<Self>?, _ shift: UInt64, _ count: Int, _ places: UnsafeMutablePointer<Int>?, _ digits: Int, _ target: UnsafeMutablePointer<Self>?) {
    weir_deal_digits_4(elements, shift, count, places, digits, target)
  }
}

/// Some bits of a code that lie side by side.
struct RadixDigit {
  let shift: UInt64
  private let mask: UInt64
  /// How many values it can have.
  var values: Int { Int(mask) + 1 }

  init(shift: Int, bits: Int) {
    self.shift = UInt64(shift)
    mask = (1 << UInt64(bits)) - 1
  }

  /// The `bits` highest bits of those that are set in `differing`, or fewer, when no lower one is set.
  init(highestOf differing: UInt64, bits: Int) {
    let end = 64 - differing.leadingZeroBitCount
    let start = max(differing.trailingZeroBitCount, end - bits)
    self.init(shift: start, bits: end - start)
  }

  /// The bits in which some element differs from `first`.
  @inline(__always)
  static func differingBits<Element: RadixElement>(from first: UInt64, _ values: UnsafeMutablePointer<Element>, _ count: Int) -> UInt64 {
    var differing: UInt64 = 0
    var row = 0
    while row < count {
      differing |= values[row].radixCode ^ first
      row &+= 1
    }
    return differing
  }

  /// Adds up how many elements have each value.
  /// - Parameter counters: one for each value.
  @inline(__always)
  func count<Element: RadixElement>(_ elements: UnsafeMutablePointer<Element>, _ count: Int, _ counters: UnsafeMutablePointer<Int>) {
    var row = 0
    while row < count {
      counters[Int(truncatingIfNeeded: (elements[row].radixCode &>> shift) & mask)] &+= 1
      row &+= 1
    }
  }

  /// - Parameter places: where the first element of each value goes; afterwards, where the next one would go.
  @inline(__always)
  func move<Element: RadixElement>(
    _ source: UnsafeMutablePointer<Element>, _ count: Int, to target: UnsafeMutablePointer<Element>, _ places: UnsafeMutablePointer<Int>
  ) {
    var row = 0
    while row < count {
      let element = source[row]
      let value = Int(truncatingIfNeeded: (element.radixCode &>> shift) & mask)
      target[places[value]] = element
      places[value] &+= 1
      row &+= 1
    }
  }
}
