import WeirRuntime
import WeirTables

// A vector to a vector of the same length.
extension StandardCatalog {
  static let statisticsSeries: [Builtin] = [
    Builtin(
      "percentChange(X, [n=1])", summary: "Each value relative to the one `n` places before it, less one.",
      example: Example("percentChange(1 2 3)", gives: "[,1,0.5]"), axis: .vector
    ) { call in .vector(try SeriesShape.percentChange(try call.vector(0), step: try call.int(1, default: 1))) },
    Builtin(
      "demean(X)", summary: "Each value less the mean of all.", example: Example("demean(1 NULL 2 3)", gives: "[-1,,0,1]"), axis: .vector
    ) { call in
      let vector = try call.vector(0)
      return .vector(vector.type.isLiteral ? vector : try SeriesShape.demean(vector))
    },
    Builtin(
      "isPeak(X, [strict=true])", summary: "Whether each value is above both its neighbours, or not below them when `strict` is false.",
      example: Example("isPeak(1 3 2)", gives: "[false,true,false]"), axis: .vector
    ) { call in try peaks(call, isValley: false) },
    Builtin(
      "isValley(X, [strict=true])", summary: "Whether each value is below both its neighbours, or not above them when `strict` is false.",
      example: Example("isValley(3 1 2)", gives: "[false,true,false]"), axis: .vector
    ) { call in try peaks(call, isValley: true) },
    Builtin(
      "isMonotonicIncreasing(X)", aliases: ["isMonotonic"], summary: "Whether no value is below the one before; null is the lowest.",
      example: Example("isMonotonicIncreasing(1 2 2 5)", gives: "true"), axis: .aggregate
    ) { call in .bool(try SeriesShape.isMonotonic(try call.vectorOrScalar(0), descending: false)) },
    Builtin(
      "isMonotonicDecreasing(X)", summary: "Whether no value is above the one before; null is the lowest.",
      example: Example("isMonotonicDecreasing(5 2 2 NULL)", gives: "true"), axis: .aggregate
    ) { call in .bool(try SeriesShape.isMonotonic(try call.vectorOrScalar(0), descending: true)) },
    Builtin(
      "wc(X)", summary: "How many words each string has.", example: Example("wc(\"so it goes\")", gives: "3"), axis: .elementwise
    ) { call in try wordCount(call) },
    Builtin(
      "zigzag(HL, [change=10], [percent=true], [retrace=false], [lastExtreme=true])",
      summary: "The turning points of a series, or of a matrix of highs and lows, where it moves by at least `change`; null between them.",
      example: Example("zigzag(10 11 15 16 12 11)", gives: "[10,,,16,,11]")
    ) { call in try zigzag(call) },
    Builtin(
      "boxcox(X, [lmbda])", summary: "The Box-Cox transform of positive values; without `lmbda` a tuple of it and the most likely lambda.",
      example: Example("boxcox(1.0 3.0, 2)", gives: "[0,4]")
    ) { call in try boxCox(call) },
    Builtin(
      "distance(X, Y)", summary: "The distance in metres of two points of longitude and latitude on a sphere of the size of the Earth.",
      example: Example("distance(point(0, 0), point(0, 0))", gives: "0")
    ) { call in
      let result = try PairAxis.apply(call) { .vector(try SphericalDistance.between($0, $1)) }
      guard call[0].isScalar, call[1].isScalar, let vector = result.vector, vector.count == 1 else { return result }
      return vector.cell(at: 0)
    },
  ]

  static let statisticsExponential: [Builtin] = [
    exponential("ewmMean(X, \(decay), [minPeriods=0], [adjust=true], [ignoreNA=false], [times])", "The exponentially weighted moving mean.",
      Example("ewmMean(0 1 2, com=0.5)", gives: "[0,0.75,1.615385]")) { try ExponentialKernel.mean($0, $1) },
    exponential("ewmVar(X, \(decay), [minPeriods=0], [adjust=true], [ignoreNA=false], [bias=false])", "The exponentially weighted moving variance.",
      Example("ewmVar(0 1, com=0.5)", gives: "[,0.5]")) { try ExponentialKernel.variance($0, $1) },
    exponential("ewmStd(X, \(decay), [minPeriods=0], [adjust=true], [ignoreNA=false], [bias=false])",
      "The exponentially weighted moving standard deviation.", Example("ewmStd(0 2, alpha=0.5)", gives: "[,1.414214]")) {
      try ExponentialKernel.deviation($0, $1)
    },
    exponentialPair("ewmCov", "The exponentially weighted moving covariance of `X` and `other`.",
      Example("ewmCov(0 1, com=0.5, other=2 4)", gives: "[,1]")) { try ExponentialKernel.covariance($0, $1, $2) },
    exponentialPair("ewmCorr", "The exponentially weighted moving correlation of `X` and `other`.",
      Example("ewmCorr(0 1, com=0.5, other=2 4)", gives: "[,1]")) { try ExponentialKernel.correlation($0, $1, $2) },
  ]

