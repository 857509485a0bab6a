/// The functions of two columns over windows. Rows with a null in either column are left out.
package enum WindowPairs {
  package static func correlation(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent, Correlation())
  }

  package static func covariance(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent, SampleCovariance())
  }

  package static func populationCovariance(_ x: Vector, _ y: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent, PopulationCovariance())
  }

  /// The slope of the regression of `y` on `x`.
  package static func slope(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent, Slope())
  }

  /// The intercept and the slope of the regression of `y` on `x`.
  package static func regression(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> (intercept: Vector, slope: Vector) {
    let slope = try slope(of: y, on: x, extent)
    let intercept = try pairs(x, y, extent, Intercept())
    return (intercept, slope)
  }

  /// The mean squared residual of the regression of `y` on `x`.
  package static func meanSquaredError(of y: Vector, on x: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, y, extent, MeanSquaredError())
  }

  /// The sum of products.
  package static func weightedSum(_ x: Vector, _ weights: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, weights, extent, WeightedSumResult())
  }

  package static func weightedAverage(_ x: Vector, _ weights: Vector, _ extent: WindowExtent) throws -> Vector {
    try pairs(x, weights, extent, WeightedMeanResult())
  }

  @inline(__always)
  private static func pairs<Result: WindowResult>(
    _ x: Vector, _ y: Vector, _ extent: WindowExtent, _ finish: Result
  ) throws -> Vector where Result.Summary.Row == DoublePair, Result.Output == Double {
    guard x.count == y.count else { throw KernelError.shape("the columns must have the same length, got \(x.count) and \(y.count)") }
    let xs = try x.doubles()
    let ys = try y.doubles()
    let rows = WindowDoublePairs(x: xs.pointer(), y: ys.pointer())
    let origin = DoublePair(x: WindowStatistics.firstValue(rows.x, xs.count), y: WindowStatistics.firstValue(rows.y, ys.count))
    let result = try FixedVector(.double, count: xs.count)
    try slide(rows, count: xs.count, extent, origin: origin, into: result.pointer(Double.self), finish)
    return withExtendedLifetime((xs, ys)) { result }
  }
}
