import Glibc

/// Count, sum and sum of squares about the first value: as exact as two passes unless the first value lies far from all others, at a fraction of the cost
/// of a running mean, which divides at every row.
struct SecondMoment: AggregateState {
  var count = 0.0
  var origin = 0.0
  var sum = 0.0
  var squares = 0.0

  @inline(__always)
  mutating func add(_ value: Double) {
    if count == 0 { origin = value }
    let distance = value - origin
    count += 1
    sum += distance
    squares += distance * distance
  }

  /// The later sums moved to this origin.
  mutating func merge(_ later: SecondMoment) {
    guard later.count > 0 else { return }
    guard count > 0 else {
      self = later
      return
    }
    let shift = later.origin - origin
    squares += later.squares + 2 * shift * later.sum + shift * shift * later.count
    sum += later.sum + shift * later.count
    count += later.count
  }

  /// The sum of squared distances from the mean.
  private var scatter: Double { max(0, squares - sum * sum / count) }

  var variance: Double { count < 2 ? .null : scatter / (count - 1) }
  var populationVariance: Double { count < 1 ? .null : scatter / count }
  var standardDeviation: Double { count < 2 ? .null : variance.squareRoot() }
  var populationDeviation: Double { count < 1 ? .null : populationVariance.squareRoot() }
  /// The standard error of the mean.
  var standardError: Double { count < 2 ? .null : (variance / count).squareRoot() }
}

/// The sum of a power of the values.
protocol Power {
  static func of(_ value: Double) -> Double
}

enum Square: Power { @inline(__always) static func of(_ value: Double) -> Double { value * value } }
enum Cube: Power { @inline(__always) static func of(_ value: Double) -> Double { value * value * value } }
enum Fourth: Power { @inline(__always) static func of(_ value: Double) -> Double { value * value * (value * value) } }

struct PowerSum<Exponent: Power>: AggregateState {
  var sum = 0.0
  var count = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum += Exponent.of(value)
    count &+= 1
  }

  @inline(__always)
  mutating func merge(_ later: PowerSum) {
    sum += later.sum
    count &+= later.count
  }

  var total: Double { count == 0 ? .null : sum }
}

struct Product: AggregateState {
  var product = 1.0
  var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Double) {
    product *= value
    isEmpty = false
  }

  @inline(__always)
  mutating func merge(_ later: Product) {
    product *= later.product
    isEmpty = isEmpty && later.isEmpty
  }
}

extension Aggregate {
  /// Of a sample: divided by the count less one; null below two values.
  package static let variance = ofDoubles(SecondMoment.self) { $0.variance }
  package static let populationVariance = ofDoubles(SecondMoment.self) { $0.populationVariance }
  package static let standardDeviation = ofDoubles(SecondMoment.self) { $0.standardDeviation }
  package static let populationDeviation = ofDoubles(SecondMoment.self) { $0.populationDeviation }
  package static let standardError = ofDoubles(SecondMoment.self) { $0.standardError }
  package static let sumOfSquares = ofDoubles(PowerSum<Square>.self) { $0.total }
  package static let sumOfCubes = ofDoubles(PowerSum<Cube>.self) { $0.total }
  package static let sumOfFourths = ofDoubles(PowerSum<Fourth>.self) { $0.total }
  package static let product = ofDoubles(Product.self) { $0.isEmpty ? .null : $0.product }
  /// The root of the mean of the squares.
  package static let rootMeanSquare = ofDoubles(PowerSum<Square>.self) { $0.count == 0 ? .null : ($0.sum / Double($0.count)).squareRoot() }

  /// The third standardised moment; without bias, for at least three values, when `isBiased` is false.
  package static func skewness(isBiased: Bool) -> Aggregate { ofPresent { HigherMoments($0).skewness(isBiased: isBiased) } }
  /// The fourth standardised moment, 3 for the normal distribution.
  package static func kurtosis(isBiased: Bool) -> Aggregate { ofPresent { HigherMoments($0).kurtosis(isBiased: isBiased) } }

  /// An aggregate that needs all values at once.
  static func ofPresent(_ value: @escaping @Sendable ([Double]) -> Double) -> Aggregate {
    Aggregate { columns, _ in
      .double(value(try Numbers.present(columns[0])))
    } byGroup: { columns, grouping in
      try GroupedValues(columns[0], grouping).map(value)
    }
  }
}

/// Moments about the mean, in two passes: the powers of large values would cancel badly.
struct HigherMoments {
  private var count = 0.0
  private var second = 0.0
  private var third = 0.0
  private var fourth = 0.0

  init(_ values: [Double]) {
    count = Double(values.count)
    guard count > 0 else { return }
    let mean = values.reduce(0, +) / count
    for value in values {
      let distance = value - mean
      let square = distance * distance
      second += square
      third += square * distance
      fourth += square * square
    }
    second /= count
    third /= count
    fourth /= count
  }

  func skewness(isBiased: Bool) -> Double {
    guard count > 0, second > 0 else { return .null }
    let biased = third / (second * second.squareRoot())
    if isBiased { return biased }
    return count < 3 ? .null : biased * (count * (count - 1)).squareRoot() / (count - 2)
  }

  func kurtosis(isBiased: Bool) -> Double {
    guard count > 0, second > 0 else { return .null }
    let biased = fourth / (second * second)
    if isBiased { return biased }
    return count < 4 ? .null : (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * biased - 3 * (count - 1)) + 3
  }
}
