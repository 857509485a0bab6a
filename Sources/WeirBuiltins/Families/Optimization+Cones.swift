import WeirRuntime
import WeirTables

// Quadratic and conic programs.
extension StandardCatalog {
  static let conicOptimization: [Builtin] = [
    Builtin(
      "osqp(q, [P], [A], [lb], [ub])", summary: "How the search ended, and the `x` with the least `x ** P ** x / 2 + q * x` where `lb <= A ** x <= ub`; NULL is no bound.",
      example: Example("x = osqp(1 1, matrix(4 1, 1 2), matrix(1 1 0, 1 0 1), [1.0, 0, 0], [1.0, 0.7, 0.7]); (x[0], round(x[1], 6))", gives: "(\"solved\",[0.3,0.7])")
    ) { call in
      let factors = try optimizationVector(call, 0)
      let outcome = try ConeProgram.minimum(try quadraticPart(call, 1, variables: factors.count), factors, try intervals(call, variables: factors.count))
      let result = AnyVector(capacity: 2)
      result.push(.string(osqpStatus(outcome.status)))
      result.push(.vector(try DenseMatrix.vector(outcome.point)))
      return .vector(result)
    },
    Builtin(
      "scs(f, [P], [A], [b], [Aeq], [beq], [lb], [ub], [x0], [c], [eps=1e-6], [alpha=1.5])",
      summary: "The least `x ** P ** x / 2 + f * x` where `A ** x <= b`, `Aeq ** x == beq`, `lb <= x <= ub` and `sum(abs(x - x0)) <= c`, and the `x` that gives it.",
      example: Example("round(scs(0 0, matrix(2 0, 0 2), Aeq=matrix([1], [1]), beq=[1], lb=0 0, x0=0.4 0.6, c=0.5)[1], 6)", gives: "[0.5,0.5]")
    ) { call in
      let factors = try optimizationVector(call, 0)
      let count = factors.count
      var program = try BudgetProgram(try quadraticPart(call, 1, variables: count), factors, anchor: anchor(call, 8, variables: count), budget: try budget(call, 9))
      for row in try constraintRows(call, 2, variables: count) { program.add(row.factors, -.infinity, row.bound) }
      for row in try constraintRows(call, 4, variables: count) { program.add(row.factors, row.bound, row.bound) }
      let lower = try variableBounds(call, 6, variables: count, none: -.infinity)
      let upper = try variableBounds(call, 7, variables: count, none: .infinity)
      for index in 0..<count where lower[index].isFinite || upper[index].isFinite {
        program.add((0..<count).map { $0 == index ? 1 : 0 }, lower[index], upper[index])
      }
      return try optimum(try program.minimum(call))
    },
    Builtin(
      "qclp(r, V, k, [A], [b], [Aeq], [beq], [x0], [c], [eps=1e-6], [alpha=1.5])",
      summary: "The least `r * x` where `x ** V ** x <= k`, `A ** x <= b`, `Aeq ** x == beq` and `sum(abs(x - x0)) <= c`, and the `x` that gives it.",
      example: Example("round(qclp(-1 -1, matrix(1 0, 0 1), 2)[1], 6)", gives: "[1,1]")
    ) { call in
      let factors = try optimizationVector(call, 0)
      let count = factors.count
      let limit = try call.double(2)
      guard limit > 0, limit.isFinite else { throw call.invalid(2, "must be positive") }
      let none = DenseMatrix(zeros: count, count)
      var program = try BudgetProgram(none, factors, anchor: anchor(call, 7, variables: count), budget: try budget(call, 8))
      program.add(.cone(rows: [Array(repeating: 0, count: count)] + (try root(call, variables: count)), offsets: [limit.squareRoot()] + Array(repeating: 0, count: count)))
      for row in try constraintRows(call, 3, variables: count) { program.add(row.factors, -.infinity, row.bound) }
      for row in try constraintRows(call, 5, variables: count) { program.add(row.factors, row.bound, row.bound) }
      return try optimum(try program.minimum(call))
    },
    Builtin(
      "socp(f, [G], [h], [l], [q], [A], [b])",
      summary: "How the search ended, the `x` with the least `f * x`, that value and a code: `h - G ** x` has `l` elements of at least 0 and then cones of the sizes `q`, and `A ** x == b`.",
      example: Example("r = socp(1 1, matrix(0 1 0, 0 0 1), 1 0 0, 0, [3]); (r[0], round(r[2], 6), r[3])", gives: "(\"Optimal solution found\",-1.414214,0)")
    ) { call in try socp(call) },
  ]

