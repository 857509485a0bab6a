import WeirRuntime
import WeirTables

// Functions over windows of time.
extension StandardCatalog {
  static let timeWindows: [Builtin] = timedStatistics + timedPlaces + timedPairs + timedOrder + chartAverages

  static let timedStatistics: [Builtin] = [
    .timed("tmsum", "The sum over each window of time.", Example("tmsum(1 2 5, 1 2 3, 3)", gives: "[1,3,3]"), WindowStatistics.sum),
    .timed("tmsum2", "The sum of the squares over each window of time.", Example("tmsum2(1 2 5, 1 2 3, 3)", gives: "[1,5,9]"), WindowStatistics.sum2),
    .timed("tmavg", "The mean over each window of time.", Example("tmavg(1 2 5, 1 2 3, 3)", gives: "[1,1.5,3]"), WindowStatistics.average),
    .timed("tmprod", "The product over each window of time.", Example("tmprod(1 2 5, 1 2 3, 3)", gives: "[1,2,3]"), WindowStatistics.product),
    .timed("tmcount", "How many values in each window of time are not null.", Example("tmcount(1 2 5, 1 NULL 3, 3)", gives: "[1,1,1]")) {
      try WindowStatistics.count($0, $1.fromFirstRow)
    },
    .timed("tmvar", "The sample variance over each window of time.", Example("tmvar(1 2 5, 1 2 3, 3)", gives: "[,0.5,]"), WindowStatistics.variance),
    .timed("tmvarp", "The population variance over each window of time.", Example("tmvarp(1 2 5, 1 2 3, 3)", gives: "[0,0.25,0]"), WindowStatistics.populationVariance),
    .timed("tmstd", "The sample standard deviation over each window of time.", Example("tmstd(1 2 5, 1 3 3, 3)", gives: "[,1.414214,]"), WindowStatistics.deviation),
    .timed("tmstdp", "The population standard deviation over each window of time.", Example("tmstdp(1 2 5, 1 2 3, 3)", gives: "[0,0.5,0]"), WindowStatistics.populationDeviation),
    Builtin(
      "tmskew(T, X, window, [biased=true])", summary: "The skewness over each window of time.",
      example: Example("tmskew(1 2 3, 1 2 4, 3)", gives: "[,0,0.381802]")
    ) { call in try timedMoment(call, WindowStatistics.skewness) },
    Builtin(
      "tmkurtosis(T, X, window, [biased=true])", summary: "The kurtosis over each window of time.",
      example: Example("tmkurtosis(1 2 3, 1 2 4, 3)", gives: "[,,1.5]")
    ) { call in try timedMoment(call, WindowStatistics.kurtosis) },
  ]

  private static func timedMoment(_ call: borrowing Call, _ kernel: (Vector, WindowExtent, Bool) throws -> Vector) throws -> Cell {
    let extent = try WindowArguments.time(call, window: 2)
    let isBiased = try call.bool(3, default: true)
    return try SeriesForms.each(call, 1, numericOnly: true) { .vector(try kernel(try Builtin.checked(call, $0), extent, isBiased)) }
  }

  static let timedPlaces: [Builtin] = [
    .timed("tmmax", "The greatest value of each window of time.", Example("tmmax(1 2 5, 2 1 3, 3)", gives: "[2,2,3]"), WindowExtremes.maximum),
    .timed("tmmin", "The least value of each window of time.", Example("tmmin(1 2 5, 2 1 3, 3)", gives: "[2,1,3]"), WindowExtremes.minimum),
    .timed("tmfirst", "The first value of each window of time.", Example("tmfirst(1 2 5, 2 1 3, 3)", gives: "[2,2,3]"), WindowPlaces.first),
    .timed("tmlast", "The last value of each window of time.", Example("tmlast(1 2 5, 2 1 3, 3)", gives: "[2,1,3]"), WindowPlaces.last),
    .timed("tmTopRange", "How many rows directly before each are less, inside of its window of time.", Example("tmTopRange(1 2 3, 1 2 3, 2)", gives: "[0,1,1]")) {
      try StreakCounting.range($0, $1, ofLess: true)
    },
    .timed("tmLowRange", "How many rows directly before each are greater, inside of its window of time.", Example("tmLowRange(1 2 3, 3 2 1, 2)", gives: "[0,1,1]")) {
      try StreakCounting.range($0, $1, ofLess: false)
    },
    Builtin(
      "tmove(T, X, window)", summary: "For each row the last value that is at least a window of time older.",
      example: Example("tmove(1 2 5, 2 1 3, 3)", gives: "[,,1]")
    ) { call in
      let times = try call.vectorOrScalar(0)
      let data = try Builtin.checked(call, try call.vectorOrScalar(1))
      return .vector(try TimeSpan.valuesBefore(data, times, span: call[2]))
    },
    Builtin(
      "tmovingWindowData(T, X, window, [leftClosed=false])", summary: "The values of each window of time, as an array vector.",
      example: Example("tmovingWindowData(1 2 5, 7 8 9, 3)", gives: "[[7],[7,8],[9]]")
    ) { call in
      let times = try call.vectorOrScalar(0)
      let data = try Builtin.checked(call, try call.vectorOrScalar(1))
      let starts = try TimeSpan.windowStarts(times, span: call[2], leftClosed: try call.bool(3, default: false))
      return .vector(try WindowIndices.values(data, .from(starts)))
    },
  ]

