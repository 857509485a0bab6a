/// The functions of two columns over windows. Rows with a null in either column are left out.
package enum WindowPairs {
  package static func correlation(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent) { (summary: WindowPairMoments) in summary.correlation }
  }

  package static func covariance(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent) { (summary: WindowPairMoments) in summary.sampleCovariance }
  }

  package static func populationCovariance(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent) { (summary: WindowPairMoments) in summary.populationCovariance }
  }

  /// The slope of the regression of `y` on `x`.
  package static func slope(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent) { (summary: WindowPairMoments) in summary.slope }
  }

  /// The intercept and the slope of the regression of `y` on `x`.
  package static func regression(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> (intercept: Vector, slope: Vector) {
    let slope = try slope(of: y, on: x, extent)
    let intercept = try pairsWithOrigin(x, y, extent) { (summary: WindowPairMoments, origin) in
      let n = Double(summary.count)
      return origin.y + summary.y / n - summary.slope.times(origin.x + summary.x / n)
    }
    return (intercept, slope)
  }

  /// The mean squared residual of the regression of `y` on `x`.
  package static func meanSquaredError(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent) { (summary: WindowPairMoments) in
      let residuals = summary.yyAroundMean - summary.xyAroundMean * summary.xyAroundMean / summary.xxAroundMean
      return max(residuals, 0) / Double(summary.count)
    }
  }

  /// The sum of products.
  package static func weightedSum(_ x: Vector, _ weights: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, weights, extent) { (summary: WindowWeightedSum) in summary.products }
  }

  package static func weightedAverage(_ x: Vector, _ weights: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, weights, extent) { (summary: WindowWeightedSum) in summary.products / summary.weights }
  }

  @inline(__always)
  private static func pairs<Summary: WindowSummary>(
    _ x: Vector, _ y: Vector, _ extent: WindowExtent, _ finish: (Summary) -> Double
  ) throws -> Vector where Summary.Row == DoublePair {
    try pairsWithOrigin(x, y, extent) { (summary: Summary, _) in finish(summary) }
  }

  @inline(__always)
  private static func pairsWithOrigin<Summary: WindowSummary>(
    _ x: Vector, _ y: Vector, _ extent: WindowExtent, _ finish: (Summary, DoublePair) -> Double
  ) throws -> Vector where Summary.Row == DoublePair {
    guard x.count == y.count else { throw KernelError.shape("the columns must have the same length, got \(x.count) and \(y.count)") }
    let xs = try x.doubles()
    let ys = try y.doubles()
    let rows = WindowDoublePairs(x: xs.pointer(), y: ys.pointer())
    let origin = DoublePair(x: WindowStatistics.firstValue(rows.x, xs.count), y: WindowStatistics.firstValue(rows.y, ys.count))
    let result = try FixedVector(.double, count: xs.count)
    try slide(rows, count: xs.count, extent, origin: origin, into: result.pointer(Double.self), finish: { summary, origin, _ in finish(summary, origin).orNull })
    return result
  }
}

extension Double {
  /// The product, null when this is null.
  @inline(__always) fileprivate func times(_ other: Double) -> Double { hasValue ? self * other : .nan }
}