  private static func quadraticPart(_ call: borrowing Call, _ index: Int, variables: Int) throws -> DenseMatrix {
    guard call.has(index), !call[index].isVoid else { return DenseMatrix(zeros: variables, variables) }
    let matrix = try DenseMatrix.withoutNulls(call[index], call.name)
    guard matrix.rows == variables, matrix.columns == variables else { throw call.invalid(index, "must have \(variables) rows and columns, one per variable") }
    var symmetric = matrix
    for row in 0..<variables { for column in 0..<variables { symmetric[row, column] = (matrix[row, column] + matrix[column, row]) / 2 } }
    let eigen = SymmetricEigen(symmetric)
    guard eigen.values.allSatisfy({ $0 >= -1e-9 * (1 + abs(eigen.values.map(abs).max() ?? 0)) }) else { throw call.invalid(index, "must be positive semidefinite") }
    return symmetric
  }

  /// The rows `R` with `V = R' R`.
  private static func root(_ call: borrowing Call, variables: Int) throws -> [[Double]] {
    let eigen = SymmetricEigen(try quadraticPart(call, 1, variables: variables))
    return (0..<variables).map { index in (0..<variables).map { eigen.vectors[$0, index] * max(eigen.values[index], 0).squareRoot() } }
  }

  private static func intervals(_ call: borrowing Call, variables: Int) throws -> [ConeProgram.Constraint] {
    let given = [2, 3, 4].filter { call.has($0) && !call[$0].isVoid }
    guard !given.isEmpty else { return [] }
    guard given.count == 3 else { throw KernelError.arguments("osqp: `A`, `lb` and `ub` must be given together") }
    let matrix = try DenseMatrix.withoutNulls(call[2], call.name)
    guard matrix.columns == variables else { throw call.invalid(2, "must have \(variables) columns, one per variable, got \(matrix.columns)") }
    let (lower, upper) = (try numbers(call, 3), try numbers(call, 4))
    guard lower.count == matrix.rows else { throw call.invalid(3, "must have \(matrix.rows) elements, one per constraint") }
    guard upper.count == matrix.rows else { throw call.invalid(4, "must have \(matrix.rows) elements, one per constraint") }
    return (0..<matrix.rows).map { row in
      .interval(row: (0..<variables).map { matrix[row, $0] }, lower: lower[row].isNull ? -.infinity : lower[row], upper: upper[row].isNull ? .infinity : upper[row])
    }
  }

  private static func osqpStatus(_ status: ConeProgram.Status) -> String {
    switch status {
    case .solved: "solved"
    case .primalInfeasible: "primal infeasible"
    case .dualInfeasible: "dual infeasible"
    case .stepsMaxReached: "maximum iterations reached"
    }
  }

  private static func anchor(_ call: borrowing Call, _ index: Int, variables: Int) throws -> [Double]? {
    guard call.has(index), !call[index].isVoid else { return nil }
    let values = try optimizationVector(call, index)
    guard values.count == variables else { throw call.invalid(index, "must have \(variables) elements, one per variable") }
    return values
  }

  private static func budget(_ call: borrowing Call, _ index: Int) throws -> Double? {
    guard call.has(index), !call[index].isVoid else { return nil }
    let limit = try call.double(index)
    guard limit >= 0, limit.isFinite else { throw call.invalid(index, "must not be negative") }
    return limit
  }

