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

  /// What each function shows for an example, by its name: the arguments and the answer.
  private static let answers: [String: (arguments: String, answer: String)] = [
    "cdfNormal": ("0, 1, 1.5", "0.933193"),
    "invNormal": ("0, 1, 0.9", "1.281552"),
    "pdfNormal": ("0, 1, 1.5", "0.129518"),
    "cdfUniform": ("0, 10, 2.5", "0.25"),
    "invUniform": ("0, 10, 0.9", "9"),
    "cdfExp": ("2, 3", "0.77687"),
    "invExp": ("2, 0.9", "4.60517"),
    "cdfWeibull": ("2, 3, 2", "0.35882"),
    "invWeibull": ("2, 3, 0.5", "2.497664"),
    "cdfLogistic": ("0, 1, 2", "0.880797"),
    "invLogistic": ("0, 1, 0.9", "2.197225"),
    "cdfGamma": ("2, 3, 4", "0.38494"),
    "invGamma": ("2, 3, 0.5", "5.035041"),
    "cdfChiSquare": ("3, 2", "0.427593"),
    "invChiSquare": ("3, 0.5", "2.365974"),
    "pdfChiSquare": ("3, 2", "0.207554"),
    "cdfStudent": ("5, 1.2", "0.858054"),
    "invStudent": ("5, 0.9", "1.475884"),
    "cdfF": ("2, 4, 1.5", "0.673469"),
    "invF": ("2, 4, 0.5", "0.828427"),
    "pdfF": ("2, 4, 1.5", "0.186589"),
    "cdfBeta": ("2, 3, 0.4", "0.5248"),
    "invBeta": ("2, 3, 0.5", "0.385728"),
    "cdfBinomial": ("10, 0.1, 1", "0.736099"),
    "invBinomial": ("10, 0.1, 0.5", "1"),
    "cdfPoisson": ("3, 2", "0.42319"),
    "invPoisson": ("3, 0.81", "4"),
    "cdfZipf": ("10, 0.5, 3", "0.454981"),
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
    let name = prefix + family.name
    let example = answers[name].map { Example("\(name)(\($0.arguments))", gives: $0.answer) }
    return Builtin("\(name)(\(family.parameters.joined(separator: ", ")), X)", summary: "\(what) of \(family.description) at `X`.", example: example) { call in
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
    let name = "rand" + family.name
    let parameters = answers["cdf" + family.name].map { $0.arguments.split(separator: ",").dropLast().joined(separator: ",") } ?? ""
    return Builtin(
      "\(name)(\(family.parameters.joined(separator: ", ")), count)", summary: "`count` random numbers of \(family.description).",
      example: Example("size(\(name)(\(parameters), 3))", gives: "3")
    ) { call in
      let sampler = Sampler(try distribution(family, call))
      let result = try FixedVector(.double, count: try sampleCount(call, family.parameters.count))
      let target = result.pointer(Double.self)
      for row in 0..<result.count {
        try Interruption.check(atRow: row)
        target[row] = sampler.next(&call.session.random)
      }
      return .vector(result)
    }
  }
}
