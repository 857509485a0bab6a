import WeirRuntime
import WeirTables

// Distributions: samples, cumulative probabilities, their inverses, densities.
extension StandardCatalog {
  /// A distribution by the end of its functions' names, its parameters, and how it comes from them; nil for parameters that make none.
  private struct Family: Sendable {
    let name: String
    let parameters: [String]
    let description: String
    let make: @Sendable ([Double]) -> Distribution?
  }

  private static let families: [Family] = [
    Family(name: "Normal", parameters: ["mean", "stdev"], description: "a normal distribution") { $0[1] > 0 ? .normal(mean: $0[0], deviation: $0[1]) : nil },
    Family(name: "Uniform", parameters: ["lower", "upper"], description: "a uniform distribution") { $0[0] < $0[1] ? .uniform(lower: $0[0], upper: $0[1]) : nil },
    Family(name: "Exp", parameters: ["mean"], description: "an exponential distribution") { $0[0] > 0 ? .exponential(mean: $0[0]) : nil },
    Family(name: "Weibull", parameters: ["alpha", "beta"], description: "a Weibull distribution of shape `alpha` and scale `beta`") {
      $0[0] > 0 && $0[1] > 0 ? .weibull(shape: $0[0], scale: $0[1]) : nil
    },
    Family(name: "Logistic", parameters: ["mean", "s"], description: "a logistic distribution of scale `s`") { $0[1] > 0 ? .logistic(mean: $0[0], scale: $0[1]) : nil },
    Family(name: "Gamma", parameters: ["shape", "scale"], description: "a gamma distribution") {
      $0[0] > 0 && $0[1] > 0 ? .gamma(shape: $0[0], scale: $0[1]) : nil
    },
    Family(name: "ChiSquare", parameters: ["df"], description: "a chi-square distribution") { $0[0] > 0 ? .chiSquare(freedom: $0[0]) : nil },
    Family(name: "Student", parameters: ["df"], description: "Student's distribution") { $0[0] > 0 ? .student(freedom: $0[0]) : nil },
    Family(name: "F", parameters: ["numeratorDF", "denominatorDF"], description: "Fisher's F distribution") {
      $0[0] > 0 && $0[1] > 0 ? .f(numerator: $0[0], denominator: $0[1]) : nil
    },
    Family(name: "Beta", parameters: ["alpha", "beta"], description: "a beta distribution") { $0[0] > 0 && $0[1] > 0 ? .beta(alpha: $0[0], beta: $0[1]) : nil },
    Family(name: "Binomial", parameters: ["trials", "p"], description: "a binomial distribution") {
      $0[0] > 0 && $0[1] >= 0 && $0[1] <= 1 ? .binomial(trials: $0[0].rounded(.down), probability: $0[1]) : nil
    },
    Family(name: "Poisson", parameters: ["mean"], description: "a Poisson distribution") { $0[0] > 0 ? .poisson(mean: $0[0]) : nil },
    Family(name: "Zipf", parameters: ["num", "exponent"], description: "Zipf's distribution") {
      $0[0] >= 1 && $0[1] >= 0 ? .zipf(count: $0[0].rounded(.down), exponent: $0[1]) : nil
    },
  ]

  private static func distribution(_ family: Family, _ call: borrowing Call) throws -> Distribution {
    let parameters = try family.parameters.indices.map { index -> Double in
      let value = try call.double(index)
      guard value.isFinite, !value.isNull else { throw call.invalid(index, "must be a number") }
      return value
    }
    guard let distribution = family.make(parameters) else {
      throw KernelError.value("\(call.name): \(family.parameters.map { "`\($0)`" }.joined(separator: " and ")) make no distribution")
    }
    return distribution
  }

  private static func function(
    _ prefix: String, _ family: Family, _ what: String, _ body: @escaping @Sendable (Distribution, Double) -> Double
  ) -> Builtin {
    Builtin("\(prefix)\(family.name)(\(family.parameters.joined(separator: ", ")), X)", summary: "\(what) of \(family.description) at `X`.") { call in
      let distribution = try distribution(family, call)
      return try ElementMath.map(call[family.parameters.count], call.name) { body(distribution, $0) }
    }
  }

  static let cumulativeDistributions: [Builtin] =
    families.map { function("cdf", $0, "The cumulative probability") { $0.cumulative($1) } } + [
      Builtin(
        "cdfKolmogorov(X)", summary: "The probability that Kolmogorov's statistic exceeds `X`.", example: Example("cdfKolmogorov(1)", gives: "0.27")
      ) { call in try ElementMath.map(call[0], call.name) { Distribution.kolmogorovTail($0) } }
    ]

  static let inverseDistributions: [Builtin] =
    families.filter { $0.name != "Zipf" }.map { function("inv", $0, "The inverse of the cumulative probability") { $0.inverse($1) } }

  static let densities: [Builtin] = families.filter { ["Normal", "ChiSquare", "F"].contains($0.name) }.map { function("pdf", $0, "The density") { $0.density($1) } }

  static let samplers: [Builtin] = families.filter { $0.name != "Zipf" }.map { family in
    Builtin("rand\(family.name)(\(family.parameters.joined(separator: ", ")), count)", summary: "`count` random numbers of \(family.description).") { call in
      let sampler = Sampler(try distribution(family, call))
      let result = try FixedVector(.double, count: try sampleCount(call, family.parameters.count))
      let target = result.pointer(Double.self)
      for row in 0..<result.count { target[row] = sampler.next(&call.session.random) }
      return .vector(result)
    }
  }
}
