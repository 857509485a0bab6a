import WeirRuntime
import WeirTables

// Two columns to one value.
extension StandardCatalog {
  static let statisticsPairs: [Builtin] = [
    Builtin(
      "wavg(X, Y)", summary: "The mean of `X` weighted by `Y`; the weights of nulls do not count.",
      example: Example("wavg(1 NULL 3, 1 5 3)", gives: "2.5"), isAggregate: true, grouped: Aggregate.weightedAverage.byGroup, windowed: Aggregate.weightedAverage.byRange, merge: .weightedAverage
    ) { call in try call.pairAggregate(.weightedAverage) },
    Builtin(
      "wsum(X, Y)", summary: "The sum of the products of `X` and `Y`, a DOUBLE.", example: Example("wsum(7 8 9, 1 2 3)", gives: "50"), isAggregate: true,
      grouped: Aggregate.weightedSum.byGroup, windowed: Aggregate.weightedSum.byRange, merge: .weightedSum
    ) { call in try call.pairAggregate(.weightedSum) },
    Builtin(
      "covar(X, Y)", aliases: ["cov"], summary: "The covariance of a sample.", example: Example("covar(1 2 3, 2 4 6)", gives: "2"), isAggregate: true,
      grouped: Aggregate.covariance.byGroup, windowed: Aggregate.covariance.byRange
    ) { call in try call.pairAggregate(.covariance) },
    Builtin(
      "covarp(X, Y)", summary: "The covariance of a whole population.", example: Example("covarp(1 3, 2 6)", gives: "2"), isAggregate: true,
      grouped: Aggregate.populationCovariance.byGroup, windowed: Aggregate.populationCovariance.byRange
    ) { call in try call.pairAggregate(.populationCovariance) },
    Builtin(
      "corr(X, Y)", summary: "Pearson's correlation; null when a side does not vary.", example: Example("corr(1 2 3, 2 4 6)", gives: "1"),
      isAggregate: true, grouped: Aggregate.correlation.byGroup, windowed: Aggregate.correlation.byRange
    ) { call in try call.pairAggregate(.correlation) },
    Builtin(
      "beta(Y, X)", summary: "The slope of the least-squares regression of `Y` on `X`.", example: Example("beta(2 4 6, 1 2 3)", gives: "2"),
      isAggregate: true, grouped: Aggregate.slope.byGroup, windowed: Aggregate.slope.byRange
    ) { call in try call.pairAggregate(.slope) },
    Builtin(
      "wcovar(X, Y, W)", summary: "The covariance of `X` and `Y` weighted by `W`.", example: Example("wcovar(1 3, 2 6, 1 1)", gives: "4"), isAggregate: true
    ) { call in .double(try Association.weightedCovariance(try call.vector(0), try call.vector(1), weights: try call.vector(2))) },
    Builtin(
      "contextSum(X, Y)", summary: "The sum of `X` where neither `X` nor `Y` is null.", example: Example("contextSum(1 2 4, 1 NULL 1)", gives: "5"),
      isAggregate: true
    ) { call in try ofBothPresent(call, .sum) },
    Builtin(
      "contextSum2(X, Y)", summary: "The sum of the squares of `X` where neither `X` nor `Y` is null.",
      example: Example("contextSum2(1 2 3, 1 NULL 1)", gives: "10"), isAggregate: true
    ) { call in try ofBothPresent(call, .sumOfSquares) },
    Builtin(
      "contextCount(X, Y)", summary: "How many places there are where neither `X` nor `Y` is null.",
      example: Example("contextCount(1 2 NULL, 1 NULL 3)", gives: "1"), isAggregate: true
    ) { call in try ofBothPresent(call, .count) },
    Builtin(
      "crossStat(X, Y)", summary: "A tuple of the count, both sums, both sums of squares and the sum of the products of the places where both have a value.",
      example: Example("crossStat(1 NULL 2 3, 4 3 NULL 2)", gives: "(2,4,6,10,20,10)")
    ) { call in try crossStat(call) },
    Builtin(
      "corrMatrix(X)", summary: "The correlations of each column of a matrix with each; null counts as 0.",
      example: Example("corrMatrix(matrix(1 2 3, 3 2 1))", gives: "#0 #1\n-- --\n1  -1\n-1 1 ")
    ) { call in try columnsByColumns(call, .correlation) },
    Builtin(
      "covarMatrix(X)", summary: "The covariances of each column of a matrix with each; null counts as 0.",
      example: Example("covarMatrix(matrix(1 2 3, 3 2 1))", gives: "#0 #1\n-- --\n1  -1\n-1 1 ")
    ) { call in try columnsByColumns(call, .covariance) },
  ]

