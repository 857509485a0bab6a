import WeirRuntime
import WeirTables

// Linear regressions.
extension StandardCatalog {
  static let regression: [Builtin] = [
    Builtin(
      "ols(Y, X, [intercept=true], [mode=0], [method='default'], [usePinv=true])",
      summary: "The regression of `Y` on the factors `X` by least squares, nulls as 0. `mode` 0 gives the coefficients, 1 a table of them, 2 a dictionary of all.",
      example: Example("round(ols(1 3 5.2, 1 2 3), 4)", gives: "[-1.1333,2.1]"), wantsArgumentNames: true
    ) { call in
      guard let method = LeastSquares.Method(rawValue: try call.string(4, default: "default")) else { throw call.invalid(4, "must be \"default\" or \"svd\"") }
      let input = try RegressionInput(call, intercept: 2)
      let fit = try LeastSquares(
        input.response, input.factors, hasIntercept: input.hasIntercept, method: method, usesPseudoInverse: try call.bool(5, default: true))
      return try RegressionReport.cell(fit, input, mode: try call.int(3, default: 0), call, modeAt: 3)
    },
    Builtin(
      "wls(Y, X, W, [intercept=true], [mode=0])", summary: "As `ols`, with a weight for each observation.",
      example: Example("round(wls(1 3 5.2, 1 2 3, 1 1 0), 4)", gives: "[-1,2]"), wantsArgumentNames: true
    ) { call in
      let input = try RegressionInput(call, intercept: 3)
      let weights = try numbers(call, 2)
      guard weights.count == input.response.count else { throw call.invalid(2, "must be as long as `Y`") }
      guard !weights.contains(where: { $0 < 0 }) else { throw call.invalid(2, "must not be negative") }
      let fit = try LeastSquares(input.response, input.factors, weights: weights, hasIntercept: input.hasIntercept)
      return try RegressionReport.cell(fit, input, mode: try call.int(4, default: 0), call, modeAt: 4)
    },
    Builtin(
      "residual(Y, X, params, [intercept=true])", summary: "What the coefficients `params` of a regression leave unexplained of `Y`.",
      example: Example("residual(1 3 6, 1 2 3, -1 2)", gives: "[0,0,1]")
    ) { call in
      let input = try RegressionInput(call, intercept: 3)
      let coefficients = try numbers(call, 2)
      guard coefficients.count == input.factors.columns + (input.hasIntercept ? 1 : 0) else { throw call.invalid(2, "must have a number for each coefficient") }
      return .vector(
        try DenseMatrix.vector(LeastSquares.residuals(input.response, input.factors, coefficients, hasIntercept: input.hasIntercept)))
    },
  ]
}

/// The response and the factors that the functions of regression take, nulls as 0.
struct RegressionInput {
  let response: [Double]
  /// A row per observation.
  let factors: DenseMatrix
  let hasIntercept: Bool
  /// A name for each coefficient.
  let names: [String]

  init(_ call: borrowing Call, intercept: Int) throws {
    let response = try StandardCatalog.numbers(call, 0).map { $0.isNull ? 0 : $0 }
    let (factors, names) = try RegressionInput.factors(call, rows: response.count)
    guard factors.rows == response.count else {
      throw KernelError.shape("\(call.name): `X` must have \(response.count) rows, one per element of `Y`, got \(factors.rows)")
    }
    guard !response.isEmpty, factors.columns > 0 else { throw call.invalid(1, "must not be empty") }
    guard factors.columns <= RegressionInput.factorsMax else { throw call.invalid(1, "must have at most \(RegressionInput.factorsMax) factors") }
    self.response = response
    self.factors = factors
    let hasIntercept = try call.bool(intercept, default: true)
    self.hasIntercept = hasIntercept
    // Factors without names are numbered, and then the intercept is number 0.
    self.names = names.map { (hasIntercept ? ["intercept"] : []) + $0 } ?? (0..<(factors.columns + (hasIntercept ? 1 : 0))).map { "beta\($0)" }
  }

