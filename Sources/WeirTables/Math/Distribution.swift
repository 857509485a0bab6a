import Glibc

/// The distributions of probability theory: density, cumulative probability, its inverse, and samples.
package enum Distribution: Sendable {
  case normal(mean: Double, deviation: Double)
  case uniform(lower: Double, upper: Double)
  case exponential(mean: Double)
  case weibull(shape: Double, scale: Double)
  case logistic(mean: Double, scale: Double)
  case gamma(shape: Double, scale: Double)
  case chiSquare(freedom: Double)
  case student(freedom: Double)
  case f(numerator: Double, denominator: Double)
  case beta(alpha: Double, beta: Double)
  case binomial(trials: Double, probability: Double)
  case poisson(mean: Double)
  case zipf(count: Double, exponent: Double)
}

extension Distribution {
  /// The probability of a value of at most `x`.
  package func cumulative(_ x: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation): return 0.5 * erfc(-(x - mean) / deviation / 2.0.squareRoot())
    case .uniform(let lower, let upper): return min(max((x - lower) / (upper - lower), 0), 1)
    case .exponential(let mean): return x <= 0 ? 0 : -expm1(-x / mean)
    case .weibull(let shape, let scale): return x <= 0 ? 0 : -expm1(-pow(x / scale, shape))
    case .logistic(let mean, let scale): return 1 / (1 + exp(-(x - mean) / scale))
    case .gamma(let shape, let scale): return SpecialFunctions.gammaP(shape, x / scale)
    case .chiSquare(let freedom): return SpecialFunctions.gammaP(freedom / 2, x / 2)
    case .student(let freedom):
      let tail = SpecialFunctions.beta(freedom / (freedom + x * x), freedom / 2, 0.5) / 2
      return x > 0 ? 1 - tail : tail
    case .f(let numerator, let denominator):
      return x <= 0 ? 0 : SpecialFunctions.beta(numerator * x / (numerator * x + denominator), numerator / 2, denominator / 2)
    case .beta(let alpha, let beta): return SpecialFunctions.beta(x, alpha, beta)
    case .binomial(let trials, let probability):
      let successes = x.rounded(.down)
      if successes < 0 { return 0 }
      return successes >= trials ? 1 : SpecialFunctions.beta(1 - probability, trials - successes, successes + 1)
    case .poisson(let mean): return x < 0 ? 0 : SpecialFunctions.gammaQ(x.rounded(.down) + 1, mean)
    case .zipf(let count, let exponent):
      return Distribution.harmonic(min(x.rounded(.down), count), exponent) / Distribution.harmonic(count, exponent)
    }
  }

  private static func harmonic(_ count: Double, _ exponent: Double) -> Double {
    count < 1 ? 0 : (1...Int(min(count, 1e8))).reduce(0) { $0 + pow(Double($1), -exponent) }
  }

  /// The least value that is not exceeded with probability `p`; NaN outside of 0 to 1.
  package func inverse(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    switch self {
    case .normal(let mean, let deviation): return mean + deviation * SpecialFunctions.inverseNormal(p)
    case .uniform(let lower, let upper): return lower + p * (upper - lower)
    case .exponential(let mean): return -mean * log1p(-p)
    case .weibull(let shape, let scale): return scale * pow(-log1p(-p), 1 / shape)
    case .logistic(let mean, let scale): return mean + scale * log(p / (1 - p))
    case .student:
      if p == 0.5 { return 0 }
      let side = SpecialFunctions.solve(max(p, 1 - p), from: 0, to: .infinity, cumulative)
      return p < 0.5 ? -side : side
    case .beta: return SpecialFunctions.solve(p, from: 0, to: 1, cumulative)
    case .gamma, .chiSquare, .f: return p == 1 ? .infinity : SpecialFunctions.solve(p, from: 0, to: .infinity, cumulative)
    case .binomial(let trials, _): return leastInteger(p, upTo: trials)
    case .zipf(let count, _): return leastInteger(p, upTo: count)
    case .poisson: return p == 1 ? .infinity : leastInteger(p, upTo: 1e15)
    }
  }

  /// The least integer whose cumulative probability reaches `p`, by doubling and halving.
  private func leastInteger(_ p: Double, upTo most: Double) -> Double {
    // A probability that is that of an integer but for rounding belongs to it.
    let target = p - 1e-14
    if cumulative(0) >= target { return 0 }
    var (low, high) = (0.0, 1.0)
    while high < most, cumulative(high) < target { (low, high) = (high, high * 2) }
    high = min(high, most)
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if cumulative(middle) < target { low = middle } else { high = middle }
    }
    return high
  }

  /// The density at `x`; the probability of `x` for a distribution of integers.
  package func density(_ x: Double) -> Double {
    switch self {
    case .normal(let mean, let deviation):
      let z = (x - mean) / deviation
      return exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot())
    case .uniform(let lower, let upper): return x >= lower && x <= upper ? 1 / (upper - lower) : 0
    case .exponential(let mean): return x < 0 ? 0 : exp(-x / mean) / mean
    case .weibull(let shape, let scale):
      return x < 0 ? 0 : shape / scale * pow(x / scale, shape - 1) * exp(-pow(x / scale, shape))
    case .logistic(let mean, let scale):
      let e = exp(-abs(x - mean) / scale)
      return e / (scale * (1 + e) * (1 + e))
    case .gamma(let shape, let scale):
      return x < 0 ? 0 : exp((shape - 1) * log(x) - x / scale - SpecialFunctions.logGamma(shape) - shape * log(scale))
    case .chiSquare(let freedom): return Distribution.gamma(shape: freedom / 2, scale: 2).density(x)
    case .student(let freedom):
      let front = SpecialFunctions.logGamma((freedom + 1) / 2) - SpecialFunctions.logGamma(freedom / 2) - 0.5 * log(freedom * Double.pi)
      return exp(front - (freedom + 1) / 2 * log1p(x * x / freedom))
    case .f(let n, let d):
      guard x > 0 else { return 0 }
      let logBeta = SpecialFunctions.logGamma(n / 2) + SpecialFunctions.logGamma(d / 2) - SpecialFunctions.logGamma((n + d) / 2)
      return exp(n / 2 * log(n / d) + (n / 2 - 1) * log(x) - (n + d) / 2 * log1p(n * x / d) - logBeta)
    case .beta(let a, let b):
      guard x > 0, x < 1 else { return 0 }
      let logBeta = SpecialFunctions.logGamma(a) + SpecialFunctions.logGamma(b) - SpecialFunctions.logGamma(a + b)
      return exp((a - 1) * log(x) + (b - 1) * log1p(-x) - logBeta)
    case .binomial, .poisson, .zipf: return x == x.rounded() ? cumulative(x) - cumulative(x - 1) : 0
    }
  }

  /// The probability that Kolmogorov's statistic exceeds `x`.
  package static func kolmogorovTail(_ x: Double) -> Double {
    if x <= 0 { return 1 }
    if x < 1.18 {
      var sum = 0.0
      for odd in stride(from: 1.0, to: 40, by: 2) { sum += exp(-odd * odd * Double.pi * Double.pi / (8 * x * x)) }
      return 1 - (2 * Double.pi).squareRoot() / x * sum
    }
    var sum = 0.0
    var sign = 1.0
    for k in 1..<100 {
      sum += sign * exp(-2.0 * Double(k * k) * x * x)
      sign = -sign
    }
    return 2 * sum
  }
}