  static let statisticsDistances: [Builtin] = [
    distance("euclidean", "The Euclidean distance of two vectors.", Example("euclidean(0 3, 4 3)", gives: "4")) { $0.euclideanDistance },
    distance("tanimoto", "The Tanimoto distance of two vectors.", Example("tanimoto(1 2, 1 2)", gives: "0")) { $0.tanimotoDistance },
    distance("cosine", "The cosine of the angle between two vectors.", Example("cosine(1 0, 2 0)", gives: "1")) { $0.cosineSimilarity },
    distance("spearmanr", "Spearman's rank correlation.", Example("spearmanr(1 2 3, 1 4 9)", gives: "1")) { try $0.spearman() },
    distance("kendall", "Kendall's rank correlation, tau-b.", Example("kendall(1 2 3, 1 4 9)", gives: "1")) { $0.kendall },
    Builtin(
      "mutualInfo(X, Y)", aliases: ["infoGain"], summary: "The mutual information of two columns in nats; a null equals nothing.",
      example: Example("mutualInfo(1 1, 1 2)", gives: "0"), isAggregate: true
    ) { call in try PairAxis.apply(call) { .double(try Association.mutualInformation($0, $1)) } },
    Builtin(
      "autocorr(X, lag)", summary: "The correlation of a series with itself `lag` places later, about the mean of the whole.",
      example: Example("autocorr(1 -1 1 -1, 1)", gives: "-0.75"), axis: .aggregate
    ) { call in
      let lag = try call.int(1)
      guard lag >= 0 else { throw call.invalid(1, "must not be negative") }
      return .double(Association.autocorrelation(try Numbers.present(try call.vectorOrScalar(0)), lag: lag))
    },
    Builtin(
      "acf(X, maxLag)", summary: "The autocorrelations of a series for the lags from 0 to `maxLag`.", example: Example("acf(1 -1 1 -1, 1)", gives: "[1,-0.75]")
    ) { call in
      let values = try Numbers.present(try call.vector(0))
      let lags = try call.int(1)
      guard lags >= 0, lags <= max(values.count, 1) else { throw call.invalid(1, "must lie between 0 and the length of the series") }
      return .vector(try Numbers.vector((0...lags).map { Association.autocorrelation(values, lag: $0) }))
    },
  ]

  private static func distance(
    _ name: String, _ summary: String, _ example: Example, _ value: @escaping @Sendable (ValuePairs) throws -> Double
  ) -> Builtin {
    Builtin("\(name)(X, Y)", summary: summary, example: example, isAggregate: true) { call in
      try PairAxis.apply(call) { .double(try value(try ValuePairs($0, $1))) }
    }
  }

  /// An aggregate of `X` over the rows where both arguments have a value.
  private static func ofBothPresent(_ call: borrowing Call, _ aggregate: Aggregate) throws -> Cell {
    let threads = call.session.host.threads
    return try PairAxis.apply(call) { x, y in
      let rows = try (0..<x.count).filterRows { !x.isNull(at: $0) && !y.isNull(at: $0) }
      return try aggregate.whole([try x.gather(rows)], threads)
    }
  }

  private static func crossStat(_ call: borrowing Call) throws -> Cell {
    let (x, y) = (try call.vector(0), try call.vector(1))
    guard x.count == y.count else { throw KernelError.shape("crossStat: the vectors differ in length: \(x.count) and \(y.count)") }
    let rows = try (0..<x.count).filterRows { !x.isNull(at: $0) && !y.isNull(at: $0) }
    let (left, right) = (try x.gather(rows), try y.gather(rows))
    let threads = call.session.host.threads
    let result = AnyVector(capacity: 6)
    result.push(.int(rows.count))
    result.push(try Aggregate.sum.whole([left], threads))
    result.push(try Aggregate.sum.whole([right], threads))
    result.push(try Aggregate.sumOfSquares.whole([left], threads))
    result.push(try Aggregate.sumOfSquares.whole([right], threads))
    result.push(try Aggregate.weightedSum.whole([left, right], threads))
    return .vector(result)
  }

  private static func columnsByColumns(_ call: borrowing Call, _ aggregate: Aggregate) throws -> Cell {
    guard let matrix = call[0].matrix else { throw call.expected(0, "a matrix") }
    let columns = try (0..<matrix.columns).map { column in
      try Interruption.check()
      return try withZeros(matrix.column(column))
    }
    let values = try FixedVector(.double, count: columns.count * columns.count)
    for (row, left) in columns.enumerated() {
      for (column, right) in columns.enumerated() {
        try Interruption.check()
        values.pointer(Double.self)[column * columns.count + row] = try aggregate.whole([left, right], call.session.host.threads).asDouble()
      }
    }
    return .matrix(try MatrixObject(
      values: values, rows: columns.count, columns: columns.count, rowLabels: matrix.columnLabels, columnLabels: matrix.columnLabels))
  }

  private static func withZeros(_ column: Vector) throws -> Vector {
    let doubles = try Numbers.doubles(column)
    let source = doubles.pointer(Double.self)
    return try Numbers.vector((0..<column.count).mapRows { source[$0].isMissing ? 0 : source[$0] })
  }
}
