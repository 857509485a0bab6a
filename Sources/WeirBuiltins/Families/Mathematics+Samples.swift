import WeirRuntime
import WeirTables

// Samples: histograms, winsorizing, regression with weights.
extension StandardCatalog {
  static let samples: [Builtin] = [
    Builtin(
      "histogram(X, [bins=10], [range], [density=false], [weights])", summary: "The counts `H` of numbers in bins and the `edges` of the bins, as a dictionary.",
      example: Example("histogram([3,4,5,6,7,8,9], 3)", gives: "H->[2,2,3]\nedges->[3,5,7,9]")
    ) { call in try histogram(call) },
    Builtin(
      "winsorize(X, limit, [inclusive=true], [nanPolicy='upper'])",
      summary: "The lowest and highest share `limit` replaced by the nearest value that stays.",
      example: Example("winsorize(1..10, 0.1)", gives: "[2,2,3,4,5,6,7,8,9,9]")
    ) { call in .vector(try winsorized(call)) },
    Builtin(
      "winsorize!(mutable X, limit, [inclusive=true], [nanPolicy='upper'])", summary: "Changes `X` to what `winsorize` gives.",
      example: Example("x = 1..10; winsorize!(x, 0.1)", gives: "[2,2,3,4,5,6,7,8,9,9]")
    ) { call in
      call.arguments[0] = .vector(try winsorized(call))
      return call[0].copy()
    },
    Builtin(
      "wslr(Y, X, W, [mse=false])", summary: "Intercept and slope of the regression of `Y` on `X` with weights `W`, and the mean of the squared errors with `mse`.",
      example: Example("wslr(3 5 7, 1 2 3, 1 1 1)", gives: "(1,2)"), isAggregate: true
    ) { call in try weightedRegression(call) },
    Builtin(
      "zscore(X)", summary: "Every number less the mean, in standard deviations of the sample.",
      example: Example("zscore(1 2 3)", gives: "[-1,0,1]"), axis: .vector
    ) { call in
      let values = try numbers(call, 0)
      let known = values.filter { !$0.isNull && !$0.isNaN }
      let mean = known.reduce(0, +) / Double(known.count)
      let deviation = (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count - 1)).squareRoot()
      return .vector(try DenseMatrix.vector(values.map { $0.isNull || deviation == 0 ? .nan : ($0 - mean) / deviation }))
    },
  ]

  private static func histogram(_ call: borrowing Call) throws -> Cell {
    let values = try numbers(call, 0)
    let known = values.filter { !$0.isNull && !$0.isNaN }
    guard let low = known.min(), let high = known.max() else { throw call.invalid(0, "must contain a number") }
    var range = low...high
    if call.has(2), !call[2].isVoid {
      let ends = try call[2].pair.map { pair in try (0..<2).map { try pair.elements.cell(at: $0).asDouble() } } ?? numbers(call, 2)
      guard ends.count == 2, ends[0] <= ends[1] else { throw call.invalid(2, "must be a pair in ascending order") }
      range = ends[0]...ends[1]
    }
    let weights = call.has(4) && !call[4].isVoid ? try numbers(call, 4) : nil
    if let weights, weights.count != values.count { throw call.invalid(4, "must have \(values.count) elements") }
    let result = Histogram(
      values, edges: try edges(call, range), range: range, weights: weights, isDensity: try call.bool(3, default: false))
    let answer = try DictionaryObject(keyType: .string, valueType: .any, isOrdered: true)
    try answer.set(.string("H"), .vector(try DenseMatrix.vector(result.heights)))
    try answer.set(.string("edges"), .vector(try DenseMatrix.vector(result.edges)))
    return .dictionary(answer)
  }

  private static func edges(_ call: borrowing Call, _ range: ClosedRange<Double>) throws -> [Double] {
    if call.has(1), call[1].vector != nil {
      let edges = try numbers(call, 1)
      guard edges.count > 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { throw call.invalid(1, "must ascend strictly") }
      return edges
    }
    let count = try call.int(1, default: 10)
    guard count > 0, count <= 1 << 24 else { throw call.invalid(1, "must be a positive number of bins") }
    let isPoint = range.lowerBound == range.upperBound
    return Histogram.edges(isPoint ? (range.lowerBound - 0.5)...(range.upperBound + 0.5) : range, count: count)
  }

  private static func winsorized(_ call: borrowing Call) throws -> Vector {
    let vector = try call.vector(0)
    guard vector.type.isNumeric || vector.type.isDecimal else { throw call.expected(0, "a vector of numbers") }
    let limits = try numbers(call, 1)
    guard limits.count == 1 || limits.count == 2, limits.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { throw call.invalid(1, "must be one or two shares from 0 to 1") }
    let inclusive = call.has(2) && !call[2].isVoid ? try numbers(call, 2).map { $0 != 0 } : [true]
    guard inclusive.count == 1 || inclusive.count == 2 else { throw call.invalid(2, "must be one or two BOOLs") }
    guard let policy = Winsorizing.NullPolicy(rawValue: try call.string(3, default: "upper")) else {
      throw call.invalid(3, "must be \"upper\", \"lower\", \"raise\" or \"omit\"")
    }
    return try Winsorizing.winsorize(
      vector, limits: (limits[0], limits[limits.count - 1]), truncates: (inclusive[0], inclusive[inclusive.count - 1]), nulls: policy)
  }

  private static func weightedRegression(_ call: borrowing Call) throws -> Cell {
    let (ys, xs, ws) = (try numbers(call, 0), try numbers(call, 1), try numbers(call, 2))
    guard ys.count == xs.count, xs.count == ws.count else { throw KernelError.shape("wslr: `Y`, `X` and `W` must be of equal length") }
    let rows = ys.indices.filter { !ys[$0].isNull && !xs[$0].isNull && !ws[$0].isNull }
    let total = rows.reduce(0) { $0 + ws[$1] }
    let meanX = rows.reduce(0) { $0 + ws[$1] * xs[$1] } / total
    let meanY = rows.reduce(0) { $0 + ws[$1] * ys[$1] } / total
    let slope =
      rows.reduce(0) { $0 + ws[$1] * (xs[$1] - meanX) * (ys[$1] - meanY) } / rows.reduce(0) { $0 + ws[$1] * (xs[$1] - meanX) * (xs[$1] - meanX) }
    let intercept = meanY - slope * meanX
    let result = AnyVector(capacity: 3)
    for value in [intercept, slope] { result.push(.double(value.isFinite ? value : .null)) }
    if try call.bool(3, default: false) {
      let errors = rows.reduce(0.0) { $0 + ws[$1] * (ys[$1] - intercept - slope * xs[$1]) * (ys[$1] - intercept - slope * xs[$1]) }
      let mean = errors / Double(rows.count - 2)
      result.push(.double(mean.isFinite ? mean : .null))
    }
    return .vector(result)
  }
}
