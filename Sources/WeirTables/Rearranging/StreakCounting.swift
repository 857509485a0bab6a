/// Counts and sums along unbroken stretches of rows.
package enum StreakCounting {
  /// The sum of the positive numbers in an unbroken row up to each; 0 where the row's own is not positive. LONG or DOUBLE.
  package static func positiveSums(_ values: Vector) throws -> Vector {
    let numbers = try values.doubles()
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var sum = 0.0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      let value = numbers.pointer(Double.self)[row]
      sum = value.hasValue && value > 0 ? sum + value : 0
      output[row] = sum
    }
    return values.type.isIntegerLike ? try result.cast(to: .long) : result
  }

  /// The greatest sum of positive numbers in an unbroken row inside of each window.
  package static func greatestPositiveSums(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    try slide(
      WindowDoubles(values: input), count: numbers.count, extent, origin: 0, into: result.pointer(Double.self),
      BestStreak())
    return values.type.isIntegerLike ? try result.cast(to: .long) : result
  }

  /// How many rows before each are less (or greater) than it without a gap, inside of its window. Null is the least value.
  package static func range(_ values: Vector, _ extent: WindowExtent, ofLess: Bool) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.int, count: numbers.count)
    let output = result.pointer(Int32.self)
    // Rows that no later one has passed: the answer is the distance to the last of them that stops this one.
    var stops: [Int] = []
    var present = 0
    var start = 0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      let value = input[row]
      if value.hasValue { present += 1 }
      let first = extent.start(row)
      while start < first {
        if input[start].hasValue { present -= 1 }
        start += 1
      }
      while let last = stops.last, ofLess ? key(input[last]) < key(value) : key(input[last]) > key(value) { stops.removeLast() }
      let reach = min(row - (stops.last ?? -1) - 1, row - first)
      stops.append(row)
      let isCounted = row >= extent.firstRow && present >= extent.least
      output[row] = isCounted ? Int32(truncatingIfNeeded: reach) : .null
    }
    return result
  }

  private static func key(_ value: Double) -> Double { value.hasValue ? value : .null }
}

/// The greatest sum of an unbroken row of positive numbers in a window, and those at its ends, which a neighbour may prolong.
struct PositiveStreaks: WindowSummary {
  var rows = 0
  var count = 0
  var best = 0.0
  /// The sum at the beginning, at the end, and whether they are one and the same.
  var first = 0.0
  var last = 0.0
  var isUnbroken = true

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) { self = joined(with: PositiveStreaks(row)) }

  @inline(__always)
  mutating func prepend(_ row: Double, at index: Int, origin: Double) { self = PositiveStreaks(row).joined(with: self) }

  init() {}

  private init(_ row: Double) {
    rows = 1
    count = row.hasValue ? 1 : 0
    isUnbroken = row.hasValue && row > 0
    first = isUnbroken ? row : 0
    last = first
    best = first
  }

  func joined(with later: PositiveStreaks) -> PositiveStreaks {
    if rows == 0 { return later }
    if later.rows == 0 { return self }
    var result = PositiveStreaks()
    result.rows = rows + later.rows
    result.count = count + later.count
    result.isUnbroken = isUnbroken && later.isUnbroken
    result.first = isUnbroken ? first + later.first : first
    result.last = later.isUnbroken ? last + later.last : later.last
    result.best = max(max(best, later.best), last + later.first)
    return result
  }
}
