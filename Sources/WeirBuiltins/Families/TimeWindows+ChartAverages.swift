import WeirRuntime
import WeirTables

// The moving averages of chart analysts.
extension StandardCatalog {
  static let chartAverages: [Builtin] = [
    Builtin(
      "ema(X, window, [warmup=false])", summary: "The exponential moving average, which each value moves by 2/(window+1).",
      example: Example("ema(1 2 3 5, 3)", gives: "[,,2,3.5]")
    ) { call in
      let warmup = try call.bool(2, default: false)
      return try charted(call) { try ChartAverages.exponential($0, window: $1, warmup: warmup) }
    },
    Builtin(
      "gema(X, window, alpha)", summary: "The exponential moving average, which each value moves by `alpha`.",
      example: Example("gema(1 2 3 5, 3, 0.5)", gives: "[,,2,3.5]")
    ) { call in
      let alpha = try call.double(2)
      guard alpha > 0, alpha < 1 else { throw call.invalid(2, "must be between 0 and 1") }
      return try charted(call) { try ChartAverages.fading($0, window: $1, alpha: alpha) }
    },
    chart("wilder", "The exponential moving average, which each value moves by 1/window.", Example("wilder(1 2 3 5, 3)", gives: "[,,2,3]")) {
      try ChartAverages.fading($0, window: $1, alpha: 1 / Double($1))
    },
    chart("sma", "The simple moving average.", Example("sma(1 2 3 5, 2)", gives: "[,1.5,2.5,4]"), ChartAverages.simple),
    chart("wma", "The moving average with weights that grow by one from row to row.", Example("wma(1 2 4, 2)", gives: "[,1.666667,3.333333]"), ChartAverages.weighted),
    chart("trima", "The triangular moving average: the average of averages.", Example("trima(1 2 4 8, 3)", gives: "[,,2.25,4.5]"), ChartAverages.triangular),
    chart("dema", "The double exponential moving average.", Example("dema(1 2 3 4, 2)", gives: "[,,3,4]"), ChartAverages.double),
    chart("tema", "The triple exponential moving average.", Example("tema(1 2 3 4, 2)", gives: "[,,,4]"), ChartAverages.triple),
    chart("kama", "Kaufman's adaptive moving average.", Example("kama(1 2 3 4, 2)", gives: "[,,2.444444,3.135802]"), ChartAverages.adaptive),
    Builtin(
      "t3(X, window, [vfactor=1.0])", summary: "Tillson's moving average of six exponential ones.",
      example: Example("t3(1 2 3 4 5 6 7, 2, 0.5)", gives: "[,,,,,,6.25]")
    ) { call in
      let factor = try call.double(2, default: 1)
      guard factor >= 0, factor <= 1 else { throw call.invalid(2, "must be from 0 to 1") }
      return try charted(call) { try ChartAverages.tillson($0, window: $1, factor: factor) }
    },
    Builtin(
      "ma(X, window, maType)", summary: "The moving average of the kind 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, 6 kama or 8 t3.",
      example: Example("ma(1 2 3 5, 2, 0)", gives: "[,1.5,2.5,4]")
    ) { call in
      let kernel = try average(ofKind: try call.int(2), call)
      return try charted(call, kernel)
    },
    Builtin(
      "linearTimeTrend(X, window)", summary: "Intercept and slope of the line through each window.",
      example: Example("linearTimeTrend(3 3 5 7, 3)", gives: "([00F,00F,2.666667,3],[00F,00F,1,2])")
    ) { call in
      let window = try chartWindow(call)
      let result = AnyVector(capacity: 2)
      for part in 0..<2 {
        result.push(
          try SeriesForms.each(call, 0, numericOnly: true) { column in
            let trend = try ChartAverages.timeTrend(column, window: window)
            return .vector(part == 0 ? trend.intercept : trend.slope)
          })
      }
      return .vector(result)
    },
  ]

  private typealias Kernel = @Sendable (Vector, Int) throws -> Vector

  private static func chart(_ name: String, _ summary: String, _ example: Example, _ kernel: @escaping Kernel) -> Builtin {
    Builtin("\(name)(X, window)", summary: summary, example: example) { call in try charted(call, kernel) }
  }

  private static func charted(_ call: borrowing Call, _ kernel: (Vector, Int) throws -> Vector) throws -> Cell {
    let window = try chartWindow(call)
    return try SeriesForms.each(call, 0, numericOnly: true) { .vector(try kernel($0, window)) }
  }

  private static func chartWindow(_ call: borrowing Call) throws -> Int {
    let window = try call.int(1)
    guard window > 0, window <= 1 << 30 else { throw call.invalid(1, "must be greater than 1") }
    return window
  }

  private static func average(ofKind kind: Int, _ call: borrowing Call) throws -> Kernel {
    switch kind {
    case 0: return ChartAverages.simple
    case 1: return { try ChartAverages.exponential($0, window: $1, warmup: false) }
    case 2: return ChartAverages.weighted
    case 3: return ChartAverages.double
    case 4: return ChartAverages.triple
    case 5: return ChartAverages.triangular
    case 6: return ChartAverages.adaptive
    case 8: return { try ChartAverages.tillson($0, window: $1, factor: 1) }
    default: throw call.invalid(2, "must be 0 to 6 or 8")
    }
  }
}
