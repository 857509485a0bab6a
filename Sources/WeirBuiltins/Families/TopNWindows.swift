import WeirRuntime
import WeirTables

// Functions over the first rows of each window, sorted by another column: m- by rows, tm- by time, cum- over all rows so far.
extension StandardCatalog {
  static let topNWindows: [Builtin] = [topNMoving, topNTimed, topNCumulative].flatMap { $0 }

  /// What the three series compute: the middle of the name, the description, what the example gives.
  ///
  /// The examples take the first two rows of all so far in the order of `3 2 1`: rows {0}, {1, 0} and {2, 1}, in whichever of the three ways.
  private static let ofOne: [TopNEntry] = [
    TopNEntry("sum", "sum", gives: "[1,3,6]", .sum),
    TopNEntry("avg", "mean", gives: "[1,1.5,3]", .average),
    TopNEntry("std", "sample standard deviation", gives: "[,0.707107,1.414214]", .standardDeviation),
    TopNEntry("stdp", "population standard deviation", gives: "[0,0.5,1]", .populationDeviation),
    TopNEntry("var", "sample variance", gives: "[,0.5,2]", .variance),
    TopNEntry("varp", "population variance", gives: "[0,0.25,1]", .populationVariance),
  ]

  private static let ofTwo: [TopNEntry] = [
    TopNEntry("corr", "correlation of `X` and `Y`", gives: "[,-1,1]", .correlation),
    TopNEntry("covar", "sample covariance of `X` and `Y`", gives: "[,-0.5,2]", .covariance),
    TopNEntry("covarp", "population covariance of `X` and `Y`", gives: "[0,-0.25,1]", .populationCovariance),
    TopNEntry("wsum", "sum of the products of `X` and `Y`", gives: "[2,4,14]", .weightedSum),
    TopNEntry("beta", "slope of the regression of `Y` on `X`", gives: "[,-1,1]", .slope),
  ]

  private static let topNMoving: [Builtin] =
    ofOne.map {
      $0.builtin("m\($0.name)TopN", "X, S, window, top, [ascending=true], [tiesMethod='oldest']", "1 2 4, 3 2 1, 3, 2", .oldest, TopNCall(columns: 1, sorting: 1, options: 4))
    }
    + ofTwo.map {
      $0.builtin("m\($0.name)TopN", "X, Y, S, window, top, [ascending=true], [tiesMethod='oldest']", "1 2 4, 2 1 3, 3 2 1, 3, 2", .oldest, TopNCall(columns: 2, sorting: 2, options: 5))
    }
    + shapes("m", "X, S, window, top", "1 2 4, 3 2 1, 3, 3", TopNCall(columns: 1, sorting: 1, options: 5))
    + [
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
    ofOne.map {
      $0.builtin(
        "tm\($0.name)TopN", "T, X, S, window, top, [ascending=true], [tiesMethod='latest']", "2023.01.01..2023.01.03, 1 2 4, 3 2 1, 3, 2", .latest,
        TopNCall(first: 1, columns: 1, sorting: 2, options: 5))
    }
    + ofTwo.map {
      $0.builtin(
        "tm\($0.name)TopN", "T, X, Y, S, window, top, [ascending=true], [tiesMethod='latest']", "2023.01.01..2023.01.03, 1 2 4, 2 1 3, 3 2 1, 3, 2", .latest,
        TopNCall(first: 1, columns: 2, sorting: 3, options: 6))
    }
    + shapes("tm", "T, X, S, window, top", "2023.01.01..2023.01.03, 1 2 4, 3 2 1, 3, 3", TopNCall(first: 1, columns: 1, sorting: 2, options: 6))

  private static let topNCumulative: [Builtin] =
    ofOne.map {
      $0.builtin("cum\($0.name)TopN", "X, S, top, [ascending=true], [tiesMethod='latest']", "1 2 4, 3 2 1, 2", .latest, TopNCall(columns: 1, sorting: 1, window: nil, options: 3))
    }
    + ofTwo.map {
      $0.builtin("cum\($0.name)TopN", "X, Y, S, top, [ascending=true], [tiesMethod='latest']", "1 2 4, 2 1 3, 3 2 1, 2", .latest, TopNCall(columns: 2, sorting: 2, window: nil, options: 4))
    }
    + shapes("cum", "X, S, top", "1 2 4, 3 2 1, 3", TopNCall(columns: 1, sorting: 1, window: nil, options: 4))

  /// Skewness and kurtosis, which take `biased` before the other options.
  private static func shapes(_ series: String, _ parameters: String, _ arguments: String, _ shape: TopNCall) -> [Builtin] {
    let signature = "(\(parameters), [biased=true], [ascending=true], [tiesMethod='latest'])"
    return [
      Builtin(
        "\(series)skewTopN\(signature)", summary: "The skewness of the first `top` rows of each window, sorted by `S`.",
        example: Example("round(\(series)skewTopN(\(arguments)), 2)", gives: "[,0,0.38]")
      ) { call in try shape.run(call, .latest, .skewness(isBiased: try call.bool(shape.options - 1, default: true))) },
      Builtin(
        "\(series)kurtosisTopN\(signature)", summary: "The kurtosis of the first `top` rows of each window, sorted by `S`; null below three values.",
        example: Example("\(series)kurtosisTopN(\(arguments))", gives: "[,,1.5]")
      ) { call in try shape.run(call, .latest, .kurtosis(isBiased: try call.bool(shape.options - 1, default: true))) },
    ]
  }
}

/// One aggregate of the family.
private struct TopNEntry {
  let name: String
  let description: String
  let exampleResult: String
  let aggregate: TopNAggregate

  init(_ name: String, _ description: String, gives exampleResult: String, _ aggregate: TopNAggregate) {
    self.name = name
    self.description = description
    self.exampleResult = exampleResult
    self.aggregate = aggregate
  }

  func builtin(_ name: String, _ parameters: String, _ arguments: String, _ ties: TopNTies, _ shape: TopNCall) -> Builtin {
    let aggregate = aggregate
    return Builtin(
      "\(name)(\(parameters))", summary: "The \(description) of the first `top` rows of each window, sorted by `S`.",
      example: Example("\(name)(\(arguments))", gives: exampleResult)
    ) { call in try shape.run(call, ties, aggregate) }
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
    guard let window else { return .cumulative() }
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
    self.call = Call(call, arguments: call.arguments)
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
