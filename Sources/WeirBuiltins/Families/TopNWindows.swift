import WeirRuntime
import WeirTables

// Functions over the first rows of each window, sorted by another column: m- by rows, tm- by time, cum- over all rows so far.
extension StandardCatalog {
  static let topNWindows: [Builtin] = [topNMoving, topNTimed, topNCumulative].flatMap { $0 }

  /// What the three series compute, by the middle of the name.
  private static let ofOne: [(String, String, TopNAggregate)] = [
    ("sum", "sum", .sum), ("avg", "mean", .average), ("std", "sample standard deviation", .standardDeviation),
    ("stdp", "population standard deviation", .populationDeviation), ("var", "sample variance", .variance),
    ("varp", "population variance", .populationVariance),
  ]

  private static let ofTwo: [(String, String, TopNAggregate)] = [
    ("corr", "correlation of `X` and `Y`", .correlation), ("covar", "sample covariance of `X` and `Y`", .covariance),
    ("covarp", "population covariance of `X` and `Y`", .populationCovariance), ("wsum", "sum of the products of `X` and `Y`", .weightedSum),
    ("beta", "slope of the regression of `Y` on `X`", .slope),
  ]

  private static let topNMoving: [Builtin] =
    ofOne.map { name, what, aggregate in
      moving("m\(name)TopN(X, S, window, top, [ascending=true], [tiesMethod='oldest'])", what, TopNCall(columns: 1, sorting: 1, options: 4), aggregate)
    }
    + ofTwo.map { name, what, aggregate in
      moving("m\(name)TopN(X, Y, S, window, top, [ascending=true], [tiesMethod='oldest'])", what, TopNCall(columns: 2, sorting: 2, options: 5), aggregate)
    }
    + [
      shape("mskewTopN(X, S, window, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "skewness", TopNCall(columns: 1, sorting: 1, options: 5), biased: 4) {
        .skewness(isBiased: $0)
      },
      shape("mkurtosisTopN(X, S, window, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "kurtosis", TopNCall(columns: 1, sorting: 1, options: 5), biased: 4) {
        .kurtosis(isBiased: $0)
      },
      Builtin(
        "mpercentileTopN(X, S, percent, window, top, [interpolation='linear'], [ascending=true], [tiesMethod='oldest'])",
        summary: "The percentile of the first `top` rows of each window, sorted by `S`.",
        example: Example("mpercentileTopN(1 2 3, 3 2 1, 50, 3, 2)", gives: "[1,1.5,2.5]")
      ) { call in
        let percent = try call.double(2)
        guard percent >= 0, percent <= 100 else { throw call.invalid(2, "must lie between 0 and 100") }
        let aggregate = TopNAggregate.quantile(percent / 100, try call.choice(5, default: .linear))
        return try TopNCall(columns: 1, sorting: 1, window: 3, options: 6).run(call, .oldest, aggregate)
      },
    ]

  private static let topNTimed: [Builtin] =
    ofOne.map { name, what, aggregate in
      timed("tm\(name)TopN(T, X, S, window, top, [ascending=true], [tiesMethod='latest'])", what, TopNCall(first: 1, columns: 1, sorting: 2, options: 5), aggregate)
    }
    + ofTwo.map { name, what, aggregate in
      timed("tm\(name)TopN(T, X, Y, S, window, top, [ascending=true], [tiesMethod='latest'])", what, TopNCall(first: 1, columns: 2, sorting: 3, options: 6), aggregate)
    }
    + [
      shape("tmskewTopN(T, X, S, window, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "skewness", TopNCall(first: 1, columns: 1, sorting: 2, options: 6), biased: 5) {
        .skewness(isBiased: $0)
      },
      shape("tmkurtosisTopN(T, X, S, window, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "kurtosis", TopNCall(first: 1, columns: 1, sorting: 2, options: 6), biased: 5) {
        .kurtosis(isBiased: $0)
      },
    ]

  private static let topNCumulative: [Builtin] =
    ofOne.map { name, what, aggregate in
      cumulative("cum\(name)TopN(X, S, top, [ascending=true], [tiesMethod='latest'])", what, TopNCall(columns: 1, sorting: 1, window: nil, options: 3), aggregate)
    }
    + ofTwo.map { name, what, aggregate in
      cumulative("cum\(name)TopN(X, Y, S, top, [ascending=true], [tiesMethod='latest'])", what, TopNCall(columns: 2, sorting: 2, window: nil, options: 4), aggregate)
    }
    + [
      shape("cumskewTopN(X, S, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "skewness", TopNCall(columns: 1, sorting: 1, window: nil, options: 4), biased: 3) {
        .skewness(isBiased: $0)
      },
      shape("cumkurtosisTopN(X, S, top, [biased=true], [ascending=true], [tiesMethod='latest'])", "kurtosis", TopNCall(columns: 1, sorting: 1, window: nil, options: 4), biased: 3) {
        .kurtosis(isBiased: $0)
      },
    ]

  private static func moving(_ signature: String, _ what: String, _ shape: TopNCall, _ aggregate: TopNAggregate) -> Builtin {
    Builtin(signature, summary: "The \(what) of the first `top` rows of each window of `window` rows, sorted by `S`.") { call in
      try shape.run(call, .oldest, aggregate)
    }
  }

  private static func timed(_ signature: String, _ what: String, _ shape: TopNCall, _ aggregate: TopNAggregate) -> Builtin {
    Builtin(signature, summary: "The \(what) of the first `top` rows of each window of time along `T`, sorted by `S`.") { call in
      try shape.run(call, .latest, aggregate)
    }
  }