  private static func socp(_ call: borrowing Call) throws -> Cell {
    let factors = try optimizationVector(call, 0)
    var constraints: [ConeProgram.Constraint] = []
    let rows = try constraintRows(call, 1, variables: factors.count)
    let linearCount = try call.int(3, default: 0)
    let sizes = try call.has(4) && !call[4].isVoid ? call.vectorOrScalar(4).longs() : FixedVector(.long, count: 0)
    let dimensions = (0..<sizes.count).map { Int(sizes.pointer(Int64.self)[$0]) }
    guard linearCount >= 0, linearCount <= rows.count else { throw call.invalid(3, "must be from 0 to \(rows.count), the number of rows of `G`") }
    guard dimensions.allSatisfy({ $0 > 0 && $0 <= rows.count }), linearCount + dimensions.reduce(0, +) == rows.count else {
      throw call.invalid(4, "must be positive and make up the \(rows.count - linearCount) rows of `G` behind the first \(linearCount)")
    }
    for row in rows[..<linearCount] { constraints.append(.interval(row: row.factors, lower: -.infinity, upper: row.bound)) }
    var start = linearCount
    for size in dimensions {
      let block = rows[start..<(start + size)]
      constraints.append(.cone(rows: block.map { $0.factors.map { -$0 } }, offsets: block.map(\.bound)))
      start += size
    }
    for row in try constraintRows(call, 5, variables: factors.count) { constraints.append(.interval(row: row.factors, lower: row.bound, upper: row.bound)) }
    let outcome = try ConeProgram.minimum(DenseMatrix(zeros: factors.count, factors.count), factors, constraints)
    let (text, code): (String, Int) =
      switch outcome.status {
      case .solved: ("Optimal solution found", 0)
      case .primalInfeasible: ("Certificate of primal infeasibility found", 1)
      case .dualInfeasible: ("Certificate of dual infeasibility found", 2)
      case .stepsMaxReached: ("Maximum number of iterations reached", -1)
      }
    let result = AnyVector(capacity: 4)
    result.push(.string(text))
    result.push(.vector(try DenseMatrix.vector(outcome.point)))
    result.push(.double(outcome.value))
    result.push(.int(code))
    return .vector(result)
  }
}

/// A program whose point may be only so far, in the sum of the distances of its elements, from another one.
///
/// Each distance becomes a variable of its own, which the distance must not exceed in either direction.
private struct BudgetProgram {
  private let count: Int
  private var quadratic: DenseMatrix
  private var linear: [Double]
  private var constraints: [ConeProgram.Constraint] = []

  init(_ quadratic: DenseMatrix, _ linear: [Double], anchor: [Double]?, budget: Double?) throws {
    count = linear.count
    self.quadratic = quadratic
    self.linear = linear
    guard let anchor, let budget else {
      guard anchor == nil, budget == nil else { throw KernelError.arguments("`x0` and `c` must be given together") }
      return
    }
    self.quadratic = DenseMatrix(zeros: 2 * count, 2 * count)
    for row in 0..<count { for column in 0..<count { self.quadratic[row, column] = quadratic[row, column] } }
    self.linear += Array(repeating: 0, count: count)
    for index in 0..<count {
      for sign in [1.0, -1.0] {
        let row = (0..<(2 * count)).map { $0 == index ? sign : $0 == count + index ? -1 : 0 }
        constraints.append(.interval(row: row, lower: -.infinity, upper: sign * anchor[index]))
      }
    }
    constraints.append(.interval(row: (0..<(2 * count)).map { $0 < count ? 0 : 1 }, lower: -.infinity, upper: budget))
  }

  private func padded(_ row: [Double]) -> [Double] { row + Array(repeating: 0, count: linear.count - count) }

  mutating func add(_ row: [Double], _ lower: Double, _ upper: Double) { constraints.append(.interval(row: padded(row), lower: lower, upper: upper)) }

  mutating func add(_ constraint: ConeProgram.Constraint) {
    switch constraint {
    case .interval(let row, let lower, let upper): add(row, lower, upper)
    case .cone(let rows, let offsets): constraints.append(.cone(rows: rows.map(padded), offsets: offsets))
    }
  }

  func minimum(_ call: borrowing Call) throws -> (value: Double, point: [Double]) {
    let outcome = try ConeProgram.minimum(quadratic, linear, constraints)
    switch outcome.status {
    case .solved: return (outcome.value, Array(outcome.point[..<count]))
    case .primalInfeasible: throw KernelError.value("\(call.name): no point meets the constraints")
    case .dualInfeasible: throw KernelError.value("\(call.name): there is no least value: it falls without end")
    case .stepsMaxReached: throw KernelError.value("\(call.name): no minimum was found")
    }
  }
}
