import Glibc

/// Random numbers of a distribution out of uniform ones.
package struct Sampler {
  private let distribution: Distribution

  package init(_ distribution: Distribution) { self.distribution = distribution }

  /// One number; every uniform number it needs comes from `generator`.
  package func next(_ generator: inout some RandomNumberGenerator) -> Double {
    switch distribution {
    case .normal(let mean, let deviation): mean + deviation * Sampler.normal(&generator)
    case .gamma(let shape, let scale): scale * Sampler.gamma(shape, &generator)
    case .chiSquare(let freedom): 2 * Sampler.gamma(freedom / 2, &generator)
    case .student(let freedom): Sampler.normal(&generator) / (2 * Sampler.gamma(freedom / 2, &generator) / freedom).squareRoot()
    case .f(let n, let d): (Sampler.gamma(n / 2, &generator) / n) / (Sampler.gamma(d / 2, &generator) / d)
    case .beta(let alpha, let beta): Sampler.beta(alpha, beta, &generator)
    default: distribution.inverse(Sampler.open(&generator))
    }
  }

  /// A number in 0 to 1, neither included.
  private static func open(_ generator: inout some RandomNumberGenerator) -> Double {
    (Double(generator.next() >> 12) + 0.5) * 0x1p-52
  }

  /// Marsaglia's polar method; the second number of each pair is left, so that a sampler keeps no state.
  private static func normal(_ generator: inout some RandomNumberGenerator) -> Double {
    while true {
      let (x, y) = (2 * open(&generator) - 1, 2 * open(&generator) - 1)
      let square = x * x + y * y
      if square < 1, square > 0 { return x * (-2 * log(square) / square).squareRoot() }
    }
  }

  /// - Source: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000).
  private static func gamma(_ shape: Double, _ generator: inout some RandomNumberGenerator) -> Double {
    if shape < 1 { return gamma(shape + 1, &generator) * pow(open(&generator), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal(&generator)
      let cube = 1 + c * x
      guard cube > 0 else { continue }
      let v = cube * cube * cube
      if log(open(&generator)) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  private static func beta(_ alpha: Double, _ beta: Double, _ generator: inout some RandomNumberGenerator) -> Double {
    let x = gamma(alpha, &generator)
    return x / (x + gamma(beta, &generator))
  }
}
