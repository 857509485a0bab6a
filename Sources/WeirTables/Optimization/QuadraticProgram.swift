/// The least of `x' H x / 2 + f' x` under linear constraints, by the dual active-set method of Goldfarb and Idnani.
package struct QuadraticProgram {
  /// `normal' x >= bound`, or `==`.
  package struct Constraint: Sendable {
    package var normal: [Double]
    package var bound: Double
    package var isEquality: Bool

    package init(normal: [Double], bound: Double, isEquality: Bool) {
      self.normal = normal
      self.bound = bound
      self.isEquality = isEquality
    }
  }

  private let constraints: [Constraint]
  private let inverse: DenseMatrix
  private let hessian: DenseMatrix
  private let linear: [Double]
  private var point: [Double]
  /// Constraints that hold as equations, and their multipliers.
  private var active: [(index: Int, multiplier: Double)] = []

  /// Each step takes or drops a constraint; rounding can make steps repeat.
  private static let stepsMax = 10_000
  private static let tolerance = 1e-10

  /// - Throws: `.value` when `hessian` is not positive definite or nothing meets the constraints.
  package static func minimum(_ hessian: DenseMatrix, _ linear: [Double], _ constraints: [Constraint]) throws -> (value: Double, point: [Double]) {
    var program = try QuadraticProgram(hessian, linear, constraints)
    try program.run()
    return (program.value, program.point)
  }

  private init(_ hessian: DenseMatrix, _ linear: [Double], _ constraints: [Constraint]) throws {
    guard CholeskyDecomposition.lower(hessian) != nil else { throw KernelError.value("the quadratic part must be positive definite") }
    self.hessian = hessian
    self.linear = linear
    self.constraints = constraints
    inverse = try MatrixFunctions.inverse(hessian)
    point = QuadraticProgram.product(inverse, linear).map { -$0 }
  }

  private static func product(_ matrix: DenseMatrix, _ vector: [Double]) -> [Double] {
    matrix.multiplied(by: DenseMatrix(rows: vector.count, columns: 1, values: vector)).values
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }

  private var value: Double { QuadraticProgram.dot(point, QuadraticProgram.product(hessian, point)) / 2 + QuadraticProgram.dot(linear, point) }

  private mutating func run() throws {
    for _ in 0..<QuadraticProgram.stepsMax {
      guard let index = mostViolated() else { return }
      try take(index)
    }
    throw KernelError.value("no minimum was found in \(QuadraticProgram.stepsMax) steps")
  }

  /// Equations first, then the inequality that is missed by most.
  private func mostViolated() -> Int? {
    var worst: (index: Int, miss: Double)?
    for (index, constraint) in constraints.enumerated() where !active.contains(where: { $0.index == index }) {
      let slack = QuadraticProgram.dot(constraint.normal, point) - constraint.bound
      let scale = 1 + abs(constraint.bound)
      if constraint.isEquality { return index }
      if slack < -QuadraticProgram.tolerance * scale, slack < worst?.miss ?? 0 { worst = (index, slack) }
    }
    return worst?.index
  }

  private mutating func take(_ index: Int) throws {
    let constraint = constraints[index]
    let slack = QuadraticProgram.dot(constraint.normal, point) - constraint.bound
    // An equation that is missed from above is the same one with other signs.
    let normal = constraint.isEquality && slack > 0 ? constraint.normal.map { -$0 } : constraint.normal
    let bound = constraint.isEquality && slack > 0 ? -constraint.bound : constraint.bound
    var multiplier = 0.0
    while true {
      let (direction, shares) = directions(normal)
      let rise = QuadraticProgram.dot(direction, normal)
      let full = rise > QuadraticProgram.tolerance ? (bound - QuadraticProgram.dot(normal, point)) / rise : .infinity
      let blocking = active.indices.filter { !constraints[active[$0].index].isEquality && shares[$0] > QuadraticProgram.tolerance }
        .min { active[$0].multiplier / shares[$0] < active[$1].multiplier / shares[$1] }
      let partial = blocking.map { active[$0].multiplier / shares[$0] } ?? .infinity
      let step = min(full, partial)
      if step == .infinity {
        // An equation that follows from the others holds already.
        if constraint.isEquality, abs(slack) <= QuadraticProgram.tolerance * (1 + abs(bound)) { return active.append((index, 0)) }
        throw KernelError.value("no point meets the constraints")
      }
      for place in active.indices { active[place].multiplier -= step * shares[place] }
      multiplier += step
      if full < .infinity { point = zip(point, direction).map { $0 + step * $1 } }
      if step == full { return active.append((index, multiplier)) }
      if let blocking { active.remove(at: blocking) }
    }
  }

  /// Where the point goes when `normal` is pushed, with the active constraints kept, and how much each of these gives way.
  private func directions(_ normal: [Double]) -> (point: [Double], shares: [Double]) {
    let free = QuadraticProgram.product(inverse, normal)
    guard !active.isEmpty else { return (free, []) }
    let normals = DenseMatrix(rows: normal.count, columns: active.count, values: active.flatMap { constraints[$0.index].normal })
    let pulled = inverse.multiplied(by: normals)
    let shares = MatrixFunctions.pseudoInverse(normals.transposed.multiplied(by: pulled))
      .multiplied(by: DenseMatrix(rows: active.count, columns: 1, values: QuadraticProgram.product(normals.transposed, free))).values
    let kept = QuadraticProgram.product(pulled, shares)
    return (zip(free, kept).map { $0 - $1 }, shares)
  }
}
