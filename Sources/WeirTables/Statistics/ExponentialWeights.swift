import Glibc

/// How the weights of past values fade.
package struct ExponentialWeights: Sendable {
  /// The share of the newest value, above 0 and at most 1.
  package let alpha: Double
  package var minPeriods = 0
  /// Divides by the sum of the weights so far, instead of starting from the first value.
  package var isAdjusted = true
  /// Nulls do not age what came before.
  package var ignoreNull = false
  /// Variances without the correction for the weights' finite sum.
  package var isBiased = false
  /// How many half-lives each value lies after the one before it; nil when each is one step.
  package var ages: [Double]?

  package init(alpha: Double) { self.alpha = alpha }
}

/// Exponentially weighted mean of one series.
struct ExponentialMean {
  private let weights: ExponentialWeights
  private var mean = Double.null
  private var weight = 1.0
  private var count = 0
  private var row = 0

  init(_ weights: ExponentialWeights) { self.weights = weights }

  mutating func step(_ value: Double) -> Double {
    defer { row += 1 }
    if mean.isMissing {
      if !value.isMissing { mean = value }
    } else if !value.isMissing || !weights.ignoreNull {
      weight *= weights.ages.map { pow(0.5, $0[row]) } ?? (1 - weights.alpha)
      if !value.isMissing { take(value) }
    }
    if !value.isMissing { count += 1 }
    return count >= max(weights.minPeriods, 1) ? mean : .null
  }

  private mutating func take(_ value: Double) {
    let share = weights.isAdjusted ? 1 : weights.alpha
    mean = (weight * mean + share * value) / (weight + share)
    weight = weights.isAdjusted ? weight + 1 : 1
  }
}

/// Exponentially weighted covariance of two series.
struct ExponentialCovariance {
  private let weights: ExponentialWeights
  private var meanX = Double.null
  private var meanY = Double.null
  private var covariance = 0.0
  private var sum = 1.0
  private var squares = 1.0
  private var weight = 1.0
  private var count = 0

  init(_ weights: ExponentialWeights) { self.weights = weights }

  mutating func step(_ x: Double, _ y: Double) -> Double {
    let isPresent = !x.isMissing && !y.isMissing
    if meanX.isMissing {
      if isPresent { (meanX, meanY) = (x, y) }
    } else if isPresent || !weights.ignoreNull {
      fade()
      if isPresent { take(x, y) }
    }
    if isPresent { count += 1 }
    return count >= max(weights.minPeriods, 1) ? value : .null
  }

  private mutating func fade() {
    let factor = 1 - weights.alpha
    sum *= factor
    squares *= factor * factor
    weight *= factor
  }

  private mutating func take(_ x: Double, _ y: Double) {
    let share = weights.isAdjusted ? 1 : weights.alpha
    let (oldX, oldY) = (meanX, meanY)
    let total = weight + share
    meanX = (weight * oldX + share * x) / total
    meanY = (weight * oldY + share * y) / total
    covariance =
      (weight * (covariance + (oldX - meanX) * (oldY - meanY)) + share * (x - meanX) * (y - meanY)) / total
    sum += share
    squares += share * share
    weight += share
    if !weights.isAdjusted {
      sum /= weight
      squares /= weight * weight
      weight = 1
    }
  }

  private var value: Double {
    if meanX.isMissing { return .null }
    if weights.isBiased { return covariance }
    let square = sum * sum
    let degrees = square - squares
    return degrees > 0 ? square / degrees * covariance : .null
  }
}

