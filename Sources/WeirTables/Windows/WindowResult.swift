/// What a function makes of the summary of a window. A type and not a closure: the loops over the rows are made for it, on whatever thread they run.
protocol WindowResult {
  associatedtype Summary: WindowSummary
  associatedtype Output: VectorElement
  /// - Parameter start: the first row of the window.
  func value(_ summary: Summary, _ origin: Summary.Row, _ start: Int) -> Output
}

struct SumResult: WindowResult {
  @inline(__always) func value(_ summary: WindowSum, _ origin: Double, _ start: Int) -> Double { summary.sum.orNull }
}

struct MeanResult: WindowResult {
  @inline(__always) func value(_ summary: WindowSum, _ origin: Double, _ start: Int) -> Double { (summary.sum / Double(summary.count)).orNull }
}

struct SquareSumResult: WindowResult {
  @inline(__always) func value(_ summary: SquareSum, _ origin: Double, _ start: Int) -> Double { summary.sum.orNull }
}

struct CubeSumResult: WindowResult {
  @inline(__always) func value(_ summary: CubeSum, _ origin: Double, _ start: Int) -> Double { summary.sum.orNull }
}

struct FourthPowerSumResult: WindowResult {
  @inline(__always) func value(_ summary: FourthPowerSum, _ origin: Double, _ start: Int) -> Double { summary.sum.orNull }
}

struct ProductResult: WindowResult {
  @inline(__always) func value(_ summary: DoubleProduct, _ origin: Double, _ start: Int) -> Double { summary.product.orNull }
}

struct SampleVariance: WindowResult {
  @inline(__always) func value(_ summary: SecondMoments, _ origin: Double, _ start: Int) -> Double { summary.sampleVariance.orNull }
}

struct PopulationVariance: WindowResult {
  @inline(__always) func value(_ summary: SecondMoments, _ origin: Double, _ start: Int) -> Double { summary.populationVariance.orNull }
}

struct SampleDeviation: WindowResult {
  @inline(__always) func value(_ summary: SecondMoments, _ origin: Double, _ start: Int) -> Double { summary.count > 1 ? summary.sampleVariance.squareRoot().orNull : .null }
}

struct PopulationDeviation: WindowResult {
  @inline(__always) func value(_ summary: SecondMoments, _ origin: Double, _ start: Int) -> Double { summary.populationVariance.squareRoot().orNull }
}

struct Skewness: WindowResult {
  let isBiased: Bool

  @inline(__always) func value(_ summary: FourthMoments, _ origin: Double, _ start: Int) -> Double { summary.skewness(isBiased: isBiased).orNull }
}

struct Kurtosis: WindowResult {
  let isBiased: Bool

  @inline(__always) func value(_ summary: FourthMoments, _ origin: Double, _ start: Int) -> Double { summary.kurtosis(isBiased: isBiased).orNull }
}

struct IntegerSumResult: WindowResult {
  @inline(__always) func value(_ summary: WindowIntegerSum, _ origin: Int64, _ start: Int) -> Int64 { summary.sum }
}

struct IntegerProductResult: WindowResult {
  @inline(__always) func value(_ summary: IntegerProduct, _ origin: Int64, _ start: Int) -> Int64 { summary.product }
}

struct Correlation: WindowResult {
  @inline(__always) func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double { summary.correlation }
}

struct SampleCovariance: WindowResult {
  @inline(__always) func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double { summary.sampleCovariance.orNull }
}

struct PopulationCovariance: WindowResult {
  @inline(__always) func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double { summary.populationCovariance.orNull }
}

struct Slope: WindowResult {
  @inline(__always) func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double { summary.slope }
}

struct WeightedSumResult: WindowResult {
  @inline(__always) func value(_ summary: WindowWeightedSum, _ origin: DoublePair, _ start: Int) -> Double { summary.products.orNull }
}

struct WeightedMeanResult: WindowResult {
  @inline(__always) func value(_ summary: WindowWeightedSum, _ origin: DoublePair, _ start: Int) -> Double { (summary.products / summary.weights).orNull }
}

/// The intercept of the regression of the second column on the first.
struct Intercept: WindowResult {
  @inline(__always)
  func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double {
    let slope = summary.slope
    guard slope.hasValue else { return .null }
    let n = Double(summary.count)
    return (origin.y + summary.y / n - slope * (origin.x + summary.x / n)).orNull
  }
}

/// The mean squared residual of that regression.
struct MeanSquaredError: WindowResult {
  @inline(__always)
  func value(_ summary: WindowPairMoments, _ origin: DoublePair, _ start: Int) -> Double {
    let residuals = summary.yyAroundMean - summary.xyAroundMean * summary.xyAroundMean / summary.xxAroundMean
    return (max(residuals, 0) / Double(summary.count)).orNull
  }
}

/// The greatest or least value.
struct ExtremeResult<Element: VectorElement & Comparable, Order: ExtremeOrder>: WindowResult {
  @inline(__always) func value(_ summary: ExtremeValue<Element, Order>, _ origin: Element, _ start: Int) -> Element { summary.value }
}

/// The row of the greatest or least value.
struct ExtremeRow<Order: ExtremeOrder>: WindowResult {
  @inline(__always) func value(_ summary: Extreme<Int64, Order>, _ origin: Int64, _ start: Int) -> Int64 { Int64(summary.index) }
}

/// The place of the greatest or least value in its window.
struct ExtremePlaceResult<Element: VectorElement & Comparable, Order: ExtremeOrder>: WindowResult {
  @inline(__always)
  func value(_ summary: Extreme<Element, Order>, _ origin: Element, _ start: Int) -> Int32 { Int32(truncatingIfNeeded: summary.index &- start) }
}

/// The greatest sum of positive numbers in an unbroken row.
struct BestStreak: WindowResult {
  @inline(__always) func value(_ summary: PositiveStreaks, _ origin: Double, _ start: Int) -> Double { summary.best }
}
