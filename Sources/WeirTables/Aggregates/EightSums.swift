import CKernels

/// A sum of doubles, eight at a time.
struct EightSums: AggregateState {
  private var sums = SIMD8<Double>(repeating: 0)
  private var missing = SIMD8<Int64>(repeating: 0)
  /// What the eight hold, nulls included.
  private var rows = 0
  private var folded = DoubleSum()

  mutating func add(_ value: Double) {
    fold()
    folded.add(value)
  }

  mutating func merge(_ later: EightSums) {
    fold()
    folded.merge(later.total)
  }

  /// Adds `count` values, null or not.
  mutating func add(_ values: UnsafePointer<Double>, _ count: Int) {
    let chunks = count / 8
    withUnsafeMutableBytes(of: &sums) { sums in
      withUnsafeMutableBytes(of: &missing) { missing in
        weir_add_up(values, chunks, sums.assumingMemoryBound(to: Double.self).baseAddress, missing.assumingMemoryBound(to: Int64.self).baseAddress)
      }
    }
    var row = 8 * chunks
    rows += row
    while row < count {
      if !values[row].isMissing { add(values[row]) }
      row &+= 1
    }
  }

  static func add(_ block: Vector, _ sum: inout EightSums) {
    guard block.storage == .float else { return sum.add(block.pointer(Double.self), block.count) }
    let floats = block.pointer(Float.self)
    for row in 0..<block.count where !floats[row].isNull && !floats[row].isNaN { sum.add(Double(floats[row])) }
  }

  private mutating func fold() {
    folded = total
    sums = SIMD8(repeating: 0)
    missing = SIMD8(repeating: 0)
    rows = 0
  }

  /// The sum and how many values there were.
  var total: DoubleSum {
    var total = folded
    total.merge(DoubleSum(sum: sums.sum(), count: rows - Int(missing.wrappedSum())))
    return total
  }
}