/// The exponentially weighted functions over vectors.
package enum ExponentialKernel {
  package static func mean(_ vector: Vector, _ weights: ExponentialWeights) throws -> Vector {
    if let ages = weights.ages, ages.count != vector.count { throw KernelError.shape("there are \(ages.count) times for \(vector.count) values") }
    var state = ExponentialMean(weights)
    return try map(vector) { state.step($0) }
  }

  package static func variance(_ vector: Vector, _ weights: ExponentialWeights) throws -> Vector {
    var state = ExponentialCovariance(weights)
    return try map(vector) { state.step($0, $0) }
  }

  package static func deviation(_ vector: Vector, _ weights: ExponentialWeights) throws -> Vector {
    var state = ExponentialCovariance(weights)
    return try map(vector) {
      let variance = state.step($0, $0)
      return variance.isMissing ? .null : variance.squareRoot()
    }
  }

  package static func covariance(_ x: Vector, _ y: Vector, _ weights: ExponentialWeights) throws -> Vector {
    var state = ExponentialCovariance(weights)
    return try map(x, y) { state.step($0, $1) }
  }

  package static func correlation(_ x: Vector, _ y: Vector, _ weights: ExponentialWeights) throws -> Vector {
    var biased = weights
    biased.isBiased = true
    var products = ExponentialCovariance(biased)
    var squaresX = ExponentialCovariance(biased)
    var squaresY = ExponentialCovariance(biased)
    return try map(x, y) { x, y in
      // A row that lacks one side is missing on both.
      let (x, y) = x.isMissing || y.isMissing ? (Double.null, Double.null) : (x, y)
      let product = products.step(x, y)
      let scale = (squaresX.step(x, x), squaresY.step(y, y))
      guard !product.isMissing, scale.0 * scale.1 > 0 else { return .null }
      return product / (scale.0 * scale.1).squareRoot()
    }
  }

  private static func map(_ vector: Vector, _ body: (Double) -> Double) throws -> Vector {
    try map(vector, vector) { value, _ in body(value) }
  }

  private static func map(_ x: Vector, _ y: Vector, _ body: (Double, Double) -> Double) throws -> Vector {
    guard x.count == y.count else { throw KernelError.shape("the vectors differ in length: \(x.count) and \(y.count)") }
    let (lefts, rights) = (try Numbers.doubles(x), try Numbers.doubles(y))
    defer { withExtendedLifetime((lefts, rights)) {} }
    let (left, right) = (lefts.pointer(Double.self), rights.pointer(Double.self))
    let result = try FixedVector(.double, count: x.count)
    let target = result.pointer(Double.self)
    for row in 0..<x.count { target[row] = body(left[row], right[row]) }
    return result
  }
}

extension ExponentialWeights {
  /// The share that halves a weight in `halfLife` steps.
  package static func alpha(halfLife: Double) -> Double { 1 - exp(-log(2) / halfLife) }
}

extension ExponentialWeights {
  /// For each time how many half-lives it lies after the one before; 0 for the first.
  /// - Throws: `.value` when the times do not strictly ascend, `.unsupported` for a half-life of months or of a trading calendar.
  package static func ages(_ times: Vector, halfLife: Duration) throws -> [Double] {
    guard times.type.isTemporal else { throw KernelError.type("`times` must be temporal values, got \(times.type.name)") }
    guard halfLife.count > 0 else { throw KernelError.value("`halfLife` must be positive") }
    let doubles = try Numbers.doubles(times)
    let values = doubles.pointer(Double.self)
    let isBusiness = halfLife.unit == .businessDay && times.type == .date
    guard isBusiness || halfLife.unit.nanoseconds != nil else { throw KernelError.unsupported("a half-life of \(halfLife.description) is not supported") }
    return try withExtendedLifetime(doubles) {
      try (0..<times.count).mapRows { row in
        guard row > 0 else { return 0 }
        guard !times.isNull(at: row), values[row] > values[row - 1] else { throw KernelError.value("`times` must strictly ascend") }
        if isBusiness { return (businessDays(values[row]) - businessDays(values[row - 1])) / Double(halfLife.count) }
        let unit = Double(times.type.nanosecondsPerUnit) / Double(halfLife.unit.nanoseconds ?? 1)
        return (values[row] - values[row - 1]) * unit / Double(halfLife.count)
      }
    }
  }

  /// The days from Monday to Friday between 1969.12.29, a Monday, and a day counted from 1970.01.01.
  private static func businessDays(_ day: Double) -> Double {
    let sinceMonday = day + 3
    let weeks = (sinceMonday / 7).rounded(.down)
    return weeks * 5 + min(sinceMonday - weeks * 7, 5)
  }
}
