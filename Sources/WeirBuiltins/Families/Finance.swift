import Glibc
import WeirRuntime
import WeirTables

// Risk and return.
extension StandardCatalog {
  static let finance: [Builtin] = [
    Builtin(
      "maxDrawdown(X, [ratio=true])", aliases: ["mdd"],
      summary: "The largest fall of `X` from a peak before it, as a share of that peak or with `ratio` false as a difference; nulls do not count.",
      example: Example("maxDrawdown(36 96 42 100 25 72)", gives: "0.75"), axis: .aggregate
    ) { call in
      let falls = try drawdowns(call)
      return .double(falls.last { !$0.isNull } ?? .null)
    },
    Builtin(
      "cummdd(X, [ratio=true])", summary: "What `maxDrawdown` gives of all values up to each row.", example: Example("cummdd(4 8 2 6)", gives: "[0,0,0.75,0.75]"),
      axis: .vector
    ) { call in .vector(try DenseMatrix.vector(try drawdowns(call))) },
    Builtin(
      "trueRange(high, low, close)",
      summary: "The largest of the day's range and the distances of its ends from yesterday's close; null where one of them is missing.",
      example: Example("trueRange(5 7 6, 3 6 2, 4 6 5)", gives: "[,3,4]")
    ) { call in
      let (high, low, close) = (try numbers(call, 0), try numbers(call, 1), try numbers(call, 2))
      guard high.count == low.count, high.count == close.count else { throw KernelError.shape("trueRange: the vectors must be of equal length") }
      return .vector(
        try DenseMatrix.vector((0..<high.count).mapRows { row in
          guard row > 0, ![high[row], low[row], close[row - 1]].contains(where: \.isNull) else { return .nan }
          return max(abs(high[row] - low[row]), abs(high[row] - close[row - 1]), abs(close[row - 1] - low[row]))
        }))
    },
    Builtin(
      "valueAtRisk(returns, method, [confidenceLevel=0.95])",
      summary: "The loss that is not exceeded at a level of confidence; `method` is \"normal\", \"logNormal\", \"historical\" or \"monteCarlo\".",
      example: Example("valueAtRisk([0.1, -0.2, 0.05, -0.1, 0], \"historical\", 0.75)", gives: "0.1"), isAggregate: true
    ) { call in .double(abs(try ReturnRisk(call).valueAtRisk)) },
    Builtin(
      "condValueAtRisk(returns, method, [confidenceLevel=0.95])", summary: "The mean of the losses beyond `valueAtRisk`.",
      example: Example("condValueAtRisk([0.1, -0.2, 0.05, -0.1, 0], \"historical\", 0.75)", gives: "0.2"), isAggregate: true
    ) { call in .double(abs(try ReturnRisk(call).conditional)) },
    Builtin(
      "nssPredict(model, T)",
      summary: "The yields at maturities `T` (years) of a Nelson-Siegel (\"ns\") or Nelson-Siegel-Svensson (\"nss\") model: a dictionary of `modelName` and `params`.",
      example: Example("m = dict(`modelName`params, (`ns, [0.04, -0.03, -0.05, 1.5]))\nround(nssPredict(m, 1 10), 6)", gives: "[0.007281,0.028079]"), body: yields),
    Builtin(
      "treasuryConversionFactor(contractCoupon, deliverableCoupon, monthsToNextCoupon, remainingPayments, frequency)",
      summary: "The conversion factor of a treasury bond that is delivered for a future, after the formula of the China Financial Futures Exchange.",
      example: Example("round(treasuryConversionFactor(0.03, 0.032, 2, 1, 4), 6)", gives: "1.000325"), body: conversionFactor),
  ]

  private static func conversionFactor(_ call: borrowing Call) throws -> Cell {
    let columns = try (0..<4).map { try numbers(call, $0) } + [try paymentsPerYear(call, 4)]
    let count = columns.map(\.count).max() ?? 0
    for (index, column) in columns.enumerated() where column.count != count && column.count != 1 { throw call.invalid(index, "must be a scalar or have \(count) elements") }
    let factors = try (0..<count).mapRows { row in
      let values = columns.map { $0.count == 1 ? $0[0] : $0[row] }
      guard !values.contains(where: \.isNull) else { return Double.null }
      return conversionFactor(contract: values[0], coupon: values[1], months: values[2], payments: values[3], frequency: values[4])
    }
    let isScalar = (0..<5).allSatisfy { call[$0].isScalar }
    return isScalar ? .double(factors[0]) : .vector(try Numbers.vector(factors))
  }

  private static func conversionFactor(contract: Double, coupon: Double, months: Double, payments: Double, frequency: Double) -> Double {
    // Of a period, what is left until the next payment.
    let share = months * frequency / 12
    let discount = 1 + contract / frequency
    // Without interest the value of what is paid is its sum.
    let perpetual = contract == 0 ? coupon / frequency * payments + 1 : coupon / frequency + coupon / contract + (1 - coupon / contract) / pow(discount, payments - 1)
    return perpetual / pow(discount, share) - coupon / frequency * (1 - share)
  }

