/// Slopes that keep cubic pieces as monotonous as the points are (Fritsch and Butland, as PCHIP has it).
package enum MonotoneCubic {
  /// - Precondition: `places` ascends strictly and has at least two elements, `values` as many.
  package static func through(_ places: [Double], _ values: [Double]) -> PiecewiseCubic {
    PiecewiseCubic(places: places, values: values, slopes: slopes(places, values))
  }

  private static func slopes(_ places: [Double], _ values: [Double]) -> [Double] {
    let last = places.count - 1
    let widths = (0..<last).map { places[$0 + 1] - places[$0] }
    let secants = (0..<last).map { (values[$0 + 1] - values[$0]) / widths[$0] }
    guard last > 1 else { return [secants[0], secants[0]] }
    var result = Array(repeating: 0.0, count: places.count)
    for index in 1..<last where secants[index - 1] * secants[index] > 0 {
      let (first, second) = (2 * widths[index] + widths[index - 1], widths[index] + 2 * widths[index - 1])
      result[index] = (first + second) / (first / secants[index - 1] + second / secants[index])
    }
    result[0] = endSlope(widths[0], widths[1], secants[0], secants[1])
    result[last] = endSlope(widths[last - 1], widths[last - 2], secants[last - 1], secants[last - 2])
    return result
  }

  /// That of the parabola through three points, unless it would overshoot.
  private static func endSlope(_ width: Double, _ next: Double, _ secant: Double, _ nextSecant: Double) -> Double {
    let slope = ((2 * width + next) * secant - width * nextSecant) / (width + next)
    if slope * secant <= 0 { return 0 }
    return secant * nextSecant <= 0 && abs(slope) > 3 * abs(secant) ? 3 * secant : slope
  }
}
