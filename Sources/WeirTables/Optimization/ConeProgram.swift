import Glibc

/// The least of `x' P x / 2 + q' x` where rows of `A x` lie between bounds and blocks of rows in second-order cones.
///
/// The alternating direction method of multipliers, as in OSQP: each step solves one linear system, which is factored once, and projects on the constraints.
/// - Source: Stellato et al., "OSQP: an operator splitting solver for quadratic programs" (2020).
package struct ConeProgram {
  package enum Constraint: Sendable {
    /// `lower <= row * x <= upper`; infinite where there is no bound.
    case interval(row: [Double], lower: Double, upper: Double)
    /// `|v| <= t` for `(t, v) = rows * x + offsets`.
    case cone(rows: [[Double]], offsets: [Double])
  }

  package enum Status: Sendable { case solved, primalInfeasible, dualInfeasible, stepsMaxReached }

  package struct Outcome: Sendable {
    package let status: Status
    package let point: [Double]
    package let value: Double
  }

  private let quadratic: DenseMatrix
  private let linear: [Double]
  private let rows: DenseMatrix
  private let set: ConstraintSet
  private var x: [Double]
  /// What the constraints allow that is nearest to `A x`, and the multipliers of the difference.
  private var z: [Double]
  private var y: [Double]
  /// The weight of the constraints: it is changed when one side of the problem lags behind the other.
  private var weight = 0.1
  private var factored: LUDecomposition

  private static let stepsMax = 200_000
  /// Steps between two looks at how far it is.
  private static let stepsPerLook = 50
  private static let tolerance = 1e-10
  private static let relaxation = 1.6
  private static let regularization = 1e-8

  /// - Precondition: `quadratic` is symmetric, and positive semidefinite; every row has as many factors as `linear`.
  /// - Throws: `.interrupted`.
  package static func minimum(_ quadratic: DenseMatrix, _ linear: [Double], _ constraints: [Constraint]) throws -> Outcome {
    var program = ConeProgram(quadratic, linear, constraints)
    return try program.run()
  }

  private init(_ quadratic: DenseMatrix, _ linear: [Double], _ constraints: [Constraint]) {
    self.quadratic = quadratic
    self.linear = linear
    set = ConstraintSet(constraints)
    let flat = constraints.flatMap { constraint in
      switch constraint {
      case .interval(let row, _, _): [row]
      case .cone(let rows, _): rows
      }
    }
    var matrix = DenseMatrix(zeros: flat.count, linear.count)
    for (row, factors) in flat.enumerated() { for (column, factor) in factors.enumerated() { matrix[row, column] = factor } }
    rows = matrix
    x = Array(repeating: 0, count: linear.count)
    z = Array(repeating: 0, count: flat.count)
    y = z
    factored = LUDecomposition(DenseMatrix(zeros: 0, 0))
    factor()
  }

  /// The matrix of every step: `P + s + A' w A`.
  private mutating func factor() {
    var system = quadratic
    for index in linear.indices { system[index, index] += ConeProgram.regularization }
    for column in linear.indices {
      for other in linear.indices {
        var sum = 0.0
        for row in 0..<rows.rows { sum += weight(row) * rows[row, column] * rows[row, other] }
        system[other, column] += sum
      }
    }
    factored = LUDecomposition(system)
  }

  /// Equations weigh more: their multipliers are free.
  private func weight(_ row: Int) -> Double { set.isEquation[row] ? weight * 1000 : weight }

  private mutating func run() throws -> Outcome {
    var (lastX, lastY) = (x, y)
    for count in 1...ConeProgram.stepsMax {
      step()
      guard count % ConeProgram.stepsPerLook == 0 else { continue }
      try Interruption.check()
      let (primal, dual) = distances
      if primal <= 1, dual <= 1 { return outcome(.solved) }
      if let status = certificate(zip(x, lastX).map { $0 - $1 }, zip(y, lastY).map { $0 - $1 }) { return outcome(status) }
      (lastX, lastY) = (x, y)
      if count % (4 * ConeProgram.stepsPerLook) == 0 { balance(primal, dual) }
    }
    return outcome(.stepsMaxReached)
  }

  private func outcome(_ status: Status) -> Outcome {
    let value = ConeProgram.dot(x, ConeProgram.product(quadratic, x)) / 2 + ConeProgram.dot(linear, x)
    return Outcome(status: status, point: x, value: value)
  }

  private mutating func step() {
    let wanted = z.indices.map { weight($0) * z[$0] - y[$0] }
    let pull = transposedProduct(wanted)
    let right = x.indices.map { ConeProgram.regularization * x[$0] - linear[$0] + pull[$0] }
    let nextX = factored.solve(DenseMatrix(rows: right.count, columns: 1, values: right)).values
    let nextZ = ConeProgram.product(rows, nextX)
    let relaxed = z.indices.map { ConeProgram.relaxation * nextZ[$0] + (1 - ConeProgram.relaxation) * z[$0] }
    x = x.indices.map { ConeProgram.relaxation * nextX[$0] + (1 - ConeProgram.relaxation) * x[$0] }
    z = set.projected(relaxed.indices.map { relaxed[$0] + y[$0] / weight($0) })
    y = y.indices.map { y[$0] + weight($0) * (relaxed[$0] - z[$0]) }
  }

  /// How far the point is from the constraints, and the gradient from 0, in multiples of what is allowed.
  private var distances: (primal: Double, dual: Double) {
    let image = ConeProgram.product(rows, x)
    let (curvature, pull) = (ConeProgram.product(quadratic, x), transposedProduct(y))
    let primal = zip(image, z).reduce(0) { max($0, abs($1.0 - $1.1)) }
    let dual = x.indices.reduce(0) { max($0, abs(curvature[$1] + linear[$1] + pull[$1])) }
    let primalScale = 1 + max(ConeProgram.largest(image), ConeProgram.largest(z))
    let dualScale = 1 + max(ConeProgram.largest(curvature), ConeProgram.largest(pull), ConeProgram.largest(linear))
    return (primal / (ConeProgram.tolerance * primalScale), dual / (ConeProgram.tolerance * dualScale))
  }

  /// Directions in which the multipliers or the point go on for ever prove that there is nothing to find.
  private func certificate(_ stepX: [Double], _ stepY: [Double]) -> Status? {
    let limit = 1e-7
    let sizeY = ConeProgram.largest(stepY)
    if sizeY > 1e-6, ConeProgram.largest(transposedProduct(stepY)) <= limit * sizeY, let support = set.support(stepY, tolerance: limit * sizeY), support < -limit * sizeY {
      return .primalInfeasible
    }
    let sizeX = ConeProgram.largest(stepX)
    if sizeX > 1e-6, ConeProgram.largest(ConeProgram.product(quadratic, stepX)) <= limit * sizeX, ConeProgram.dot(linear, stepX) < -limit * sizeX,
      set.recedes(ConeProgram.product(rows, stepX), tolerance: limit * sizeX)
    {
      return .dualInfeasible
    }
    return nil
  }

  private mutating func balance(_ primal: Double, _ dual: Double) {
    let factor = (max(primal, 1e-12) / max(dual, 1e-12)).squareRoot()
    guard factor > 5 || factor < 0.2 else { return }
    weight = min(max(weight * min(max(factor, 0.01), 100), 1e-6), 1e6)
    self.factor()
  }

  private func transposedProduct(_ values: [Double]) -> [Double] {
    (0..<rows.columns).map { column in
      var sum = 0.0
      for row in 0..<rows.rows { sum += rows[row, column] * values[row] }
      return sum
    }
  }

  private static func product(_ matrix: DenseMatrix, _ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: matrix.rows)
    for column in 0..<matrix.columns { for row in 0..<matrix.rows { result[row] += matrix[row, column] * vector[column] } }
    return result
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
  private static func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
}

