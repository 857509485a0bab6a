/// Radix sorts of elements that fit the cache, on one thread.
enum CachedRadixSort {
  /// Elements up to which putting one after the other in its place is cheaper than counting.
  private static let insertionMax = 24
  /// Elements up to which a digit has few values: clearing counters costs as much as counting so many elements.
  private static let fewMax = 2048
  private static let fewBits = 8
  private static let manyBits = 10
  /// Elements from which dealing out by the highest bits saves more passes over the lower ones than it costs.
  private static let dealtMin = 512
  /// Passes over the lower bits beyond which it does.
  private static let passesMax = 3

  /// Sorts by the bits of `mask`.
  /// - Parameters:
  ///   - other: room for as many.
  ///   - intoOther: whether the result goes there, or takes the place of `values`.
  @inline(__always)
  static func sort<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int, _ mask: UInt64, intoOther: Bool
  ) {
    sortStretch(values, other, count, mask, intoOther)
  }

  private static func sortStretch<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int, _ mask: UInt64, _ intoOther: Bool
  ) {
    guard count > insertionMax else {
      insert(values, count, mask)
      if intoOther { other.update(from: values, count: count) }
      return
    }
    let differing = RadixDigit.differingBits(from: values[0].radixCode, values, count) & mask
    let bits = differing == 0 ? 0 : 64 - differing.leadingZeroBitCount - differing.trailingZeroBitCount
    let width = count > fewMax ? manyBits : fewBits
    let passes = (bits + width - 1) / width
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << manyBits) { counters in
      guard let counters = counters.baseAddress else { return }
      if passes > passesMax, count >= dealtMin {
        deal(values, other, count, mask, RadixDigit(highestOf: differing, bits: fewBits), counters, intoOther)
      } else {
        // As wide as needed and no wider: 24 bits are three passes of 8 and not two of 10 and one of 4.
        run(values, other, count, from: differing.trailingZeroBitCount, bits: passes == 0 ? 0 : (bits + passes - 1) / passes, passes, counters, intoOther)
      }
    }
  }

  /// The least significant digit first.
  @inline(__always)
  private static func run<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int, from shift: Int, bits: Int, _ passes: Int,
    _ counters: UnsafeMutablePointer<Int>, _ intoOther: Bool
  ) {
    var (from, to) = (values, other)
    for pass in 0..<passes {
      let digit = RadixDigit(shift: shift + pass * bits, bits: min(bits, 64 - shift - pass * bits))
      counters.update(repeating: 0, count: digit.values)
      digit.count(from, count, counters)
      place(counters, digit.values)
      digit.move(from, count, to: to, counters)
      swap(&from, &to)
    }
    let isInOther = passes % 2 == 1
    if isInOther != intoOther { to.update(from: from, count: count) }
  }

  /// By the most significant digit, and then each value's elements by the rest.
  private static func deal<Element: RadixElement>(
    _ values: UnsafeMutablePointer<Element>, _ other: UnsafeMutablePointer<Element>, _ count: Int, _ mask: UInt64, _ digit: RadixDigit,
    _ counters: UnsafeMutablePointer<Int>, _ intoOther: Bool
  ) {
    counters.update(repeating: 0, count: digit.values)
    digit.count(values, count, counters)
    place(counters, digit.values)
    digit.move(values, count, to: other, counters)
    var start = 0
    for value in 0..<digit.values where counters[value] > start {
      sortStretch(other + start, values + start, counters[value] - start, mask, !intoOther)
      start = counters[value]
    }
  }

  /// Turns counts into first places.
  @inline(__always)
  private static func place(_ counters: UnsafeMutablePointer<Int>, _ values: Int) {
    var place = 0
    var value = 0
    while value < values {
      let size = counters[value]
      counters[value] = place
      place &+= size
      value &+= 1
    }
  }

  @inline(__always)
  private static func insert<Element: RadixElement>(_ values: UnsafeMutablePointer<Element>, _ count: Int, _ mask: UInt64) {
    var row = 1
    while row < count {
      let element = values[row]
      let code = element.radixCode & mask
      var place = row
      while place > 0, values[place &- 1].radixCode & mask > code {
        values[place] = values[place &- 1]
        place &-= 1
      }
      values[place] = element
      row &+= 1
    }
  }
}