  /// More would need a matrix of more than their square.
  private static let factorsMax = 4096

  private static func factors(_ call: borrowing Call, rows: Int) throws -> (DenseMatrix, [String]?) {
    if let table = call[1].table?.snapshot { return (try joined(table.columns, call), table.names) }
    if let tuple = call[1].tuple {
      let columns = try (0..<tuple.count).map { index -> Vector in
        guard let column = tuple.withCell(index, { $0.vector }) else { throw call.expected(1, "a vector, a tuple of vectors, a matrix or a table") }
        return column
      }
      let names = call.elementNames(1)
      return (try joined(columns, call), names?.count == columns.count ? names : nil)
    }
    let matrix = try DenseMatrix(call[1], call.name)
    guard call[1].matrix != nil else { return (matrix, call.argumentName(1).map { [$0] }) }
    return (matrix.rows != rows && matrix.columns == rows ? matrix.transposed : matrix, nil)
  }

  private static func joined(_ columns: [Vector], _ call: borrowing Call) throws -> DenseMatrix {
    let rows = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == rows }) else { throw KernelError.shape("\(call.name): the factors of `X` must be of equal length") }
    let values = try columns.map { try DenseMatrix(.vector($0), call.name).values }
    return DenseMatrix(rows: rows, columns: columns.count, values: Array(values.joined()))
  }
}

/// A regression in the form that `mode` asks for.
private enum RegressionReport {
  static func cell(_ fit: LeastSquares, _ input: RegressionInput, mode: Int, _ call: borrowing Call, modeAt index: Int) throws -> Cell {
    switch mode {
    case 0: return .vector(try DenseMatrix.vector(fit.coefficients))
    case 1: return .table(try coefficients(fit, input))
    case 2:
      let result = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
      try result.set(.string("Coefficient"), .table(try coefficients(fit, input)))
      try result.set(.string("Residual"), .vector(try DenseMatrix.vector(fit.residuals)))
      try result.set(.string("RegressionStat"), .table(try statistics(fit)))
      try result.set(.string("ANOVA"), .table(try variance(fit)))
      return .dictionary(result)
    default: throw call.invalid(index, "must be 0, 1 or 2, got \(mode)")
    }
  }

  private static func coefficients(_ fit: LeastSquares, _ input: RegressionInput) throws -> Table {
    let columns = try [fit.coefficients, fit.standardErrors, fit.tStatistics, fit.pValues].map(DenseMatrix.vector)
    return try Table(names: ["factor", "beta", "stdError", "tstat", "pvalue"], columns: [try StringVector(input.names)] + columns)
  }

  private static func statistics(_ fit: LeastSquares) throws -> Table {
    let values = [fit.determination, fit.adjustedDetermination, fit.residualMeanSquare.squareRoot(), Double(fit.observations)]
    let items = try StringVector(["R2", "AdjustedR2", "StdError", "Observations"])
    return try Table(names: ["item", "statistics"], columns: [items, try DenseMatrix.vector(values)])
  }

  private static func variance(_ fit: LeastSquares) throws -> Table {
    let (freedom, squares) = (fit.freedom, fit.squares)
    let degrees = try Vector.empty(.int, capacity: 3)
    for count in [freedom.regression, freedom.residual, freedom.total] { try degrees.append(.int(count)) }
    let columns = try [
      [squares.regression, squares.residual, squares.total],
      [squares.regression / Double(freedom.regression), fit.residualMeanSquare, .nan],
      [fit.fStatistic, .nan, .nan],
      [fit.significance, .nan, .nan],
    ].map(DenseMatrix.vector)
    let names = try StringVector(["Regression", "Residual", "Total"])
    return try Table(names: ["Breakdown", "DF", "SS", "MS", "F", "Significance"], columns: [names, degrees] + columns)
  }
}
