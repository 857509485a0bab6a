import WeirRuntime
import WeirTables

// Functions over all rows so far.
extension StandardCatalog {
  static let cumulativeWindows: [Builtin] = cumulativeStatistics + cumulativePlaces + cumulativePairs + dynamicGroups

  static let cumulativeStatistics: [Builtin] = [
    .cumulative("cumsum", "The sum up to each row.", Example("cumsum(1 2 NULL 4)", gives: "[1,3,3,7]"), WindowStatistics.sum),
    .cumulative("cumsum2", "The sum of the squares up to each row.", Example("cumsum2(1 2 3)", gives: "[1,5,14]"), WindowStatistics.sum2),
    .cumulative("cumsum3", "The sum of the cubes up to each row.", Example("cumsum3(1 2 3)", gives: "[1,9,36]"), WindowStatistics.sum3),
    .cumulative("cumsum4", "The sum of the fourth powers up to each row.", Example("cumsum4(1 2 3)", gives: "[1,17,98]"), WindowStatistics.sum4),
    .cumulative("cumprod", "The product up to each row.", Example("cumprod(1 2 3 4)", gives: "[1,2,6,24]"), WindowStatistics.product),
    .cumulative("cumavg", "The mean up to each row.", Example("cumavg(1 3 5)", gives: "[1,2,3]"), WindowStatistics.average),
    .cumulative("cumcount", "How many values up to each row are not null.", Example("cumcount(1 NULL 3)", gives: "[1,1,2]")) {
      try WindowStatistics.count($0, $1.fromFirstRow)
    },
    .cumulative("cumvar", "The sample variance up to each row.", Example("cumvar(1 3 5)", gives: "[,2,4]"), WindowStatistics.variance),
    .cumulative("cumvarp", "The population variance up to each row.", Example("cumvarp(1 3 5 7)", gives: "[0,1,2.666667,5]"), WindowStatistics.populationVariance),
    .cumulative("cumstd", "The sample standard deviation up to each row.", Example("cumstd(1 3 5)", gives: "[,1.414214,2]"), WindowStatistics.deviation),
    .cumulative("cumstdp", "The population standard deviation up to each row.", Example("cumstdp(1 3)", gives: "[0,1]"), WindowStatistics.populationDeviation),
    .cumulative("cummed", "The median up to each row.", Example("cummed(7 9 5)", gives: "[7,8,7]"), WindowOrder.median),
    .cumulative("cumPositiveStreak", "The sum of the positive numbers in an unbroken row up to each.", Example("cumPositiveStreak(1 0 1 2)", gives: "[1,0,1,3]")) { values, _ in
      try StreakCounting.positiveSums(values)
    },
    Builtin(
      "maxPositiveStreak(X)", summary: "The largest sum of positive numbers in an unbroken row.", example: Example("maxPositiveStreak(1 0 1 2 -1)", gives: "3"),
      axis: .aggregate
    ) { call in
      let column = try call.vectorOrScalar(0)
      guard column.type.category == .integral || column.type.category == .logical else { throw call.expected(0, "integers") }
      return try Aggregate.maximum.whole([try StreakCounting.positiveSums(column)], call.session.host.threads)
    },
    Builtin(
      "cumpercentile(X, percent, [interpolation='linear'])", summary: "The percentile of all values up to each row.",
      example: Example("cumpercentile(1..5, 25)", gives: "[1,1.25,1.5,1.75,2]")
    ) { call in
      let percent = try call.double(1)
      let interpolation = try OrderArguments.interpolation(call, 2)
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try WindowOrder.percentile($0, percent, interpolation, .cumulative())) }
    },
    Builtin(
      "cumnunique(X, [ignoreNull=false])", summary: "How many different values there are up to each row.",
      example: Example("cumnunique(1 2 1 3)", gives: "[1,2,2,3]")
    ) { call in
      let ignoresNull = try call.bool(1, default: false)
      return try SeriesForms.each(call, 0) { .vector(try DistinctSoFar.count($0, ignoresNull: ignoresNull)) }
    },
    Builtin(
      "cumrank(X, [ascending=true], [ignoreNA=true], [tiesMethod='min'], [percent=false])",
      summary: "The rank of each value among all up to it, from 0.", example: Example("cumrank(1 3 2 3 4)", gives: "[0,1,1,2,4]")
    ) { call in
      let options = try OrderArguments.rank(call, ascending: 1, ignoreNull: 2, ties: 3, percent: 4)
      return try SeriesForms.each(call, 0) { .vector(try WindowOrder.rank($0, options, .cumulative())) }
    },
    Builtin(
      "cumdenseRank(X, [ascending=true], [ignoreNA=true], [percent=false], [norm='max'])",
      summary: "The rank of each value among the different ones up to it, from 0.", example: Example("cumdenseRank(1 3 2 3 4)", gives: "[0,1,1,2,3]")
    ) { call in
      guard let norm = DistinctSoFar.RankShare(rawValue: try call.string(4, default: "max")) else { throw call.invalid(4, "must be 'max' or 'minmax'") }
      let share = try call.bool(3, default: false) ? norm : nil
      let isAscending = try call.bool(1, default: true)
      let ignoresNull = try call.bool(2, default: true)
      return try SeriesForms.each(call, 0) {
        .vector(try DistinctSoFar.denseRank($0, isAscending: isAscending, ignoresNull: ignoresNull, share: share))
      }
    },
  ]

  static let cumulativePlaces: [Builtin] = [
    .cumulative("cummax", "The greatest value up to each row.", Example("cummax(1 3 2)", gives: "[1,3,3]"), WindowExtremes.maximum),
    .cumulative("cummin", "The least value up to each row.", Example("cummin(3 1 2)", gives: "[3,1,1]"), WindowExtremes.minimum),
    .cumulative("cumimax", "The place of the greatest value up to each row.", Example("cumimax(1 3 2)", gives: "[0,1,1]"), WindowExtremes.maximumIndex),
    .cumulative("cumimin", "The place of the least value up to each row.", Example("cumimin(3 1 2)", gives: "[0,1,1]"), WindowExtremes.minimumIndex),
    Builtin(
      "cumfirstNot(X, [k])", summary: "The first value up to each row that is neither null nor `k`.", example: Example("cumfirstNot(NULL 1 2)", gives: "[,1,1]")
    ) { call in try cumulativeNot(call, WindowPlaces.firstNot) },
    Builtin(
      "cumlastNot(X, [k])", summary: "The last value up to each row that is neither null nor `k`.", example: Example("cumlastNot(1 NULL 2)", gives: "[1,1,2]")
    ) { call in try cumulativeNot(call, WindowPlaces.lastNot) },
  ]

  private static func cumulativeNot(_ call: borrowing Call, _ kernel: (Vector, borrowing Cell, WindowExtent) throws -> Vector) throws -> Cell {
    let excluded = call.has(1) ? call[1].copy() : .void
    return try SeriesForms.each(call, 0) { .vector(try kernel($0, excluded, .cumulative())) }
  }

  static let cumulativePairs: [Builtin] = [
    .cumulativePair("cumcorr(X, Y)", "The correlation of two columns up to each row.", Example("cumcorr(1 2 3, 1 2 4)", gives: "[,1,0.981981]"), WindowPairs.correlation),
    .cumulativePair("cumcovar(X, Y)", "The sample covariance of two columns up to each row.", Example("cumcovar(1 2 3, 1 2 4)", gives: "[,0.5,1.5]"), WindowPairs.covariance),
    .cumulativePair("cumcovarp(X, Y)", "The population covariance of two columns up to each row.", Example("cumcovarp(1 2 3, 1 2 4)", gives: "[0,0.25,1]"), WindowPairs.populationCovariance),
    .cumulativePair("cumbeta(Y, X)", "The slope of the regression of `Y` on `X` up to each row.", Example("cumbeta(1 2 4, 1 2 3)", gives: "[,1,1.5]")) { y, x, extent in
      try WindowPairs.slope(of: y, on: x, extent)
    },
    .cumulativePair("cumwsum(X, Y)", "The sum of the products of two columns up to each row.", Example("cumwsum(1 2 3, 1 2 3)", gives: "[1,5,14]"), WindowPairs.weightedSum),
    .cumulativePair("cumwavg(X, Y)", "The mean of `X` weighted by `Y` up to each row.", Example("cumwavg(1 2 3, 1 1 2)", gives: "[1,1.5,2.25]"), WindowPairs.weightedAverage),
  ]

  static let dynamicGroups: [Builtin] = [
    Builtin(
      "dynamicGroupCumsum(cumValue, prevCumValue, membership, prevMembership, groupCount)",
      summary: "The totals of groups whose members move from one to another.",
      example: Example("dynamicGroupCumsum(2 8, NULL 2, 0 1, NULL 0, 2)", gives: "([2,0],[0,8])")
    ) { call in
      let count = try groupCount(call, 4)
      return .vector(
        try DynamicGroups.totals(
          values: try call.vectorOrScalar(0), former: try call.vectorOrScalar(1), groups: try call.vectorOrScalar(2), formerGroups: try call.vectorOrScalar(3),
          count: count))
    },
    Builtin(
      "dynamicGroupCumcount(membership, prevMembership, groupCount)", summary: "The sizes of groups whose members move from one to another.",
      example: Example("dynamicGroupCumcount(0 1, NULL 0, 2)", gives: "([1,0],[0,1])")
    ) { call in
      let count = try groupCount(call, 2)
      let groups = try call.vectorOrScalar(0)
      let ones = try Vector.repeating(.int(1), count: groups.count)
      return .vector(
        try DynamicGroups.totals(
          values: ones, former: ones, groups: groups, formerGroups: try call.vectorOrScalar(1), count: count))
    },
  ]

  private static func groupCount(_ call: borrowing Call, _ index: Int) throws -> Int {
    let count = try call.int(index)
    guard count >= 2, count <= 8 else { throw call.invalid(index, "must be from 2 to 8") }
    return count
  }
}
