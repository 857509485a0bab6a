/// First and second powers of the differences from the origin.
struct SecondMoments: WindowSummary {
  var count = 0
  var sum = 0.0
  var squares = 0.0

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    let difference = row - origin
    count &+= 1
    sum += difference
    squares += difference * difference
  }

  @inline(__always)
  func joined(with later: SecondMoments) -> SecondMoments {
    SecondMoments(count: count &+ later.count, sum: sum + later.sum, squares: squares + later.squares)
  }

  @inline(__always) func centre(origin: Double) -> Double { count > 0 ? origin + sum / Double(count) : origin }

  /// The sum of the squared differences from the mean.
  @inline(__always) var squaresAroundMean: Double { max(squares - sum * sum / Double(count), 0) }

  @inline(__always) var populationVariance: Double { squaresAroundMean / Double(count) }
  /// Null for fewer than two values.
  @inline(__always) var sampleVariance: Double { count > 1 ? squaresAroundMean / Double(count &- 1) : .null }
}

/// The first four powers of the differences from the origin.
struct FourthMoments: WindowSummary {
  var count = 0
  var powers = SIMD4<Double>(repeating: 0)

  @inline(__always)
  mutating func append(_ row: Double, at index: Int, origin: Double) {
    guard row.hasValue else { return }
    let difference = row - origin
    let square = difference * difference
    count &+= 1
    powers += SIMD4(difference, square, square * difference, square * square)
  }

  @inline(__always)
  func joined(with later: FourthMoments) -> FourthMoments { FourthMoments(count: count &+ later.count, powers: powers + later.powers) }

  @inline(__always) func centre(origin: Double) -> Double { count > 0 ? origin + powers.x / Double(count) : origin }

  /// The mean second, third and fourth powers of the differences from the mean.
  @inline(__always)
  private var central: (second: Double, third: Double, fourth: Double) {
    let mean = powers / Double(count)
    let second = mean.y - mean.x * mean.x
    let third = mean.z - 3 * mean.x * mean.y + 2 * mean.x * mean.x * mean.x
    let fourth = mean.w - 4 * mean.x * mean.z + 6 * mean.x * mean.x * mean.y - 3 * mean.x * mean.x * mean.x * mean.x
    return (second, third, fourth)
  }

  /// The skewness; unbiased needs three values. Null where all values are equal.
  @inline(__always)
  func skewness(isBiased: Bool) -> Double {
    let (second, third, _) = central
    guard isSpread(second) else { return .null }
    let skewness = third / (second * second.squareRoot())
    if isBiased { return skewness }
    guard count > 2 else { return .null }
    let n = Double(count)
    return skewness * (n * (n - 1)).squareRoot() / (n - 2)
  }

  /// The kurtosis, 3 for the normal distribution, of at least three values; unbiased needs four. Null where all values are equal.
  @inline(__always)
  func kurtosis(isBiased: Bool) -> Double {
    guard count > 2 else { return .null }
    let (second, _, fourth) = central
    guard isSpread(second) else { return .null }
    let kurtosis = fourth / (second * second)
    if isBiased { return kurtosis }
    guard count > 3 else { return .null }
    let n = Double(count)
    return ((n + 1) * kurtosis - 3 * (n - 1)) * (n - 1) / ((n - 2) * (n - 3)) + 3
  }

  /// Whether the variance is more than what rounding makes of equal values.
  @inline(__always) private func isSpread(_ variance: Double) -> Bool { variance > 1e-14 * (powers.y / Double(count)) }
}

/// First and second powers of two columns' differences from their origins; rows with a null in either are left out.
struct WindowPairMoments: WindowSummary {
  var count = 0
  var x = 0.0
  var y = 0.0
  var xx = 0.0
  var yy = 0.0
  var xy = 0.0

  @inline(__always)
  mutating func append(_ row: DoublePair, at index: Int, origin: DoublePair) {
    guard row.x.hasValue, row.y.hasValue else { return }
    let dx = row.x - origin.x
    let dy = row.y - origin.y
    count &+= 1
    x += dx
    y += dy
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }

  @inline(__always)
  func joined(with later: WindowPairMoments) -> WindowPairMoments {
    WindowPairMoments(
      count: count &+ later.count, x: x + later.x, y: y + later.y, xx: xx + later.xx, yy: yy + later.yy, xy: xy + later.xy)
  }

  @inline(__always)
  func centre(origin: DoublePair) -> DoublePair {
    guard count > 0 else { return origin }
    return DoublePair(x: origin.x + x / Double(count), y: origin.y + y / Double(count))
  }

  /// Sums of squares and products around the means.
  @inline(__always) var xxAroundMean: Double { max(xx - x * x / Double(count), 0) }
  @inline(__always) var yyAroundMean: Double { max(yy - y * y / Double(count), 0) }
  @inline(__always) var xyAroundMean: Double { xy - x * y / Double(count) }

  @inline(__always) var populationCovariance: Double { xyAroundMean / Double(count) }
  @inline(__always) var sampleCovariance: Double { count > 1 ? xyAroundMean / Double(count &- 1) : .null }
  @inline(__always) var correlation: Double { (xyAroundMean / (xxAroundMean * yyAroundMean).squareRoot()).orNull }
  /// The slope of `y` over `x`.
  @inline(__always) var slope: Double { (xyAroundMean / xxAroundMean).orNull }
}

/// The sums of weights and of weighted values; rows with a null in either are left out.
struct WindowWeightedSum: WindowSummary {
  var count = 0
  var weights = 0.0
  var products = 0.0

  @inline(__always)
  mutating func append(_ row: DoublePair, at index: Int, origin: DoublePair) {
    guard row.x.hasValue, row.y.hasValue else { return }
    count &+= 1
    weights += row.y
    products += row.x * row.y
  }

  @inline(__always)
  func joined(with later: WindowWeightedSum) -> WindowWeightedSum {
    WindowWeightedSum(count: count &+ later.count, weights: weights + later.weights, products: products + later.products)
  }
}