  private static func paymentsPerYear(_ call: borrowing Call, _ index: Int) throws -> [Double] {
    guard call[index].elementType == .duration else { return try numbers(call, index) }
    let lengths = try call.vectorOrScalar(index)
    return try (0..<lengths.count).mapRows { row in
      guard !lengths.isNull(at: row) else { return .null }
      let length = Duration(packed: lengths.pointer(Int64.self)[row])
      let perYear: Double? =
        switch length.unit {
        case .year: 1
        case .month: 12
        case .week: 52
        case .day: 365
        default: nil
        }
      guard let perYear, length.count > 0 else { throw call.invalid(index, "must be a number of payments a year or a duration such as 6M") }
      return perYear / Double(length.count)
    }
  }

  private static func drawdowns(_ call: borrowing Call) throws -> [Double] {
    let isRatio = try call.bool(1, default: true)
    var peak = -Double.infinity
    var worst = Double.null
    return try numbers(call, 0).map { value in
      guard !value.isNull else { return worst }
      peak = max(peak, value)
      let fall = isRatio ? (peak - value) / peak : peak - value
      if worst.isNull || fall > worst { worst = fall }
      return worst
    }
  }

  private static func yields(_ call: borrowing Call) throws -> Cell {
    let parameters = try modelNumbers(call, "params")
    let name = try call.dictionary(0).value(.string("modelName"))?.stringValue?.lowercased()
    let isSimple = name == "ns"
    guard isSimple || name == "nss", parameters.count == (isSimple ? 4 : 6) else {
      throw call.invalid(0, "must be \"ns\" with 4 or \"nss\" with 6 numbers `params`")
    }
    return try evaluated(call, 1) { time in
      let first = time / parameters[isSimple ? 3 : 4]
      let slope = -expm1(-first) / first
      let base = parameters[0] + parameters[1] * slope + parameters[2] * (slope - exp(-first))
      if isSimple { return base }
      let second = time / parameters[5]
      return base + parameters[3] * (-expm1(-second) / second - exp(-second))
    }
  }
}

/// Returns, and how sure one wants to be.
private struct ReturnRisk {
  private enum Method: String { case normal, logNormal = "lognormal", historical, monteCarlo = "montecarlo" }

  /// The return that is fallen below with probability `tail`, and the mean of those below.
  let valueAtRisk: Double
  let conditional: Double

  /// Draws of the simulation.
  private static let draws = 100_000

  init(_ call: borrowing Call) throws {
    let returns = try StandardCatalog.numbers(call, 0)
    guard !returns.isEmpty, !returns.contains(where: { $0.isNull || $0 <= -1 }) else { throw call.invalid(0, "must have elements above -1 and no nulls") }
    guard let method = Method(rawValue: try call.string(1).lowercased()) else {
      throw call.invalid(1, "must be \"normal\", \"logNormal\", \"historical\" or \"monteCarlo\"")
    }
    let confidence = try call.double(2, default: 0.95)
    guard confidence > 0, confidence < 1 else { throw call.invalid(2, "must lie between 0 and 1") }
    let tail = 1 - confidence
    switch method {
    case .historical: (valueAtRisk, conditional) = ReturnRisk.empirical(returns, tail)
    case .normal:
      let (mean, deviation) = ReturnRisk.moments(returns)
      let quantile = SpecialFunctions.inverseNormal(tail)
      valueAtRisk = mean + deviation * quantile
      conditional = mean - deviation * exp(-quantile * quantile / 2) / (2 * Double.pi).squareRoot() / tail
    case .logNormal:
      let (mean, deviation) = ReturnRisk.moments(returns.map { log1p($0) })
      let quantile = SpecialFunctions.inverseNormal(tail)
      valueAtRisk = expm1(mean + deviation * quantile)
      let below = Distribution.normal(mean: 0, deviation: 1).cumulative(quantile - deviation)
      conditional = exp(mean + deviation * deviation / 2) * below / tail - 1
    case .monteCarlo:
      let (mean, deviation) = ReturnRisk.moments(returns)
      let session = call.session
      let samples = (0..<ReturnRisk.draws).map { _ in
        // Half a step off 0 and 1, where the inverse is infinite.
        mean + deviation * SpecialFunctions.inverseNormal((Double(session.random.next() >> 12) + 0.5) * 0x1p-52)
      }
      (valueAtRisk, conditional) = ReturnRisk.empirical(samples, tail)
    }
  }

  private static func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : 0)
  }

  private static func empirical(_ values: [Double], _ tail: Double) -> (Double, Double) {
    let sorted = values.sorted()
    let place = tail * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    let quantile = sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    let below = sorted.prefix { $0 < quantile }
    return (quantile, below.isEmpty ? quantile : below.reduce(0, +) / Double(below.count))
  }
}