/// What the rows of `A x` may be.
private struct ConstraintSet {
  private enum Block {
    case interval(Int, Double, Double)
    case cone(Range<Int>, [Double])
  }

  private var blocks: [Block] = []
  private(set) var isEquation: [Bool] = []

  init(_ constraints: [ConeProgram.Constraint]) {
    for constraint in constraints {
      let start = isEquation.count
      switch constraint {
      case .interval(_, let lower, let upper):
        blocks.append(.interval(start, lower, upper))
        isEquation.append(lower == upper)
      case .cone(let rows, let offsets):
        blocks.append(.cone(start..<(start + rows.count), offsets))
        isEquation += rows.map { _ in false }
      }
    }
  }

  /// The nearest point that is allowed.
  func projected(_ point: [Double]) -> [Double] {
    var result = point
    for block in blocks {
      switch block {
      case .interval(let row, let lower, let upper): result[row] = min(max(point[row], lower), upper)
      case .cone(let rows, let offsets): project(&result, rows, offsets)
      }
    }
    return result
  }

  private func project(_ point: inout [Double], _ rows: Range<Int>, _ offsets: [Double]) {
    let shifted = zip(point[rows], offsets).map { $0 + $1 }
    let length = ConstraintSet.length(shifted.dropFirst())
    let height = shifted[0]
    if length <= height { return }
    for (place, row) in rows.enumerated() {
      let nearest: Double
      if length <= -height { nearest = 0 } else { nearest = (height + length) / 2 * (place == 0 ? 1 : shifted[place] / length) }
      point[row] = nearest - offsets[place]
    }
  }

  /// The greatest product of `direction` with an allowed point; nil when there is none.
  func support(_ direction: [Double], tolerance: Double) -> Double? {
    var sum = 0.0
    for block in blocks {
      switch block {
      case .interval(let row, let lower, let upper):
        let bound = direction[row] > 0 ? upper : lower
        if abs(direction[row]) <= tolerance { continue }
        guard bound.isFinite else { return nil }
        sum += direction[row] * bound
      case .cone(let rows, let offsets):
        // Only directions that lean away from the cone have a greatest product with it.
        guard ConstraintSet.length(direction[rows].dropFirst()) <= -direction[rows.lowerBound] + tolerance else { return nil }
        sum -= zip(direction[rows], offsets).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return sum
  }

  /// Whether one may go on in `direction` for ever.
  func recedes(_ direction: [Double], tolerance: Double) -> Bool {
    blocks.allSatisfy { block in
      switch block {
      case .interval(let row, let lower, let upper):
        return (direction[row] <= tolerance || upper == .infinity) && (direction[row] >= -tolerance || lower == -.infinity)
      case .cone(let rows, _): return ConstraintSet.length(direction[rows].dropFirst()) <= direction[rows.lowerBound] + tolerance
      }
    }
  }

  private static func length(_ values: ArraySlice<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
