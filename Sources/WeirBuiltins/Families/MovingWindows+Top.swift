import WeirRuntime
import WeirTables

// Functions of the first rows of a window sorted by another column.
extension StandardCatalog {
  static let topWindows: [Builtin] = TopWindows.Span.allCases.flatMap { span in
    TopWindows.singles.map { TopWindows.single(span, $0.name, $0.what, $0.measure) }
      + TopWindows.shapes.map { TopWindows.shape(span, $0.name, $0.what, $0.measure) }
      + TopWindows.pairs.map { TopWindows.pair(span, $0.name, $0.what, $0.measure) }
  } + [TopWindows.percentile]
}

/// The functions `...TopN`: one declaration per measure and kind of window.
enum TopWindows {
  enum Span: String, CaseIterable {
    case cumulative = "cum"
    case moving = "m"
    case timed = "tm"

    /// The parameters before the data and behind the key.
    var times: String { self == .timed ? "T, " : "" }
    var window: String { self == .cumulative ? "" : "window, " }
    var rows: String {
      switch self {
      case .cumulative: "all rows so far"
      case .moving: "each window"
      case .timed: "each window of time"
      }
    }
  }

  typealias Measure = TopStatistics.Measure
  typealias PairMeasure = TopStatistics.PairMeasure

  static let singles: [(name: String, what: String, measure: Measure)] = [
    ("sum", "sum", .sum), ("avg", "mean", .average), ("var", "sample variance", .variance), ("varp", "population variance", .populationVariance),
    ("std", "sample standard deviation", .deviation), ("stdp", "population standard deviation", .populationDeviation),
  ]

  static let shapes: [(name: String, what: String, measure: @Sendable (Bool) -> Measure)] = [
    ("skew", "skewness", { .skewness(isBiased: $0) }), ("kurtosis", "kurtosis", { .kurtosis(isBiased: $0) }),
  ]

  static let pairs: [(name: String, what: String, measure: PairMeasure)] = [
    ("corr", "correlation of `X` and `Y`", .correlation), ("covar", "sample covariance of `X` and `Y`", .covariance),
    ("covarp", "population covariance of `X` and `Y`", .populationCovariance), ("beta", "slope of the regression of the first column on the second", .slope),
    ("wsum", "sum of the products of `X` and `Y`", .weightedSum),
  ]

  static func single(_ span: Span, _ name: String, _ what: String, _ measure: Measure) -> Builtin {
    let ties = span == .moving ? "oldest" : "latest"
    return Builtin(
      "\(span.rawValue)\(name)TopN(\(span.times)X, S, \(span.window)top, [ascending=true], [tiesMethod='\(ties)'])",
      summary: "The \(what) of the first `top` values of \(span.rows), sorted by `S`.", example: TopExamples.example("\(span.rawValue)\(name)TopN")
    ) { call in
      let reader = Reader(span, values: 1)
      let (top, extent) = (try reader.top(call, options: reader.top + 1, ties), try reader.extent(call))
      return try reader.columns(call) { .vector(try TopStatistics.measured(measure, $0[0], by: $0[1], top, extent)) }
    }
  }

  static func shape(_ span: Span, _ name: String, _ what: String, _ measure: @escaping @Sendable (Bool) -> Measure) -> Builtin {
    Builtin(
      "\(span.rawValue)\(name)TopN(\(span.times)X, S, \(span.window)top, [biased=true], [ascending=true], [tiesMethod='latest'])",
      summary: "The \(what) of the first `top` values of \(span.rows), sorted by `S`.", example: TopExamples.example("\(span.rawValue)\(name)TopN")
    ) { call in
      let reader = Reader(span, values: 1)
      let (top, extent) = (try reader.top(call, options: reader.top + 2, "latest"), try reader.extent(call))
      let isBiased = try call.bool(reader.top + 1, default: true)
      return try reader.columns(call) { .vector(try TopStatistics.measured(measure(isBiased), $0[0], by: $0[1], top, extent)) }
    }
  }

