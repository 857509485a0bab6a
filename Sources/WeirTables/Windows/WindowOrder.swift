/// Functions of the order of a window's values: median, percentile, rank, number of distinct values.
package enum WindowOrder {
  package static func median(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try ordered(values, extent) { window, _ in window.median }
  }

  /// - Parameter percent: from 0 to 100.
  package static func percentile(
    _ values: Vector, _ percent: Double, _ interpolation: Interpolation, _ extent: WindowExtent
  ) throws -> Vector {
    guard percent >= 0, percent <= 100 else { throw KernelError.value("`percent` must be from 0 to 100, got \(percent)") }
    return try ordered(values, extent) { window, _ in window.percentile(percent, interpolation) }
  }

  private static func ordered(_ values: Vector, _ extent: WindowExtent, _ finish: (OrderedWindow, Double) -> Double) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var window = OrderedWindow()
    var start = 0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      if input[row].hasValue { window.insert(input[row]) }
      let first = extent.start(row)
      while start < first {
        if input[start].hasValue { window.remove(input[start]) }
        start += 1
      }
      output[row] = row >= extent.firstRow && window.count >= extent.least ? finish(window, input[row]) : .null
    }
    return result
  }

  /// How ranks are told.
  package struct RankOptions {
    package var isAscending: Bool
    /// Null has no rank and does not count; otherwise it is the least value.
    package var ignoresNull: Bool
    package var ties: Ties
    /// As a share of the values instead of a number from 0.
    package var isPercent: Bool

    package init(isAscending: Bool = true, ignoresNull: Bool = true, ties: Ties = .min, isPercent: Bool = false) {
      self.isAscending = isAscending
      self.ignoresNull = ignoresNull
      self.ties = ties
      self.isPercent = isPercent
    }
  }

  package enum Ties: String, Sendable { case min, max, average, first }

  /// The rank of each row's value among those of its window. INT; DOUBLE for percentages and averages.
  package static func rank(_ values: Vector, _ options: RankOptions, _ extent: WindowExtent) throws -> Vector {
    let numbers = try (values.type.isLiteral ? ValueRanks.of(values) : values).doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var window = OrderedWindow()
    var start = 0
    var present = 0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      if input[row].hasValue { present += 1 }
      if input[row].hasValue || !options.ignoresNull { window.insert(key(input[row])) }
      let first = extent.start(row)
      while start < first {
        if input[start].hasValue { present -= 1 }
        if input[start].hasValue || !options.ignoresNull { window.remove(key(input[start])) }
        start += 1
      }
      let isRanked = input[row].hasValue || !options.ignoresNull
      let isFull = row >= extent.firstRow && present >= (options.ignoresNull ? extent.least : extent.firstRow > 0 ? 0 : extent.least)
      output[row] = isRanked && isFull ? rank(key(input[row]), among: window, options) : .null
    }
    return options.isPercent || options.ties == .average ? result : try result.cast(to: .int)
  }

  /// Nulls of all kinds as one value below the others.
  private static func key(_ value: Double) -> Double { value.hasValue ? value : .null }

  private static func rank(_ value: Double, among window: OrderedWindow, _ options: RankOptions) -> Double {
    let below = window.countBelow(value)
    let upTo = window.countUpTo(value)
    // The ranks that equal values share run from `low` to `high`.
    let low = options.isAscending ? below : window.count - upTo
    let high = low + upTo - below - 1
    let rank: Double
    switch options.ties {
    case .min: rank = Double(low)
    case .max, .first: rank = Double(high)
    case .average: rank = Double(low + high) / 2
    }
    return options.isPercent ? (rank + 1) / Double(window.count) : rank
  }
}
