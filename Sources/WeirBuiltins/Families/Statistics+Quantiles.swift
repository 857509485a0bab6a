import WeirRuntime
import WeirTables

// Order statistics.
extension StandardCatalog {
  static let statisticsQuantiles: [Builtin] = [
    Builtin(
      "med(X)", aliases: ["median"], summary: "The median, a DOUBLE.", example: Example("med(3 6 1 5 9)", gives: "5"), axis: .aggregate,
      grouped: Aggregate.median.byGroup, windowed: Aggregate.median.byRange
    ) { call in try call.aggregate(.median) },
    Builtin(
      "percentile(X, percent, [interpolation='linear'])",
      summary: "The value below which `percent` percent of the values lie; between two values by `interpolation`: linear, lower, higher, nearest or midpoint.",
      example: Example("percentile(1 2 3 4 5, 25)", gives: "2"), axis: .aggregate
    ) { call in try call.aggregate(.quantile(try fraction(call, 1, of: 100), try call.choice(2, default: .linear))) },
    Builtin(
      "quantile(X, q, [interpolation='linear'])", summary: "The value below which the share `q` of the values lies.",
      example: Example("quantile(1 2 3 4 5, 0.25)", gives: "2"), axis: .aggregate
    ) { call in try call.aggregate(.quantile(try fraction(call, 1, of: 1), try call.choice(2, default: .linear))) },
    Builtin(
      "quantileSeries(X, q, [interpolation='linear'])", summary: "The quantiles of several shares at once.",
      example: Example("quantileSeries(1 2 3 4 5, 0.25 0.5)", gives: "[2,3]")
    ) { call in try quantileSeries(call) },
    Builtin(
      "percentileRank(X, score, [method='excel'])",
      summary: "The place of `score` among the values in percent, counted by `method`: excel, rank, strict, weak or mean.",
      example: Example("percentileRank(2 3 4 4 5, 3)", gives: "25"), axis: .aggregate
    ) { call in
      let values = try Numbers.present(try call.aggregateColumn(0))
      return .double(Quantiles.percentileRank(values, try call.double(1), try call.choice(2, default: .excel)))
    },
    Builtin(
      "qcut(X, q, [labels], [dropDuplicates=false])",
      summary: "The quantile interval that each value lies in: its number from 0, or its label. `q` is a number of intervals or their bounds from 0 to 1.",
      example: Example("qcut(1..10, 4)", gives: "[0,0,0,1,1,2,2,3,3,3]")
    ) { call in try quantileCut(call) },
    Builtin(
      "stat(X)", summary: "A dictionary of the usual statistics of a vector.", example: Example("stat(1 2 6)[`Avg]", gives: "3")
    ) { call in try statistics(call) },
    Builtin(
      "summary(X, [interpolation], [characteristic], [percentile], [precision], [partitionSampling])",
      summary: "A table of the usual statistics of a table's numeric columns.",
      example: Example("exec max from summary(table(1 2 3 as x))", gives: "[3]")
    ) { call in try summary(call) },
  ]

  private static func fraction(_ call: borrowing Call, _ index: Int, of whole: Double) throws -> Double {
    let value = try call.double(index)
    guard value >= 0, value <= whole else { throw call.invalid(index, "must lie between 0 and \(Int(whole))") }
    return value / whole
  }

  private static func quantileSeries(_ call: borrowing Call) throws -> Cell {
    let present = try Numbers.present(try call.vectorOrScalar(0))
    let fractions = try Numbers.doubles(try call.vectorOrScalar(1))
    let interpolation: Interpolation = try call.choice(2, default: .linear)
    let results = try (0..<fractions.count).mapRows { row in
      let fraction = fractions.pointer(Double.self)[row]
      guard fraction >= 0, fraction <= 1 else { throw call.invalid(1, "must lie between 0 and 1") }
      var values = present
      return Quantiles.quantile(&values, fraction, interpolation)
    }
    return .vector(try Numbers.vector(results))
  }

