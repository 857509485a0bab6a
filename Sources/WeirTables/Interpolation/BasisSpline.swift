/// A cubic spline as a sum of B-splines.
package struct BasisSpline: Sendable {
  package static let degree = 3
  /// Each end four times, and the inner ones.
  package let knots: [Double]
  /// One for each B-spline: four less than knots.
  package let coefficients: [Double]

  package init(knots: [Double], coefficients: [Double]) {
    self.knots = knots
    self.coefficients = coefficients
  }

  /// The spline over the given inner knots that comes closest to points.
  /// - Throws: `.value` when the knots do not lie between the points as they must for one solution.
  package init(_ places: [Double], _ values: [Double], innerKnots: [Double]) throws {
    let order = BasisSpline.degree + 1
    guard let first = places.first, let last = places.last, places.count >= innerKnots.count + order else {
      throw KernelError.value("there must be at least \(innerKnots.count + order) points for \(innerKnots.count) knots")
    }
    let knots = Array(repeating: first, count: order) + innerKnots + Array(repeating: last, count: order)
    guard zip(knots, knots.dropFirst()).allSatisfy({ $0 <= $1 }), innerKnots.allSatisfy({ $0 > first && $0 < last }) else {
      throw KernelError.value("the knots must ascend and lie between the ends")
    }
    var basis = DenseMatrix(zeros: places.count, knots.count - order)
    for (row, place) in places.enumerated() {
      let (start, weights) = BasisSpline.weights(knots, place)
      for (offset, weight) in weights.enumerated() { basis[row, start + offset] = weight }
    }
    guard MatrixFunctions.rank(basis, tolerance: nil) == basis.columns else { throw KernelError.value("too few points lie between the knots") }
    self.knots = knots
    coefficients = try MatrixFunctions.solve(basis, DenseMatrix(rows: places.count, columns: 1, values: values)).values
  }

  /// The value at `place`; beyond the ends that of the outermost piece.
  package func value(at place: Double) -> Double {
    let (start, weights) = BasisSpline.weights(knots, place)
    return weights.enumerated().reduce(0) { $0 + $1.element * coefficients[start + $1.offset] }
  }

  /// The B-splines that are not 0 at `place`: the first one's number, and the values of four.
  private static func weights(_ knots: [Double], _ place: Double) -> (start: Int, weights: [Double]) {
    var span = degree
    while span < knots.count - degree - 2, place >= knots[span + 1] { span += 1 }
    var weights = [1.0]
    for order in 1...degree {
      var next = Array(repeating: 0.0, count: order + 1)
      for index in 0..<order {
        let (left, right) = (knots[span + index + 1 - order], knots[span + index + 1])
        let share = right > left ? weights[index] / (right - left) : 0
        next[index] += share * (right - place)
        next[index + 1] += share * (place - left)
      }
      weights = next
    }
    return (span - degree, weights)
  }
}