  private static func cumulative(_ signature: String, _ what: String, _ shape: TopNCall, _ aggregate: TopNAggregate) -> Builtin {
    Builtin(signature, summary: "The \(what) of the first `top` of all rows so far, sorted by `S`.") { call in
      try shape.run(call, .latest, aggregate)
    }
  }

  private static func shape(
    _ signature: String, _ what: String, _ shape: TopNCall, biased: Int, _ aggregate: @escaping @Sendable (Bool) -> TopNAggregate
  ) -> Builtin {
    Builtin(signature, summary: "The \(what) of the first `top` rows of each window, sorted by `S`.") { call in
      try shape.run(call, .latest, aggregate(try call.bool(biased, default: true)))
    }
  }
}

/// Where the parameters of a function of this family stand.
struct TopNCall: Sendable {
  /// The data columns: `columns` of them from `first`; before them, when `first` is 1, the times.
  let first: Int
  let columns: Int
  let sorting: Int
  /// Nil for all rows so far.
  let window: Int?
  let top: Int
  /// `ascending`, and behind it the ties method.
  let options: Int

  /// - Parameters: `window` stands behind the sorting column unless it is said to be elsewhere.
  init(first: Int = 0, columns: Int, sorting: Int, options: Int) {
    self.init(first: first, columns: columns, sorting: sorting, window: sorting + 1, options: options)
  }

  init(first: Int = 0, columns: Int, sorting: Int, window: Int?, options: Int) {
    self.first = first
    self.columns = columns
    self.sorting = sorting
    self.window = window
    top = (window ?? sorting) + 1
    self.options = options
  }

  func run(_ call: borrowing Call, _ defaultTies: TopNTies, _ aggregate: TopNAggregate) throws -> Cell {
    let ascending = try call.bool(options, default: true)
    let ties: TopNTies = try call.choice(options + 1, default: defaultTies)
    let size = try size(call)
    let extent = try extent(call)
    return try TopNColumns(call, data: first..<(first + columns), sorting: sorting).map { columns, sorting in
      let result = try TopNKernel.run(
        columns, sorting: sorting, starts: { extent.start($0) }, isCumulative: window == nil, ascending: ascending, size: size, ties: ties, aggregate)
      let isSum = call.name.hasSuffix("sumTopN") && columns.count == 1
      return isSum && columns[0].type.isIntegerLike ? try result.cast(to: .long) : result
    }
  }

  private func size(_ call: borrowing Call) throws -> TopNSize {
    if call.has(top), call[top].elementType.isFloating {
      let share = try call.double(top)
      if share > 0, share < 1 { return .share(share) }
    }
    let rows = try call.int(top)
    guard rows >= 1 else { throw call.invalid(top, "must be at least 1, or a share between 0 and 1") }
    return .rows(rows)
  }

  private func extent(_ call: borrowing Call) throws -> WindowExtent {
    guard let window else { return .cumulative }
    if first == 1 { return try WindowArguments.time(call, window: window) }
    let length = try call.int(window)
    guard length >= 1 else { throw call.invalid(window, "must be at least 1") }
    return .rows(length)
  }
}

/// The data and sorting arguments of a call column by column: those of matrices and tables, with a vector beside each.
private struct TopNColumns: ~Copyable {
  private let call: Call
  private let data: Range<Int>
  private let sorting: Int

  init(_ call: borrowing Call, data: Range<Int>, sorting: Int) throws {
    self.call = Call(call.arguments, count: call.count, session: call.session, name: call.name)
    self.data = data
    self.sorting = sorting
    guard call.has(sorting) else { throw KernelError.arguments("\(call.name): the sorting column is missing") }
  }

  private var indices: [Int] { Array(data) + [sorting] }

  func map(_ body: ([Vector], Vector) throws -> Vector) throws -> Cell {
    for index in indices {
      if let matrix = call[index].matrix {
        let columns = AnyVector(vectors: try results(matrix.columns, body))
        return try ResultAssembly.matrix(ofColumns: columns, like: matrix)
      }
      if let table = call[index].table {
        let snapshot = table.snapshot
        return .table(try Table(names: snapshot.names, columns: try results(snapshot.columns.count, body)))
      }
    }
    if let tuple = call[data.lowerBound].tuple, (0..<tuple.count).contains(where: { index in tuple.withCell(index) { $0.form == .vector } }) {
      return .vector(AnyVector(vectors: try results(tuple.count, body)))
    }
    return .vector(try body(try data.map { try call.vectorOrScalar($0) }, try call.vectorOrScalar(sorting)))
  }

  private func results(_ count: Int, _ body: ([Vector], Vector) throws -> Vector) throws -> [Vector] {
    try (0..<count).map { column in
      let first = try part(data.lowerBound, column)
      // A column without numbers stays as it is.
      guard Numbers.canRead(first) else { return first }
      return try body(try data.map { try part($0, column) }, try part(sorting, column))
    }
  }

  private func part(_ index: Int, _ column: Int) throws -> Vector {
    if let matrix = call[index].matrix {
      guard column < matrix.columns || matrix.columns == 1 else { throw KernelError.shape("\(call.name): the matrices differ in shape") }
      return matrix.column(min(column, matrix.columns - 1))
    }
    if let table = call[index].table?.snapshot {
      guard column < table.columns.count else { throw KernelError.shape("\(call.name): the tables differ in shape") }
      return table.columns[column]
    }
    if let tuple = call[index].tuple, column < tuple.count, let vector = tuple.cell(at: column).vector { return vector }
    return try call.vectorOrScalar(index)
  }
}