  private static func quantileCut(_ call: borrowing Call) throws -> Cell {
    let places = try Quantiles.cut(try call.vector(0), fractions: try fractions(call), droppingDuplicates: try call.bool(3, default: false))
    if call.has(2), !call[2].isVoid {
      let labels = try call.vector(2)
      guard labels.count == (try fractions(call)).count - 1 else { throw call.invalid(2, "must have one element per interval") }
      return .vector(try labels.gather(places.map { $0 ?? -1 }))
    }
    let result = try FixedVector(.int, count: places.count)
    for (row, place) in places.enumerated() { result.pointer(Int32.self)[row] = place.map { Int32($0) } ?? .null }
    return .vector(result)
  }

  private static func fractions(_ call: borrowing Call) throws -> [Double] {
    if call[1].isScalar {
      let intervals = try call.int(1)
      guard intervals >= 1, intervals < 1 << 20 else { throw call.invalid(1, "must be a positive number of intervals") }
      return (0...intervals).map { Double($0) / Double(intervals) }
    }
    let bounds = try Numbers.present(try call.vector(1))
    guard bounds.count >= 2, bounds.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { throw call.invalid(1, "must be at least two shares between 0 and 1") }
    return bounds
  }

  private static func statistics(_ call: borrowing Call) throws -> Cell {
    let values = try call[0].matrix?.values ?? call.vectorOrScalar(0)
    let result = try DictionaryObject(keyType: .string, valueType: .any)
    let threads = call.session.host.threads
    let parts: [(String, Aggregate)] = [
      ("Median", .median), ("Avg", .average), ("Min", .minimum), ("Stdev", .standardDeviation), ("Count", .count), ("Size", .size),
    ]
    for (name, aggregate) in parts { try result.set(.string(name), try aggregate.whole([values], threads)) }
    try result.set(.string("Name"), .string(""))
    try result.set(.string("Max"), try Aggregate.maximum.whole([values], threads))
    return .dictionary(result)
  }
}

// MARK: summary

extension StandardCatalog {
  private static func summary(_ call: borrowing Call) throws -> Cell {
    let snapshot = try call.table(0).snapshot
    let interpolation: Interpolation = try call.choice(1, default: .linear)
    let characteristics = call.has(2) && !call[2].isVoid ? try call.strings(2) : ["avg", "std"]
    let percents = call.has(3) && !call[3].isVoid ? try Numbers.present(try call.vectorOrScalar(3)).sorted() : [25, 50, 75]
    let columns = zip(snapshot.names, snapshot.columns).filter { $0.1.type.isNumeric || $0.1.type.isDecimal }
    var parts: [(String, Aggregate)] = [("min", .minimum), ("max", .maximum), ("nonNullCount", .count), ("count", .size)]
    if characteristics.contains("avg") { parts.append(("avg", .average)) }
    if characteristics.contains("std") { parts.append(("std", .standardDeviation)) }
    let names = try StringVector(columns.map { $0.0 })
    var results: [Vector] = [names]
    for (name, aggregate) in parts {
      let isCount = name == "nonNullCount" || name == "count"
      let result = try Vector.empty(isCount ? .long : .double)
      for (_, column) in columns { try result.append(try aggregate.whole([column], call.session.host.threads)) }
      results.append(result)
    }
    results.append(try percentiles(columns.map { $0.1 }, percents, interpolation))
    return .table(try Table(names: ["name"] + parts.map { $0.0 } + ["percentile"], columns: results))
  }

  private static func percentiles(_ columns: [Vector], _ percents: [Double], _ interpolation: Interpolation) throws -> Vector {
    let result = try ArrayVector(.double)
    for column in columns {
      let present = try Numbers.present(column)
      let row = percents.map { percent in
        var values = present
        return Quantiles.quantile(&values, percent / 100, interpolation)
      }
      try result.append(.vector(try Numbers.vector(row)))
    }
    return result
  }
}
