/// A linear regression by least squares.
///
/// - Source: DolphinDB function reference, `ols` and `wls`.
package struct LeastSquares: Sendable {
  package enum Method: String, Sendable {
    /// Through the inverse of `X' X`.
    case standard = "default"
    /// Through the singular values of `X`.
    case svd
  }

  /// One row per observation, one column per coefficient; that of the intercept, if there is one, comes first.
  private let factors: DenseMatrix
  private let response: [Double]
  private let weights: [Double]?
  private let hasIntercept: Bool
  /// `(X' W X)^-1`, or its pseudo-inverse.
  private let inverse: DenseMatrix
  package let coefficients: [Double]

  /// - Parameters:
  ///   - factors: `n` rows without the column of the intercept.
  ///   - response: `n` numbers.
  ///   - weights: `n` numbers that are not negative, or nil.
  /// - Throws: `.value` for a singular matrix when the pseudo-inverse is not wanted.
  package init(
    _ response: [Double], _ factors: DenseMatrix, weights: [Double]? = nil, hasIntercept: Bool, method: Method = .standard, usesPseudoInverse: Bool = true
  ) throws {
    let full = hasIntercept ? LeastSquares.withIntercept(factors) : factors
    let weighted = weights.map { LeastSquares.scaled(full, $0) } ?? full
    let normal = full.transposed.multiplied(by: weighted)
    if !usesPseudoInverse, LUDecomposition(normal).isSingular || MatrixFunctions.rank(normal, tolerance: nil) < normal.rows {
      throw KernelError.value("The input matrix is singular and cannot be inverted.")
    }
    inverse = usesPseudoInverse ? MatrixFunctions.pseudoInverse(normal) : try MatrixFunctions.inverse(normal)
    let right = DenseMatrix(rows: response.count, columns: 1, values: response)
    coefficients =
      method == .svd && weights == nil
      ? MatrixFunctions.pseudoInverse(full).multiplied(by: right).values
      : inverse.multiplied(by: weighted.transposed.multiplied(by: right)).values
    self.factors = full
    self.response = response
    self.weights = weights
    self.hasIntercept = hasIntercept
  }

  private static func withIntercept(_ factors: DenseMatrix) -> DenseMatrix {
    DenseMatrix(rows: factors.rows, columns: factors.columns + 1, values: Array(repeating: 1, count: factors.rows) + factors.values)
  }

  private static func scaled(_ factors: DenseMatrix, _ weights: [Double]) -> DenseMatrix {
    var result = factors
    for column in 0..<factors.columns { for row in 0..<factors.rows { result[row, column] *= weights[row] } }
    return result
  }

  /// What `coefficients` leave unexplained of `response`.
  package static func residuals(_ response: [Double], _ factors: DenseMatrix, _ coefficients: [Double], hasIntercept: Bool) -> [Double] {
    let full = hasIntercept ? withIntercept(factors) : factors
    let fitted = full.multiplied(by: DenseMatrix(rows: coefficients.count, columns: 1, values: coefficients)).values
    return zip(response, fitted).map { $0 - $1 }
  }
}

// MARK: How good it is

extension LeastSquares {
  package var residuals: [Double] {
    let fitted = factors.multiplied(by: DenseMatrix(rows: coefficients.count, columns: 1, values: coefficients)).values
    return zip(response, fitted).map { $0 - $1 }
  }

  package var observations: Int { response.count }

  /// Degrees of freedom of the regression, the residuals and the whole.
  package var freedom: (regression: Int, residual: Int, total: Int) {
    let regression = factors.columns - (hasIntercept ? 1 : 0)
    return (regression, response.count - factors.columns, response.count - (hasIntercept ? 1 : 0))
  }

  /// Sums of squares of the regression, the residuals and the whole; around the mean when there is an intercept.
  package var squares: (regression: Double, residual: Double, total: Double) {
    let weights = weights ?? Array(repeating: 1, count: response.count)
    let mean = hasIntercept ? zip(weights, response).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +) : 0
    let total = zip(weights, response).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    let residual = zip(weights, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    return (total - residual, residual, total)
  }

  /// The mean square of the residuals.
  package var residualMeanSquare: Double { squares.residual / Double(freedom.residual) }

  package var standardErrors: [Double] {
    let mean = residualMeanSquare
    return coefficients.indices.map { (mean * inverse[$0, $0]).squareRoot() }
  }

  package var tStatistics: [Double] { zip(coefficients, standardErrors).map { $0 / $1 } }

  /// Both tails of Student's distribution beyond each t statistic.
  package var pValues: [Double] {
    let distribution = Distribution.student(freedom: Double(freedom.residual))
    return tStatistics.map { 2 * distribution.cumulative(-abs($0)) }
  }

  package var determination: Double { 1 - squares.residual / squares.total }

  package var adjustedDetermination: Double {
    let freedom = freedom
    return 1 - (1 - determination) * Double(freedom.total) / Double(freedom.residual)
  }

  package var fStatistic: Double { squares.regression / Double(freedom.regression) / residualMeanSquare }

  package var significance: Double {
    let freedom = freedom
    return 1 - Distribution.f(numerator: Double(freedom.regression), denominator: Double(freedom.residual)).cumulative(fStatistic)
  }
}
