/// The slopes that make cubic pieces through points a spline: with a second derivative that does not jump.
package enum CubicSpline {
  /// What holds at an end of the curve.
  package enum End: String, Sendable {
    /// The third derivative does not jump at the point next to the end.
    case notAKnot = "not-a-knot"
    /// The slope is 0.
    case clamped
    /// The second derivative is 0.
    case natural
  }

  /// - Precondition: `places` ascends strictly and has at least two elements, `values` as many.
  package static func through(_ places: [Double], _ values: [Double], _ left: End, _ right: End) -> PiecewiseCubic {
    PiecewiseCubic(places: places, values: values, slopes: slopes(places, values, left, right))
  }

  private static func slopes(_ places: [Double], _ values: [Double], _ left: End, _ right: End) -> [Double] {
    let last = places.count - 1
    let widths = (0..<last).map { places[$0 + 1] - places[$0] }
    let secants = (0..<last).map { (values[$0 + 1] - values[$0]) / widths[$0] }
    // Two points, or three that both ends want on one cubic, leave no knot to be smooth at.
    if last == 1, left == .notAKnot, right == .notAKnot { return [secants[0], secants[0]] }
    if last == 2, left == .notAKnot, right == .notAKnot { return parabola(widths, secants) }
    var system = Tridiagonal(count: places.count)
    for index in 1..<max(last, 1) {
      system.set(
        index, below: widths[index], 2 * (widths[index - 1] + widths[index]), above: widths[index - 1],
        equals: 3 * (widths[index] * secants[index - 1] + widths[index - 1] * secants[index]))
    }
    set(left, &system, row: 0, widths, secants)
    set(right, &system, row: last, widths.reversed(), secants.reversed())
    return system.solution()
  }

  /// The slopes of the parabola through three points.
  private static func parabola(_ widths: [Double], _ secants: [Double]) -> [Double] {
    let curvature = (secants[1] - secants[0]) / (widths[0] + widths[1])
    return [secants[0] - curvature * widths[0], secants[0] + curvature * widths[0], secants[1] + curvature * widths[1]]
  }

  /// The equation of an end; `widths` and `secants` go inwards from it.
  private static func set(_ end: End, _ system: inout Tridiagonal, row: Int, _ widths: [Double], _ secants: [Double]) {
    switch end {
    case .clamped: system.set(row, below: 0, 1, above: 0, equals: 0)
    case .notAKnot where widths.count > 1:
      let both = widths[0] + widths[1]
      let right = ((widths[0] + 2 * both) * widths[1] * secants[0] + widths[0] * widths[0] * secants[1]) / both
      system.set(row, below: both, widths[1], above: both, equals: right)
    case .natural, .notAKnot: system.set(row, below: 1, 2, above: 1, equals: 3 * secants[0])
    }
  }
}

/// Equations that each hold an unknown and its two neighbours.
private struct Tridiagonal {
  private var below: [Double]
  private var diagonal: [Double]
  private var above: [Double]
  private var right: [Double]

  init(count: Int) {
    below = Array(repeating: 0, count: count)
    diagonal = below
    above = below
    right = below
  }

  mutating func set(_ row: Int, below lower: Double, _ middle: Double, above upper: Double, equals value: Double) {
    below[row] = lower
    diagonal[row] = middle
    above[row] = upper
    right[row] = value
  }

  /// By elimination from the first equation on; those of splines need no exchange of rows.
  consuming func solution() -> [Double] {
    let count = diagonal.count
    for row in 1..<count {
      let factor = below[row] / diagonal[row - 1]
      diagonal[row] -= factor * above[row - 1]
      right[row] -= factor * right[row - 1]
    }
    right[count - 1] /= diagonal[count - 1]
    for row in stride(from: count - 2, through: 0, by: -1) { right[row] = (right[row] - above[row] * right[row + 1]) / diagonal[row] }
    return right
  }
}
