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
    let null = SIMD8<Double>(repeating: .null)
    // Locals, because a loop keeps its own in registers.
    var sums = sums
    var missing = missing
    var row = 0
    while row + 8 <= count {
      let chunk = UnsafeRawPointer(values + row).loadUnaligned(as: SIMD8<Double>.self)
      let isMissing = (chunk .== null) .| (chunk .!= chunk)
      sums += chunk.replacing(with: 0, where: isMissing)
      missing &+= SIMD8<Int64>(repeating: 0).replacing(with: 1, where: isMissing)
      row &+= 8
    }
    self.sums = sums
    self.missing = missing
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
