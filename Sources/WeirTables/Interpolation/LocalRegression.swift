/// Values made smooth by a straight line around each of them (loess), with the far ones counting less, and those that lie far from their line less and less.
///
/// - Source: Cleveland, "Robust Locally Weighted Regression and Smoothing Scatterplots" (1979). As in the documented answers, the neighbour at the right end of a
///   window is left out.
package struct LocalRegression {
  private let places: [Double]
  private let values: [Double]
  private let neighbours: Int
  private let accuracy: Double
  private var robustness: [Double]

  /// - Precondition: `places` ascends strictly and has at least two elements, `values` as many.
  /// - Parameters:
  ///   - bandwidth: which share of all points counts as near.
  ///   - accuracy: residuals with a median below it need no further turn.
  /// - Throws: `.interrupted`.
  package static func smoothed(_ places: [Double], _ values: [Double], bandwidth: Double, turns: Int, accuracy: Double) throws -> [Double] {
    var regression = LocalRegression(places, values, bandwidth, accuracy)
    return try regression.run(turns)
  }

  private init(_ places: [Double], _ values: [Double], _ bandwidth: Double, _ accuracy: Double) {
    self.places = places
    self.values = values
    self.accuracy = accuracy
    neighbours = min(max(2, Int(bandwidth * Double(places.count))), places.count)
    robustness = Array(repeating: 1, count: places.count)
  }

  private mutating func run(_ turns: Int) throws -> [Double] {
    var smooth = try fit()
    for _ in 0..<turns {
      let residuals = zip(values, smooth).map { abs($0 - $1) }
      let median = residuals.sorted()[residuals.count / 2]
      if median < accuracy { break }
      robustness = residuals.map { residual in
        let share = residual / (6 * median)
        return share < 1 ? (1 - share * share) * (1 - share * share) : 0
      }
      smooth = try fit()
    }
    return smooth
  }

  private func fit() throws -> [Double] {
    var left = 0
    return try places.indices.map { index in
      try Interruption.check()
      while left + neighbours < places.count, places[left + neighbours] - places[index] < places[index] - places[left] { left += 1 }
      return value(at: index, left..<(left + neighbours - 1))
    }
  }

  /// The line through the near points, at the point itself.
  private func value(at index: Int, _ near: Range<Int>) -> Double {
    let place = places[index]
    let reach = max(place - places[near.lowerBound], places[near.upperBound] - place)
    var (sum, sumX, sumY, sumXX, sumXY) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for row in near {
      let share = abs(places[row] - place) / reach
      let cube = 1 - share * share * share
      let weight = share < 1 ? cube * cube * cube * robustness[row] : 0
      let x = places[row] - place
      sum += weight
      sumX += weight * x
      sumY += weight * values[row]
      sumXX += weight * x * x
      sumXY += weight * x * values[row]
    }
    guard sum > 0 else { return values[index] }
    let (meanX, meanY) = (sumX / sum, sumY / sum)
    let spread = sumXX / sum - meanX * meanX
    let slope = max(spread, 0).squareRoot() < accuracy ? 0 : (sumXY / sum - meanX * meanY) / spread
    return meanY - slope * meanX
  }
}
