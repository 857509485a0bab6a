import WeirRuntime
import WeirTables

// Two columns over the last rows, and the order of the rows of a window.
extension StandardCatalog {
  static let movingPairs: [Builtin] = [
    .movingPair(
      "mcorr(X, Y, window, [minPeriods])", "The correlation of two columns in each window.", Example("mcorr(1 2 3, 1 2 4, 3)", gives: "[,,0.981981]"),
      WindowPairs.correlation),
    .movingPair(
      "mcovar(X, Y, window, [minPeriods])", "The sample covariance of two columns in each window.", Example("mcovar(1 2 3, 1 2 4, 2)", gives: "[,0.5,1]"),
      WindowPairs.covariance),
    .movingPair(
      "mcovarp(X, Y, window, [minPeriods])", "The population covariance of two columns in each window.",
      Example("mcovarp(1 2 3, 1 2 4, 2)", gives: "[,0.25,0.5]"), WindowPairs.populationCovariance),
    .movingPair(
      "mbeta(Y, X, window, [minPeriods])", "The slope of the regression of `Y` on `X` in each window.",
      Example("mbeta(1 2 4, 1 2 3, 2)", gives: "[,1,2]")
    ) { y, x, extent in try WindowPairs.slope(of: y, on: x, extent) },
    .movingPair(
      "mwsum(X, Y, window, [minPeriods])", "The sum of the products of two columns in each window.", Example("mwsum(1 2 3, 1 2 3, 2)", gives: "[,5,13]"),
      WindowPairs.weightedSum),
    .movingPair(
      "mwavg(X, Y, window, [minPeriods])", "The mean of `X` weighted by `Y` in each window.", Example("mwavg(1 2 3, 1 1 3, 2)", gives: "[,1.5,2.75]"),
      WindowPairs.weightedAverage),
    Builtin(
      "mslr(Y, X, window, [minPeriods])", summary: "Intercept and slope of the regression of `Y` on `X` in each window.",
      example: Example("mslr(1 2 4, 1 2 3, 2)", gives: "([00F,0,-2],[00F,1,2])")
    ) { call in
      let extent = try WindowArguments.moving(call, data: 1, window: 2, minPeriods: 3)
      let (y, x) = (try call.vector(0), try call.vector(1))
      let (intercept, slope) = try WindowPairs.regression(of: y, on: x, extent)
      return .vector(AnyVector(vectors: [intercept, slope]))
    },
    Builtin(
      "mmse(Y, X, window, [minPeriods])", summary: "Slope and mean squared error of the regression of `Y` on `X` in each window.",
      example: Example("mmse(1 2 3, 1 2 3, 3)", gives: "([00F,00F,1],[00F,00F,0])")
    ) { call in
      let extent = try WindowArguments.moving(call, data: 1, window: 2, minPeriods: 3)
      let (y, x) = (try call.vector(0), try call.vector(1))
      return .vector(AnyVector(vectors: [try WindowPairs.slope(of: y, on: x, extent), try WindowPairs.meanSquaredError(of: y, on: x, extent)]))
    },
  ]

  static let movingOrder: [Builtin] = [
    .moving("mmed", "The median of each window.", Example("mmed(2 1 3 7, 3)", gives: "[,,2,3]"), WindowOrder.median),
    Builtin(
      "mpercentile(X, percent, window, [interpolation='linear'], [minPeriods])", summary: "The percentile of each window.",
      example: Example("mpercentile(2 1 3, 50, 2)", gives: "[,1.5,2]"), isConcurrent: true
    ) { call in
      let percent = try call.double(1)
      let interpolation = try OrderArguments.interpolation(call, 3)
      let extent = try WindowArguments.moving(call, data: 0, window: 2, minPeriods: 4)
      return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try WindowOrder.percentile($0, percent, interpolation, extent)) }
    },
    Builtin(
      "mrank(X, [ascending=true], window, [ignoreNA=true], [tiesMethod='min'], [percent=false], [minPeriods])",
      summary: "The rank of each value among those of its window, from 0.", example: Example("mrank(3 2 4 4, false, 3)", gives: "[,,0,0]"), isConcurrent: true
    ) { call in
      let options = try OrderArguments.rank(call, ascending: 1, ignoreNull: 3, ties: 4, percent: 5)
      let extent = try WindowArguments.moving(call, data: 0, window: 2, minPeriods: 6)
      return try SeriesForms.each(call, 0) { .vector(try WindowOrder.rank($0, options, extent)) }
    },
  ]

  static let movingIndices: [Builtin] = [
    Builtin(
      "movingWindowIndex(X, window, [fixed=false])", summary: "The rows of each window, as an array vector.",
      example: Example("movingWindowIndex(5 6 7, 2)", gives: "[[0],[0,1],[1,2]]")
    ) { call in
      let length = try call.int(1)
      guard length >= 2 else { throw call.invalid(1, "must be at least 2") }
      return .vector(try WindowIndices.rows(count: try call.vector(0).count, length: length, isFixed: try call.bool(2, default: false)))
    },
    Builtin(
      "movingTopNIndex(X, window, top, [ascending=true], [fixed=false], [tiesMethod='oldest'])",
      summary: "The rows of the first `top` values of each sorted window, as an array vector.",
      example: Example("movingTopNIndex(2 5 1, 3, 2)", gives: "[[0],[0,1],[2,0]]")
    ) { call in
      let ties = try call.string(5, default: "oldest")
      guard ties == "oldest" || ties == "latest" else { throw call.invalid(5, "must be 'oldest' or 'latest'") }
      let length = try call.int(1)
      let top = try call.int(2)
      guard length >= 2 else { throw call.invalid(1, "must be at least 2") }
      guard top >= 1, top <= length else { throw call.invalid(2, "must be from 1 to the window") }
      return .vector(
        try WindowIndices.top(
          try call.vector(0), length: length, top: top, isAscending: try call.bool(3, default: true), isFixed: try call.bool(4, default: false),
          prefersLatest: ties == "latest"))
    },
  ]
}

/// Reads how values are ranked.
enum OrderArguments {
  static func interpolation(_ call: borrowing Call, _ index: Int) throws -> Interpolation {
    guard let interpolation = Interpolation(rawValue: try call.string(index, default: "linear")) else {
      throw call.invalid(index, "must be 'linear', 'lower', 'higher', 'nearest' or 'midpoint'")
    }
    return interpolation
  }

  static func rank(_ call: borrowing Call, ascending: Int, ignoreNull: Int, ties: Int, percent: Int) throws -> WindowOrder.RankOptions {
    guard let method = WindowOrder.Ties(rawValue: try call.string(ties, default: "min")) else {
      throw call.invalid(ties, "must be 'min', 'max', 'average' or 'first'")
    }
    return WindowOrder.RankOptions(
      isAscending: try call.bool(ascending, default: true), ignoresNull: try call.bool(ignoreNull, default: true), ties: method,
      isPercent: try call.bool(percent, default: false))
  }
}
