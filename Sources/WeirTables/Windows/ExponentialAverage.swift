/// Averages in which the past fades: the state of `ema`, `wilder`, `gema`.
///
/// The first result is the mean of the first `window` values; from there on each value moves it by the share `alpha`. A null moves nothing.
struct ExponentialAverage {
  let window: Int
  let alpha: Double
  /// The first value itself is the first result.
  let startsAtOnce: Bool
  private var count = 0
  private var level = 0.0

  init(window: Int, alpha: Double, startsAtOnce: Bool = false) {
    self.window = window
    self.alpha = alpha
    self.startsAtOnce = startsAtOnce
  }

  @inline(__always)
  mutating func step(_ value: Double) -> Double {
    guard value.hasValue else { return hasResult ? level : .null }
    count &+= 1
    if startsAtOnce {
      // The share falls from row to row until the window is full.
      level = count == 1 ? value : level + max(alpha, 2 / Double(count)) * (value - level)
    } else if count > window {
      level += alpha * (value - level)
    } else {
      level += value
      if count == window { level /= Double(window) }
    }
    return hasResult ? level : .null
  }

  private var hasResult: Bool { startsAtOnce ? count > 0 : count >= window }
}

/// Moving averages as chart analysts know them. Nulls before the first value stay null and do not count as rows.
package enum ChartAverages {
  package static func exponential(_ values: Vector, window: Int, warmup: Bool) throws -> Vector {
    try fading(values, window: window, alpha: 2 / Double(window + 1), startsAtOnce: warmup)
  }

  package static func fading(_ values: Vector, window: Int, alpha: Double, startsAtOnce: Bool = false) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var state = ExponentialAverage(window: window, alpha: alpha, startsAtOnce: startsAtOnce)
    var row = 0
    while row < numbers.count {
      output[row] = state.step(input[row])
      row &+= 1
    }
    return result
  }

  /// Twice the average less the average of the averages.
  package static func double(_ values: Vector, window: Int) throws -> Vector {
    let once = try exponential(values, window: window, warmup: false)
    let twice = try exponential(once, window: window, warmup: false)
    return try combined([(2, once), (-1, twice)])
  }

  package static func triple(_ values: Vector, window: Int) throws -> Vector {
    let once = try exponential(values, window: window, warmup: false)
    let twice = try exponential(once, window: window, warmup: false)
    let thrice = try exponential(twice, window: window, warmup: false)
    return try combined([(3, once), (-3, twice), (1, thrice)])
  }

  /// Tillson's T3: the sixth average and those below it, weighted by `factor`.
  package static func tillson(_ values: Vector, window: Int, factor: Double) throws -> Vector {
    var averages = [try exponential(values, window: window, warmup: false)]
    for _ in 1..<6 { averages.append(try exponential(averages[averages.count - 1], window: window, warmup: false)) }
    let square = factor * factor
    let cube = square * factor
    return try combined([
      (-cube, averages[5]), (3 * (square + cube), averages[4]), (-3 * factor - 6 * square - 3 * cube, averages[3]),
      (1 + 3 * factor + 3 * square + cube, averages[2]),
    ])
  }

  /// The sum of weighted columns, null where one is.
  private static func combined(_ terms: [(weight: Double, values: Vector)]) throws -> Vector {
    let count = terms[0].values.count
    let result = try FixedVector(.double, count: count)
    let output = result.pointer(Double.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      var sum = 0.0
      for term in terms {
        let value = term.values.pointer(Double.self)[row]
        sum = value.hasValue && sum.hasValue ? sum + term.weight * value : .null
      }
      output[row] = sum.orNull
    }
    return result
  }

  package static func simple(_ values: Vector, window: Int) throws -> Vector {
    try afterNulls(values) { try WindowStatistics.average($0, .rows(window)) }
  }

  /// The simple average of the simple average, over windows that together span `window` rows.
  package static func triangular(_ values: Vector, window: Int) throws -> Vector {
    let outer = (window + 2) / 2
    let inner = (window + 1) / 2
    return try simple(try simple(values, window: inner), window: outer)
  }

  /// Weights that grow by one from the oldest row to the newest.
  package static func weighted(_ values: Vector, window: Int) throws -> Vector {
    let weights = try FixedVector(.double, count: window)
    for place in 0..<window { weights.pointer(Double.self)[place] = Double(place + 1) }
    return try afterNulls(values) { try WindowDispersion.weightedByPlace($0, weights) }
  }

  /// Kaufman's adaptive average: it follows faster the straighter the way of the last `window` rows was.
  package static func adaptive(_ values: Vector, window: Int) throws -> Vector {
    try afterNulls(values) { values in
      let numbers = try values.doubles()
      let input = numbers.pointer(Double.self)
      let result = try FixedVector(.double, count: numbers.count)
      let output = result.pointer(Double.self)
      let (fast, slow) = (2.0 / 3, 2.0 / 31)
      var level = Double.null
      for row in 0..<numbers.count {
        try Interruption.check(atRow: row)
        guard row >= window else {
          output[row] = .null
          if input[row].hasValue { level = input[row] }
          continue
        }
        let way = (row - window + 1...row).reduce(0.0) { $0 + abs(input[$1] - input[$1 - 1]) }
        let efficiency = way > 0 ? abs(input[row] - input[row - window]) / way : 1
        let share = efficiency * (fast - slow) + slow
        level += share * share * (input[row] - level)
        output[row] = level.orNull
      }
      return result
    }
  }

  /// Intercept and slope of the line through each window, its first row standing at 0.
  package static func timeTrend(_ values: Vector, window: Int) throws -> (intercept: Vector, slope: Vector) {
    let skipped = leadingNulls(values)
    let rest = values.slice(skipped, values.count - skipped)
    let places = try FixedVector(.double, count: rest.count)
    for row in 0..<rest.count { places.pointer(Double.self)[row] = Double(row) }
    let fit = try WindowPairs.regression(of: rest, on: places, .rows(window))
    let intercept = try fit.intercept.doubles()
    let slope = try fit.slope.doubles()
    for row in 0..<rest.count where slope.pointer(Double.self)[row].hasValue {
      intercept.pointer(Double.self)[row] += slope.pointer(Double.self)[row] * Double(row - window + 1)
    }
    return (try behindNulls(skipped, intercept), try behindNulls(skipped, slope))
  }

  package static func leadingNulls(_ values: Vector) -> Int {
    var skipped = 0
    while skipped < values.count, values.isNull(at: skipped) { skipped += 1 }
    return skipped
  }

  /// What `body` makes of the rows from the first value on; the nulls before it stay.
  package static func afterNulls(_ values: Vector, _ body: (Vector) throws -> Vector) throws -> Vector {
    let skipped = leadingNulls(values)
    guard skipped > 0 else { return try body(values) }
    return try behindNulls(skipped, try body(values.slice(skipped, values.count - skipped)))
  }

  private static func behindNulls(_ skipped: Int, _ rest: Vector) throws -> Vector {
    try rest.gather((0..<(skipped + rest.count)).map { $0 - skipped })
  }
}
