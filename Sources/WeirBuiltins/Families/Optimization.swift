import WeirRuntime
import WeirTables

// The least value of a function under constraints.
extension StandardCatalog {
  static let optimization: [Builtin] = [
    Builtin(
      "linprog(f, [A], [b], [Aeq], [beq], [lb], [ub], [method='simplex'])",
      summary: "The least `f * x` where `A ** x <= b`, `Aeq ** x == beq` and `lb <= x <= ub`, and the `x` that gives it. NULL is no bound.",
      example: Example("linprog(-3 -2, [2, 1, 1, 1]$2:2, 10 8, ub=[4, NULL])", gives: "(-18,[2,6])")
    ) { call in
      let factors = try optimizationVector(call, 0)
      guard ["simplex", "interior-point"].contains(try call.string(7, default: "simplex")) else { throw call.invalid(7, "must be \"simplex\" or \"interior-point\"") }
      let atMost = try constraintRows(call, 1, variables: factors.count).map { LinearProgram.Row($0.factors, .atMost, $0.bound) }
      let equal = try constraintRows(call, 3, variables: factors.count).map { LinearProgram.Row($0.factors, .equal, $0.bound) }
      let lower = try variableBounds(call, 5, variables: factors.count, none: -.infinity)
      let upper = try variableBounds(call, 6, variables: factors.count, none: .infinity)
      return try optimum(try naming(call.name) { try LinearProgram.minimum(factors, atMost + equal, lower: lower, upper: upper) })
    },
    Builtin(
      "quadprog(H, f, [A], [b], [Aeq], [beq])",
      summary: "The least `x ** H ** x / 2 + f * x` where `A ** x <= b` and `Aeq ** x == beq`, and the `x` that gives it. `H` is positive definite.",
      example: Example("quadprog(matrix(2 -2, -2 6), -5 4)", gives: "(-6.375,[2.75,0.25])")
    ) { call in
      let hessian = try DenseMatrix.withoutNulls(call[0], call.name)
      try hessian.requireSquare(call.name)
      let factors = try optimizationVector(call, 1)
      guard factors.count == hessian.rows else { throw call.invalid(1, "must have \(hessian.rows) elements, one per row of `H`") }
      let atMost = try constraintRows(call, 2, variables: factors.count).map { row in
        QuadraticProgram.Constraint(normal: row.factors.map { -$0 }, bound: -row.bound, isEquality: false)
      }
      let equal = try constraintRows(call, 4, variables: factors.count).map { row in
        QuadraticProgram.Constraint(normal: row.factors, bound: row.bound, isEquality: true)
      }
      return try optimum(try naming(call.name) { try QuadraticProgram.minimum(hessian, factors, equal + atMost) })
    },
    Builtin(
      "bvls(Y, X, bounds, [maxIter], [tolerance=1e-10], [intercept=true], [mode=0])",
      summary: "The regression of `Y` on `X` whose coefficients, the intercept with them, lie between two bounds or vectors of them.",
      example: Example("round(bvls(1 2 4, 1 2 3, (0, 1)), 6)", gives: "[0.333333,1]"), body: boundedRegression),
  ]

  private static let variablesMax = 2000

  static func optimizationVector(_ call: borrowing Call, _ index: Int) throws -> [Double] {
    let values = try numbers(call, index)
    guard !values.isEmpty, values.count <= variablesMax, values.allSatisfy({ $0.isFinite && !$0.isNull }) else {
      throw call.invalid(index, "must have 1 to \(variablesMax) elements and no nulls")
    }
    return values
  }

  /// The rows of the matrix that is argument `index` with the bounds behind it; none when it is left out.
  static func constraintRows(_ call: borrowing Call, _ index: Int, variables: Int) throws -> [(factors: [Double], bound: Double)] {
    guard call.has(index), !call[index].isVoid else { return [] }
    let matrix = try DenseMatrix.withoutNulls(call[index], call.name)
    guard matrix.columns == variables else { throw call.invalid(index, "must have \(variables) columns, one per variable, got \(matrix.columns)") }
    let bounds = try optimizationVector(call, index + 1)
    guard bounds.count == matrix.rows else { throw call.invalid(index + 1, "must have \(matrix.rows) elements, one per constraint") }
    return bounds.indices.map { row in ((0..<variables).map { matrix[row, $0] }, bounds[row]) }
  }

  static func variableBounds(_ call: borrowing Call, _ index: Int, variables: Int, none: Double) throws -> [Double] {
    guard call.has(index), !call[index].isVoid else { return Array(repeating: none, count: variables) }
    let values = try numbers(call, index).map { $0.isNull ? none : $0 }
    if values.count == 1, variables > 1 { return Array(repeating: values[0], count: variables) }
    guard values.count == variables else { throw call.invalid(index, "must be a scalar or have \(variables) elements, one per variable") }
    return values
  }

  static func optimum(_ best: (value: Double, point: [Double])) throws -> Cell {
    let result = AnyVector(capacity: 2)
    result.push(.double(best.value))
    result.push(.vector(try DenseMatrix.vector(best.point)))
    return .vector(result)
  }

  private static func boundedRegression(_ call: borrowing Call) throws -> Cell {
    let input = try RegressionInput(call, intercept: 5)
    guard try call.int(6, default: 0) == 0 else { throw call.invalid(6, "must be 0") }
    guard let pair = call[2].tuple ?? call[2].vector, pair.count == 2 else { throw call.expected(2, "a tuple of the lower and the upper bounds") }
    let columns = input.hasIntercept ? DenseMatrix(rows: input.factors.rows, columns: 1, values: Array(repeating: 1, count: input.factors.rows)).values : []
    let factors = DenseMatrix(rows: input.factors.rows, columns: input.names.count, values: columns + input.factors.values)
    let transposed = factors.transposed
    let right = transposed.multiplied(by: DenseMatrix(rows: input.response.count, columns: 1, values: input.response)).values
    var constraints: [QuadraticProgram.Constraint] = []
    for (side, sign) in [(0, 1.0), (1, -1.0)] {
      let bounds = try sideBounds(pair.cell(at: side), call, count: input.names.count)
      for (index, bound) in bounds.enumerated() where !bound.isNull && bound.isFinite {
        let normal = input.names.indices.map { $0 == index ? sign : 0 }
        constraints.append(QuadraticProgram.Constraint(normal: normal, bound: sign * bound, isEquality: false))
      }
    }
    return try naming(call.name) {
      .vector(try DenseMatrix.vector(QuadraticProgram.minimum(transposed.multiplied(by: factors), right.map { -$0 }, constraints).point))
    }
  }

  private static func sideBounds(_ value: borrowing Cell, _ call: borrowing Call, count: Int) throws -> [Double] {
    if value.isScalar { return Array(repeating: try value.asDouble(), count: count) }
    guard let vector = value.vector, vector.type.isNumeric, vector.count == count else { throw call.expected(2, "scalars or vectors of \(count) bounds") }
    let numbers = try ElementMath.doubles(vector, call.name)
    return withExtendedLifetime(numbers) { (0..<count).map { numbers.pointer(Double.self)[$0] } }
  }
}