  static func pair(_ span: Span, _ name: String, _ what: String, _ measure: PairMeasure) -> Builtin {
    let ties = span == .moving ? "oldest" : "latest"
    let columns = name == "beta" ? "Y, X" : "X, Y"
    return Builtin(
      "\(span.rawValue)\(name)TopN(\(span.times)\(columns), S, \(span.window)top, [ascending=true], [tiesMethod='\(ties)'])",
      summary: "The \(what) in the first `top` rows of \(span.rows), sorted by `S`.", example: TopExamples.example("\(span.rawValue)\(name)TopN")
    ) { call in
      let reader = Reader(span, values: 2)
      let (top, extent) = (try reader.top(call, options: reader.top + 1, ties), try reader.extent(call))
      return try reader.columns(call) { .vector(try TopStatistics.measured(measure, $0[0], $0[1], by: $0[2], top, extent)) }
    }
  }

  static let percentile = Builtin(
    "mpercentileTopN(X, S, percent, window, top, [interpolation='linear'], [ascending=true], [tiesMethod='oldest'])",
    summary: "The percentile of the first `top` values of each window, sorted by `S`.",
    example: Example("mpercentileTopN(1 2 3 4, 4 1 3 2, 50, 3, 2)", gives: "[1,1.5,2.5,3]")
  ) { call in
    let reader = Reader(.moving, values: 1, percent: 1)
    let interpolation = try OrderArguments.interpolation(call, 5)
    let percent = try call.double(2)
    guard percent >= 0, percent <= 100 else { throw call.invalid(2, "must be from 0 to 100") }
    let (top, extent) = (try reader.top(call, options: 6, "oldest"), try reader.extent(call))
    return try reader.columns(call) {
      .vector(try TopStatistics.measured(.percentile(percent, interpolation), $0[0], by: $0[1], top, extent))
    }
  }

  /// Where the arguments of such a function stand, and what they say.
  struct Reader {
    let span: Span
    /// The first column, and how many there are with the key.
    let first: Int
    let count: Int
    let window: Int
    let top: Int

    init(_ span: Span, values: Int, percent: Int = 0) {
      self.span = span
      first = span == .timed ? 1 : 0
      count = values + 1
      window = first + count + percent
      top = span == .cumulative ? window : window + 1
    }

    func extent(_ call: borrowing Call) throws -> WindowExtent {
      switch span {
      case .cumulative: return .cumulative
      case .timed: return try WindowArguments.time(call, window: window)
      case .moving:
        let length = try call.int(window)
        guard length > 0 else { throw call.invalid(window, "must be greater than 0") }
        return .rows(length, minPeriods: 1)
      }
    }

    /// `options` is the place of `ascending`; `tiesMethod` stands behind it.
    func top(_ call: borrowing Call, options: Int, _ fallback: String) throws -> TopRows {
      guard let ties = TopRows.Ties(rawValue: try call.string(options + 1, default: fallback)) else {
        throw call.invalid(options + 1, "must be 'oldest', 'latest' or 'all'")
      }
      return TopRows(try number(call), isAscending: try call.bool(options, default: true), ties: ties)
    }

    private func number(_ call: borrowing Call) throws -> TopRows.Number {
      if call.has(top), call[top].isScalar, call[top].elementType.isFloating {
        let share = try call.double(top)
        if share > 0, share < 1 { return .share(share) }
      }
      let rows = try call.int(top)
      guard rows > 0 else { throw call.invalid(top, "must be greater than 0") }
      return .rows(rows)
    }

    /// Runs `body` on the columns side by side, for matrices column by column.
    func columns(_ call: borrowing Call, _ body: ([Vector]) throws -> Cell) throws -> Cell {
      let template = (first..<(first + count)).compactMap { call[$0].matrix }.first
      guard let template else { return try body(try (first..<(first + count)).map { try call.vectorOrScalar($0) }) }
      let results = AnyVector(capacity: template.columns)
      for column in 0..<template.columns {
        results.push(
          try body(
            try (first..<(first + count)).map { index in
              guard let matrix = call[index].matrix else { return try call.vectorOrScalar(index) }
              guard matrix.columns == template.columns else { throw KernelError.shape("\(call.name): the matrices differ in shape") }
              return matrix.column(column)
            }))
      }
      return try ResultAssembly.matrix(ofColumns: results, like: template)
    }
  }
}
