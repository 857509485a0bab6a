import WeirRuntime
import WeirTables

// Aggregates: a vector to one value.
extension StandardCatalog {
  static let statistics: [Builtin] = [
    statisticsSums, statisticsSpread, statisticsExtremes, statisticsPlaces, statisticsQuantiles, statisticsPairs, statisticsDistances, statisticsHistograms,
    statisticsSeries, statisticsExponential,
  ].flatMap { $0 }

  static let statisticsSums: [Builtin] = [
    Builtin(
      "sum(X)", summary: "The sum of the values that are not null: a LONG for integers, a DOUBLE for floats, the next wider type for decimals.",
      example: Example("sum(1 2 3 NULL 4)", gives: "10"), axis: .aggregate, grouped: Aggregate.sum.byGroup, windowed: Aggregate.sum.byRange, merge: .sum,
      chain: .aggregate(.sum)
    ) { call in try call.aggregate(.sum) },
    Builtin(
      "avg(X)", aliases: ["mean"], summary: "The mean of the values that are not null, a DOUBLE.", example: Example("avg(1 2 6 NULL)", gives: "3"),
      axis: .aggregate, grouped: Aggregate.average.byGroup, windowed: Aggregate.average.byRange, merge: .average, chain: .aggregate(.average)
    ) { call in try call.aggregate(.average) },
    Builtin(
      "count(X)", summary: "How many values are not null; of a table, how many rows it has.", example: Example("count(3 NULL 5)", gives: "2"),
      isAggregate: true, grouped: Aggregate.count.byGroup, windowed: Aggregate.count.byRange, merge: .count
    ) { call in try count(call) },
    Builtin(
      "sum2(X)", summary: "The sum of the squares, a DOUBLE.", example: Example("sum2(1 2 3)", gives: "14"), axis: .aggregate,
      grouped: Aggregate.sumOfSquares.byGroup, windowed: Aggregate.sumOfSquares.byRange, merge: .sumOfSquares
    ) { call in try call.aggregate(.sumOfSquares) },
    Builtin(
      "sum3(X)", summary: "The sum of the cubes, a DOUBLE.", example: Example("sum3(1 2 3)", gives: "36"), axis: .aggregate,
      grouped: Aggregate.sumOfCubes.byGroup, windowed: Aggregate.sumOfCubes.byRange, merge: .sumOfCubes
    ) { call in try call.aggregate(.sumOfCubes) },
    Builtin(
      "sum4(X)", summary: "The sum of the fourth powers, a DOUBLE.", example: Example("sum4(1 2 3)", gives: "98"), axis: .aggregate,
      grouped: Aggregate.sumOfFourths.byGroup, windowed: Aggregate.sumOfFourths.byRange, merge: .sumOfFourths
    ) { call in try call.aggregate(.sumOfFourths) },
    Builtin(
      "prod(X)", summary: "The product of the values that are not null.", example: Example("prod(2 NULL 5)", gives: "10"), axis: .aggregate,
      grouped: Aggregate.product.byGroup, windowed: Aggregate.product.byRange, merge: .product
    ) { call in try call.aggregate(.product) },
    Builtin(
      "rms(X)", summary: "The root of the mean of the squares.", example: Example("rms(3 4 5 NULL 4 5 3)", gives: "4.082483"),
      axis: .aggregate, grouped: Aggregate.rootMeanSquare.byGroup, windowed: Aggregate.rootMeanSquare.byRange, merge: .rootMeanSquare
    ) { call in try call.aggregate(.rootMeanSquare) },
    Builtin(
      "nunique(X, [ignoreNull=false])",
      summary: "How many different values there are, null among them unless it is ignored; of a tuple of columns, how many different rows.",
      example: Example("nunique(1 3 1 NULL NULL)", gives: "3"), isAggregate: true,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.distinctCount(ignoreNull: false).byGroup(columns, grouping) : nil }
    ) { call in try distinctCount(call) },
  ]

  static let statisticsSpread: [Builtin] = [
    Builtin(
      "var(X)", summary: "The variance of a sample: squared distances from the mean, divided by the count less one.",
      example: Example("var(1 2 3)", gives: "1"), axis: .aggregate, grouped: Aggregate.variance.byGroup, windowed: Aggregate.variance.byRange, merge: .variance
    ) { call in try call.aggregate(.variance) },
    Builtin(
      "varp(X)", summary: "The variance of a whole population.", example: Example("varp(2 4)", gives: "1"), axis: .aggregate,
      grouped: Aggregate.populationVariance.byGroup, windowed: Aggregate.populationVariance.byRange, merge: .populationVariance
    ) { call in try call.aggregate(.populationVariance) },
    Builtin(
      "std(X)", summary: "The standard deviation of a sample.", example: Example("std(1 2 3)", gives: "1"), axis: .aggregate,
      grouped: Aggregate.standardDeviation.byGroup, windowed: Aggregate.standardDeviation.byRange, merge: .standardDeviation
    ) { call in try call.aggregate(.standardDeviation) },
    Builtin(
      "stdp(X)", summary: "The standard deviation of a whole population.", example: Example("stdp(2 4)", gives: "1"), axis: .aggregate,
      grouped: Aggregate.populationDeviation.byGroup, windowed: Aggregate.populationDeviation.byRange, merge: .populationDeviation
    ) { call in try call.aggregate(.populationDeviation) },
    Builtin(
      "sem(X)", summary: "The standard error of the mean.", example: Example("sem(1 3)", gives: "1"), axis: .aggregate,
      grouped: Aggregate.standardError.byGroup, windowed: Aggregate.standardError.byRange, merge: .standardError
    ) { call in try call.aggregate(.standardError) },
    Builtin(
      "skew(X, [biased=true])", summary: "The skewness: 0 for what is symmetric about its mean.", example: Example("skew(1 2 3)", gives: "0"),
      axis: .aggregate,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.skewness(isBiased: true).byGroup(columns, grouping) : nil }
    ) { call in try call.aggregate(.skewness(isBiased: try call.bool(1, default: true))) },
    Builtin(
      "kurtosis(X, [biased=true])", summary: "The kurtosis: 3 for the normal distribution.",
      example: Example("kurtosis(1 2 3)", gives: "1.5"), axis: .aggregate,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.kurtosis(isBiased: true).byGroup(columns, grouping) : nil }
    ) { call in try call.aggregate(.kurtosis(isBiased: try call.bool(1, default: true))) },
    Builtin(
      "mad(X, [useMedian=false])", summary: "The mean distance from the mean, or with `useMedian` the median distance from the median.",
      example: Example("mad(1 2 6)", gives: "2"), axis: .aggregate,
      grouped: { columns, grouping in columns.count == 1 ? try Aggregate.meanAbsoluteDeviation(useMedian: false).byGroup(columns, grouping) : nil }
    ) { call in try call.aggregate(.meanAbsoluteDeviation(useMedian: try call.bool(1, default: false))) },
  ]

  private static func count(_ call: borrowing Call) throws -> Cell {
    switch call[0].heapKind {
    case .table: .int(call[0].table?.snapshot.rowCount ?? 0)
    case .matrix: try Aggregate.count.whole([call[0].unsafeObject(as: MatrixObject.self).values], call.session.host.threads)
    case .set: .int(call[0].set?.count ?? 0)
    case .dictionary: try Aggregate.count.whole([try call.dictionary(0).values], call.session.host.threads)
    case .vector, .pair: try Aggregate.count.whole([try PairAxis.column(call, 0)], call.session.host.threads)
    case .resource: .int(try call[0].segmentedTable?.partitions().rowCount ?? 1)
    default: .int(call[0].isNull ? 0 : 1)
    }
  }

  private static func distinctCount(_ call: borrowing Call) throws -> Cell {
    let ignoreNull = try call.bool(1, default: false)
    let aggregate = Aggregate.distinctCount(ignoreNull: ignoreNull)
    if let tuple = call[0].tuple, tuple.count > 0, (0..<tuple.count).allSatisfy({ index in tuple.withCell(index) { $0.form == .vector } }) {
      return try aggregate.whole((0..<tuple.count).compactMap { tuple.cell(at: $0).vector }, call.session.host.threads)
    }
    return try aggregate.whole([try call.aggregateColumn(0)], call.session.host.threads)
  }
}
