import Glibc

/// The incomplete gamma and beta functions and their inverses.
///
/// - Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", chapters 6 and 26; Lentz's method for the continued fractions.
package enum SpecialFunctions {
  private static let epsilon = 1e-16
  private static let tiny = 1e-300
  private static let stepsMax = 10_000

  /// The logarithm of the gamma function of a positive number.
  package static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// P(a, x), the lower incomplete gamma function divided by the complete one.
  package static func gammaP(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x.isInfinite { return 1 }
    return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
  }

  /// 1 - P(a, x), without loss where P is nearly 1.
  package static func gammaQ(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x.isInfinite { return 0 }
    return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    for _ in 0..<stepsMax {
      n += 1
      term *= x / n
      sum += term
      if abs(term) < abs(sum) * epsilon { break }
    }
    return sum * exp(-x + a * log(x) - logGamma(a))
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for i in 1...stepsMax {
      let factor = -Double(i) * (Double(i) - a)
      b += 2
      d = nonzero(factor * d + b)
      c = nonzero(b + factor / c)
      d = 1 / d
      let delta = d * c
      h *= delta
      if abs(delta - 1) < epsilon { break }
    }
    return exp(-x + a * log(x) - logGamma(a)) * h
  }

  private static func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }

  /// I_x(a, b), the regularised incomplete beta function.
  package static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var h = d
    for i in 1...stepsMax {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      let delta = d * c
      h *= delta
      if abs(delta - 1) < epsilon { break }
    }
    return h
  }

  /// The x in `low...high` at which the ascending `function` reaches `target`, by halving; an infinite upper end is looked for by doubling.
  package static func solve(_ target: Double, from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    if high.isInfinite {
      high = max(1, low * 2)
      while function(high) < target, high < 1e300 { high *= 2 }
    }
    for _ in 0..<2000 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if function(middle) < target { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The number below which a standard normal variable falls with probability `p`.
  ///
  /// - Source: Peter Acklam's rational approximation, made exact by two of Halley's steps.
  package static func inverseNormal(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    var x = normalEstimate(p)
    for _ in 0..<2 {
      let error = 0.5 * erfc(-x / 2.0.squareRoot()) - p
      let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
      x -= step / (1 + x * step / 2)
    }
    return x
  }

  private static func normalEstimate(_ p: Double) -> Double {
    if p < 0.02425 { return tailEstimate((-2 * log(p)).squareRoot()) }
    if p > 1 - 0.02425 { return -tailEstimate((-2 * log1p(-p)).squareRoot()) }
    let q = p - 0.5
    let r = q * q
    let upper = polynomial(
      r, [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00])
    let lower = polynomial(
      r, [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1])
    return upper * q / lower
  }

  private static func tailEstimate(_ q: Double) -> Double {
    polynomial(
      q, [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00])
      / polynomial(q, [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1])
  }

  /// Coefficients from the highest power down.
  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
}
