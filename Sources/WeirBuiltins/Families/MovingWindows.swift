import WeirRuntime
import WeirTables

// Functions over the last rows.
extension StandardCatalog {
  static let movingWindows: [Builtin] = movingStatistics + movingPlaces + movingPairs + movingOrder + movingIndices

  static let movingStatistics: [Builtin] = [
    .moving("msum", "The sum of each window.", Example("msum(2 1 3 7, 3)", gives: "[,,6,11]"), WindowStatistics.sum),
    .moving("msum2", "The sum of the squares of each window.", Example("msum2(1 2 3, 2)", gives: "[,5,13]"), WindowStatistics.sum2),
    Builtin(
      "mavg(X, window, [minPeriods])", summary: "The mean of each window, or the mean weighted by place when `window` is a vector of weights.",
      example: Example("mavg(7 4 6 0, 2)", gives: "[,5.5,5,3]"), isConcurrent: true
    ) { call in
      if call[1].vector != nil {
        let weights = try call.vector(1)
        guard weights.count <= 1024 else { throw call.invalid(1, "must not have more than 1024 weights") }
        return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try WindowDispersion.weightedByPlace($0, weights)) }
      }
      let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 2)
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try WindowStatistics.average($0, extent)) }
    },
    .moving("mprod", "The product of each window.", Example("mprod(2 1 3 7, 2)", gives: "[,2,3,21]"), WindowStatistics.product),
    Builtin(
      "mcount(X, window, [minPeriods=1])", summary: "How many values of each window are not null.",
      example: Example("mcount(1 2 NULL 4, 2)", gives: "[1,2,1,1]"), isConcurrent: true
    ) { call in
      var extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 2)
      if try WindowArguments.minimum(call, 2) == nil { extent = extent.fromFirstRow }
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try WindowStatistics.count($0, extent)) }
    },
    .moving("mvar", "The sample variance of each window.", Example("mvar(1 2 4, 2)", gives: "[,0.5,2]"), WindowStatistics.variance),
    .moving("mvarp", "The population variance of each window.", Example("mvarp(1 2 4, 2)", gives: "[,0.25,1]"), WindowStatistics.populationVariance),
    .moving("mstd", "The sample standard deviation of each window.", Example("mstd(1 3 8, 3)", gives: "[,,3.605551]"), WindowStatistics.deviation),
    .moving(
      "mstdp", "The population standard deviation of each window.", Example("mstdp(1 3 7, 2)", gives: "[,1,2]"), WindowStatistics.populationDeviation),
    Builtin(
      "mskew(X, window, [biased=true], [minPeriods])", summary: "The skewness of each window.",
      example: Example("mskew(1 2 4, 3)", gives: "[,,0.381802]"), isConcurrent: true
    ) { call in try movingMoment(call, WindowStatistics.skewness) },
    Builtin(
      "mkurtosis(X, window, [biased=true], [minPeriods])", summary: "The kurtosis of each window.",
      example: Example("mkurtosis(1 2 4, 3)", gives: "[,,1.5]"), isConcurrent: true
    ) { call in try movingMoment(call, WindowStatistics.kurtosis) },
    Builtin(
      "mmad(X, window, [useMedian=false], [minPeriods])",
      summary: "The mean distance from the mean of each window, or the median distance from the median.",
      example: Example("mmad(1 3 8, 2)", gives: "[,1,2.5]"), isConcurrent: true
    ) { call in
      let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 3)
      let usesMedian = try call.bool(2, default: false)
      return try SeriesForms.each(call, 0, numericOnly: true) {
        .vector(try WindowDispersion.absoluteDeviation($0, usesMedian: usesMedian, extent))
      }
    },
    Builtin(
      "mmaxPositiveStreak(X, window)", summary: "The greatest sum of positive numbers in an unbroken row inside of each window.",
      example: Example("mmaxPositiveStreak(1 -1 1 2, 3)", gives: "[,,1,3]"), isConcurrent: true
    ) { call in
      let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 2)
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try StreakCounting.greatestPositiveSums($0, extent)) }
    },
  ]

  private static func movingMoment(_ call: borrowing Call, _ kernel: (Vector, WindowExtent, Bool) throws -> Vector) throws -> Cell {
    let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 3)
    let isBiased = try call.bool(2, default: true)
    return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try kernel($0, extent, isBiased)) }
  }

  static let movingPlaces: [Builtin] = [
    .moving("mmax", "The greatest value of each window.", Example("mmax(2 1 3 1, 2)", gives: "[,2,3,3]"), WindowExtremes.maximum),
    .moving("mmin", "The least value of each window.", Example("mmin(2 1 3 1, 2)", gives: "[,1,1,1]"), WindowExtremes.minimum),
    .moving("mimax", "The place of the greatest value in each window, the first of several.", Example("mimax(2 1 3, 2)", gives: "[,0,1]"), WindowExtremes.maximumIndex),
    .moving("mimin", "The place of the least value in each window, the first of several.", Example("mimin(2 1 3, 2)", gives: "[,1,0]"), WindowExtremes.minimumIndex),
    .moving(
      "mimaxLast", "The place of the greatest value in each window, the last of several.", Example("mimaxLast(2 2 1, 2)", gives: "[,1,0]"),
      WindowExtremes.lastMaximumIndex),
    .moving(
      "miminLast", "The place of the least value in each window, the last of several.", Example("miminLast(2 2 3, 2)", gives: "[,1,0]"),
      WindowExtremes.lastMinimumIndex),
    .moving("mfirst", "The first value of each window.", Example("mfirst(2 1 3, 2)", gives: "[,2,1]"), WindowPlaces.first),
    .moving("mlast", "The last value of each window.", Example("mlast(2 1 3, 2)", gives: "[,1,3]"), WindowPlaces.last),
    Builtin(
      "mfirstNot(X, window, [k], [minPeriods=1])", summary: "The first value of each window that is neither null nor `k`.",
      example: Example("mfirstNot(NULL 2 3, 2)", gives: "[,2,2]"), isConcurrent: true
    ) { call in try movingNot(call, WindowPlaces.firstNot) },
    Builtin(
      "mlastNot(X, window, [k], [minPeriods=1])", summary: "The last value of each window that is neither null nor `k`.",
      example: Example("mlastNot(1 2 NULL, 2)", gives: "[,2,2]"), isConcurrent: true
    ) { call in try movingNot(call, WindowPlaces.lastNot) },
    .moving("mifirstNot", "The place of the first value of each window that is not null.", Example("mifirstNot(NULL 2 3, 2)", gives: "[,1,0]"), WindowPlaces.firstNotIndex),
    .moving("milastNot", "The place of the last value of each window that is not null.", Example("milastNot(1 2 NULL, 2)", gives: "[,1,0]"), WindowPlaces.lastNotIndex),
    .moving("mTopRange", "How many rows directly before each are less, inside of its window.", Example("mTopRange(1 2 3, 2)", gives: "[,1,1]")) {
      try StreakCounting.range($0, $1, ofLess: true)
    },
    .moving("mLowRange", "How many rows directly before each are greater, inside of its window.", Example("mLowRange(3 2 1, 2)", gives: "[,1,1]")) {
      try StreakCounting.range($0, $1, ofLess: false)
    },
  ]

  private static func movingNot(_ call: borrowing Call, _ kernel: (Vector, borrowing Cell, WindowExtent) throws -> Vector) throws -> Cell {
    let extent = try WindowArguments.moving(call, data: 0, window: 1, minPeriods: 3)
    let excluded = call.has(2) ? call[2].copy() : .void
    return try SeriesForms.each(call, 0) { .vector(try kernel($0, excluded, extent)) }
  }
}