  static let timedPairs: [Builtin] = [
    .timedPair("tmcorr(T, X, Y, window)", "The correlation of two columns over each window of time.", Example("tmcorr(1 2 3, 1 2 3, 1 2 4, 3)", gives: "[,1,0.981981]"), WindowPairs.correlation),
    .timedPair("tmcovar(T, X, Y, window)", "The sample covariance of two columns over each window of time.", Example("tmcovar(1 2 3, 1 2 3, 1 2 4, 2)", gives: "[,0.5,1]"), WindowPairs.covariance),
    .timedPair("tmcovarp(T, X, Y, window)", "The population covariance of two columns over each window of time.", Example("tmcovarp(1 2 3, 1 2 3, 1 2 4, 2)", gives: "[0,0.25,0.5]"), WindowPairs.populationCovariance),
    .timedPair("tmbeta(T, Y, X, window)", "The slope of the regression of `Y` on `X` over each window of time.", Example("tmbeta(1 2 3, 1 2 4, 1 2 3, 2)", gives: "[,1,2]")) { y, x, extent in
      try WindowPairs.slope(of: y, on: x, extent)
    },
    .timedPair("tmwsum(T, X, Y, window)", "The sum of the products of two columns over each window of time.", Example("tmwsum(1 2 3, 1 2 3, 1 2 3, 2)", gives: "[1,5,13]"), WindowPairs.weightedSum),
    .timedPair("tmwavg(T, X, Y, window)", "The mean of `X` weighted by `Y` over each window of time.", Example("tmwavg(1 2 3, 1 2 3, 1 1 3, 2)", gives: "[1,1.5,2.75]"), WindowPairs.weightedAverage),
  ]

  static let timedOrder: [Builtin] = [
    .timed("tmmed", "The median of each window of time.", Example("tmmed(1 2 5, 2 1 3, 3)", gives: "[2,1.5,3]"), WindowOrder.median),
    Builtin(
      "tmpercentile(T, X, percent, window, [interpolation='linear'])", summary: "The percentile of each window of time.",
      example: Example("tmpercentile(1 2 5, 2 1 3, 50, 3)", gives: "[2,1.5,3]")
    ) { call in
      let percent = try call.double(2)
      let interpolation = try OrderArguments.interpolation(call, 4)
      let extent = try WindowArguments.time(call, window: 3)
      return try SeriesForms.each(call, 1, numericOnly: true) {
        .vector(try WindowOrder.percentile(try Builtin.checked(call, $0), percent, interpolation, extent))
      }
    },
    Builtin(
      "tmrank(T, X, [ascending=true], window, [ignoreNA=true], [tiesMethod='min'], [percent=false])",
      summary: "The rank of each value among those of its window of time, from 0.", example: Example("tmrank(1 2 5, 2 1 3, true, 3)", gives: "[0,0,0]")
    ) { call in
      let options = try OrderArguments.rank(call, ascending: 2, ignoreNull: 4, ties: 5, percent: 6)
      let extent = try WindowArguments.time(call, window: 3)
      return try SeriesForms.each(call, 1) { .vector(try WindowOrder.rank(try Builtin.checked(call, $0), options, extent)) }
    },
  ]
}
