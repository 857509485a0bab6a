/// Roots of a function of one number.
package enum RootFinding {
  package enum Outcome: String, Sendable {
    case converged = "CONVERGED"
    /// The values at both ends have one sign.
    case sameSign = "SIGNERR"
    /// The steps were used up.
    case tooSlow = "CONVERR"
  }

  /// Brent's method: bisection, the secant and the inverse parabola, whichever is safe and narrows the bracket most.
  ///
  /// - Parameters: `absolute` and `relative`: how close to the root the answer has to be.
  /// - Returns: how it ended, and the best place; null when the signs are equal.
  package static func brent(
    _ start: Double, _ end: Double, absolute: Double, relative: Double, steps: Int, _ function: (Double) throws -> Double
  ) rethrows -> (Outcome, Double) {
    // `best` has the smaller value; the root lies between it and `other`.
    var (previous, best) = (start, end)
    var (previousValue, bestValue) = (try function(start), try function(end))
    if previousValue == 0 { return (.converged, start) }
    if bestValue == 0 { return (.converged, end) }
    if (previousValue < 0) == (bestValue < 0) { return (.sameSign, .null) }
    var (other, otherValue) = (previous, previousValue)
    var (step, stepBefore) = (best - previous, best - previous)
    for _ in 0..<steps {
      if (bestValue < 0) == (otherValue < 0) {
        (other, otherValue) = (previous, previousValue)
        step = best - previous
        stepBefore = step
      }
      if abs(otherValue) < abs(bestValue) { (previous, best, other, previousValue, bestValue, otherValue) = (best, other, best, bestValue, otherValue, bestValue) }
      let tolerance = (absolute + relative * abs(best)) / 2
      let half = (other - best) / 2
      if bestValue == 0 || abs(half) < tolerance { return (.converged, best) }
      let guess = quick(previous - best, previousValue, bestValue, other - best, otherValue, isSecant: previous == other)
      if abs(stepBefore) > tolerance, abs(bestValue) < abs(previousValue), 2 * abs(guess) < min(abs(stepBefore), 3 * abs(half) - tolerance) {
        (stepBefore, step) = (step, guess)
      } else {
        (stepBefore, step) = (half, half)
      }
      (previous, previousValue) = (best, bestValue)
      best += abs(step) > tolerance ? step : half > 0 ? tolerance : -tolerance
      bestValue = try function(best)
    }
    return (.tooSlow, best)
  }

  /// The step to where the secant, or the parabola through three points laid on its side, meets 0.
  private static func quick(
    _ previous: Double, _ previousValue: Double, _ value: Double, _ other: Double, _ otherValue: Double, isSecant: Bool
  ) -> Double {
    if isSecant { return -value * previous / (previousValue - value) }
    let first = (previousValue - value) / previous
    let second = (otherValue - value) / other
    return -value * (otherValue * second - previousValue * first) / (second * first * (otherValue - previousValue))
  }
}
