import Glibc

/// Sums about the first pair of two columns, from which covariance, correlation and regression follow; see `SecondMoment`.
struct PairMoments: AggregateState {
  var count = 0.0
  var originX = 0.0
  var originY = 0.0
  var sumX = 0.0
  var sumY = 0.0
  var squaresX = 0.0
  var squaresY = 0.0
  var products = 0.0

  @inline(__always)
  mutating func add(_ value: (x: Double, y: Double)) {
    if count == 0 { (originX, originY) = (value.x, value.y) }
    let x = value.x - originX
    let y = value.y - originY
    count += 1
    sumX += x
    sumY += y
    squaresX += x * x
    squaresY += y * y
    products += x * y
  }

  mutating func merge(_ later: PairMoments) {
    guard later.count > 0 else { return }
    guard count > 0 else {
      self = later
      return
    }
    let x = later.originX - originX
    let y = later.originY - originY
    squaresX += later.squaresX + 2 * x * later.sumX + x * x * later.count
    squaresY += later.squaresY + 2 * y * later.sumY + y * y * later.count
    products += later.products + x * later.sumY + y * later.sumX + x * y * later.count
    sumX += later.sumX + x * later.count
    sumY += later.sumY + y * later.count
    count += later.count
  }

  private var scatterX: Double { max(0, squaresX - sumX * sumX / count) }
  private var scatterY: Double { max(0, squaresY - sumY * sumY / count) }
  private var scatterXY: Double { products - sumX * sumY / count }

  var covariance: Double { count < 2 ? .null : scatterXY / (count - 1) }
  var populationCovariance: Double { count < 1 ? .null : scatterXY / count }

  /// Null when a variance is below 10^-12, which counts as none.
  var correlation: Double {
    guard count >= 2, scatterX / (count - 1) >= 1e-12, scatterY / (count - 1) >= 1e-12 else { return .null }
    return scatterXY / (scatterX.squareRoot() * scatterY.squareRoot())
  }

  /// The slope of the regression of the first column on the second.
  var slope: Double {
    guard count >= 2, scatterY > 0 else { return .null }
    return scatterXY / scatterY
  }
}

/// Sums weighted by the second column.
struct WeightedSum: AggregateState {
  var products = 0.0
  var weights = 0.0
  var count = 0

  @inline(__always)
  mutating func add(_ value: (x: Double, y: Double)) {
    products += value.x * value.y
    weights += value.y
    count &+= 1
  }

  @inline(__always)
  mutating func merge(_ later: WeightedSum) {
    products += later.products
    weights += later.weights
    count &+= later.count
  }
}

extension Aggregate {
  package static let covariance = ofPairs(PairMoments.self) { $0.covariance }
  package static let populationCovariance = ofPairs(PairMoments.self) { $0.populationCovariance }
  package static let correlation = ofPairs(PairMoments.self) { $0.correlation }
  /// Of the first column on the second.
  package static let slope = ofPairs(PairMoments.self) { $0.slope }
  package static let weightedSum = ofPairs(WeightedSum.self) { $0.count == 0 ? .null : $0.products }
  /// Of the second column, where the first has a value.
  package static let weights = ofPairs(WeightedSum.self) { $0.count == 0 ? .null : $0.weights }
  package static let weightedAverage = ofPairs(WeightedSum.self) { $0.count == 0 || $0.weights == 0 ? .null : $0.products / $0.weights }
}