  /// The parameters of which one says how fast weights fade.
  private static let decay = "[com], [span], [halfLife], [alpha]"

  private static func peaks(_ call: borrowing Call, isValley: Bool) throws -> Cell {
    let vector = try call.vector(0)
    guard Numbers.canRead(vector) else { return .vector(vector) }
    return .vector(try SeriesShape.peaks(vector, isStrict: try call.bool(1, default: true), isValley: isValley))
  }

  private static func zigzag(_ call: borrowing Call) throws -> Cell {
    var options = ZigZagOptions()
    options.change = try call.double(1, default: 10)
    options.isPercent = try call.bool(2, default: true)
    options.isRetrace = try call.bool(3, default: false)
    options.keepsLastExtreme = try call.bool(4, default: true)
    guard let matrix = call[0].matrix else {
      let vector = try call.vector(0)
      return .vector(try ZigZag.turns(vector, vector, options))
    }
    guard matrix.columns <= 2 else { throw call.expected(0, "a vector or a matrix of two columns") }
    return .vector(try ZigZag.turns(matrix.column(0), matrix.column(matrix.columns - 1), options))
  }

  private static func boxCox(_ call: borrowing Call) throws -> Cell {
    let vector = try call.vectorOrScalar(0)
    if call.has(1), !call[1].isVoid { return .vector(try BoxCox.transform(vector, try call.vectorOrScalar(1))) }
    let lambda = try BoxCox.likeliestLambda(vector)
    let result = AnyVector(capacity: 2)
    result.push(.vector(try BoxCox.transform(vector, try Numbers.vector([lambda]))))
    result.push(.double(lambda))
    return .vector(result)
  }

  private static func wordCount(_ call: borrowing Call) throws -> Cell {
    func words(_ text: String) -> Int { text.utf8.split { $0 == 32 || $0 >= 9 && $0 <= 13 }.count }
    if let text = call[0].stringValue { return .int(words(text)) }
    let vector = try call.vector(0)
    guard vector.type.isLiteral else { throw call.expected(0, "a string") }
    let result = try FixedVector(.int, count: vector.count)
    for row in 0..<vector.count { result.pointer(Int32.self)[row] = Int32(words(vector.text(at: row))) }
    return .vector(result)
  }
}

// MARK: Exponential weights

extension StandardCatalog {
  private static func exponential(
    _ signature: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, ExponentialWeights) throws -> Vector
  ) -> Builtin {
    Builtin(signature, summary: summary, example: example, axis: .vector) { call in
      let vector = try call.vector(0)
      guard vector.type.isNumeric || vector.type.isDecimal || vector.type == .any else { return .vector(vector) }
      var weights = try weights(call)
      if call.name.hasSuffix("Var") || call.name.hasSuffix("Std") { weights.isBiased = try call.bool(8, default: false) }
      return .vector(try kernel(vector, weights))
    }
  }

  private static func exponentialPair(
    _ name: String, _ summary: String, _ example: Example, _ kernel: @escaping @Sendable (Vector, Vector, ExponentialWeights) throws -> Vector
  ) -> Builtin {
    let signature = "\(name)(X, \(decay), [minPeriods=0], [adjust=true], [ignoreNA=false], [other], [bias=false])"
    return Builtin(signature, summary: summary, example: example) { call in
      guard call.has(8) else { throw KernelError.arguments("\(call.name): the argument `other` is missing") }
      var weights = try weights(call)
      weights.isBiased = try call.bool(9, default: false)
      return try PairAxis.apply(call, 0, 8) { .vector(try kernel($0, $1, weights)) }
    }
  }

  private static func weights(_ call: borrowing Call) throws -> ExponentialWeights {
    let isTimed = call.has(3) && call[3].isScalar && call[3].elementType == .duration
    var weights = ExponentialWeights(alpha: isTimed ? 0.5 : try alpha(call))
    if isTimed {
      guard call.name == "ewmMean", call.has(8) else { throw call.invalid(3, "needs `times` when it is a DURATION") }
      weights.ages = try ExponentialWeights.ages(try call.vector(8), halfLife: Duration(packed: call[3].rawInteger))
    }
    weights.minPeriods = try call.int(5, default: 0)
    weights.isAdjusted = try call.bool(6, default: true)
    weights.ignoreNull = try call.bool(7, default: false)
    return weights
  }

  /// - Throws: `.arguments` unless one of the four is given, `.value` when it is out of range.
  private static func alpha(_ call: borrowing Call) throws -> Double {
    let given = (1...4).filter { call.has($0) && !call[$0].isVoid }
    guard given.count == 1 else { throw KernelError.arguments("\(call.name): one of com, span, halfLife and alpha must be given") }
    let value = try call.double(given[0])
    switch given[0] {
    case 1 where value >= 0: return 1 / (1 + value)
    case 2 where value >= 1: return 2 / (value + 1)
    case 3 where value > 0: return ExponentialWeights.alpha(halfLife: value)
    case 4 where value > 0 && value <= 1: return value
    default: throw call.invalid(given[0], "is out of range")
    }
  }
}
