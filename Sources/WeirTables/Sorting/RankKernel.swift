import Glibc

/// Which rank equal values have.
package enum TiesMethod: String, Sendable {
  case min, max, average, first
}

/// How to rank.
package struct RankOptions: Sendable {
  package var ascending = true
  /// Splits the sorted values into so many groups and answers the group.
  package var groupCount: Int?
  /// Nulls have no rank; else they rank lowest.
  package var ignoreNull = true
  package var ties = TiesMethod.min
  /// A share of the number of values instead of a place.
  package var asPercent = false
  /// Decimals in which two values must agree to be equal.
  package var precision: Int?

  package init() {}
}

/// Places of values in sorted order, from 0.
package enum RankKernel {
  /// - Returns: one INT per element, or DOUBLE for averages and percentages; null for a null that is ignored.
  /// - Throws: `.type` for elements without an order, `.value` for a group count below 1.
  package static func rank(_ vector: Vector, _ options: RankOptions) throws -> Vector {
    if let groups = options.groupCount, groups < 1 { throw KernelError.value("groupNum must be positive, got \(groups)") }
    let runs = try Runs(vector, ascending: options.ascending, ignoreNull: options.ignoreNull, precision: options.precision)
    if let groups = options.groupCount { return try runs.ints { start, _, _ in group(of: start, runs.count, groups) } }
    if options.asPercent { return try runs.doubles { start, end, place in (rank(start, end, place, options.ties) + 1) / Double(runs.count) } }
    if options.ties == .average { return try runs.doubles { start, end, _ in Double(start + end - 1) / 2 } }
    return try runs.ints { start, end, place in Int(rank(start, end, place, options.ties)) }
  }

  /// Ranks without gaps: how many different values come before.
  package static func denseRank(_ vector: Vector, ascending: Bool, ignoreNull: Bool, asPercent: Bool) throws -> Vector {
    let runs = try Runs(vector, ascending: ascending, ignoreNull: ignoreNull, precision: nil)
    let ranks = runs.runOfPlace
    let distinct = Double((ranks.last ?? -1) + 1)
    if asPercent { return try runs.doubles { start, _, _ in Double(ranks[start] + 1) / distinct } }
    return try runs.ints { start, _, _ in ranks[start] }
  }

  private static func rank(_ start: Int, _ end: Int, _ place: Int, _ ties: TiesMethod) -> Double {
    switch ties {
    case .min: Double(start)
    case .max: Double(end - 1)
    case .average: Double(start + end - 1) / 2
    case .first: Double(place)
    }
  }

  /// The group of a place when the first `count % groups` groups take one more.
  private static func group(of place: Int, _ count: Int, _ groups: Int) -> Int {
    let size = count / groups
    let larger = count % groups
    let boundary = larger * (size + 1)
    return place < boundary ? place / (size + 1) : larger + (place - boundary) / max(size, 1)
  }
}

/// The rows of a vector in sorted order, and which of them are equal.
private struct Runs {
  private let rowCount: Int
  /// The rows that are ranked, in order.
  private let order: [Int]
  /// For every place the number of its run of equal values.
  let runOfPlace: [Int]

  var count: Int { order.count }

  init(_ vector: Vector, ascending: Bool, ignoreNull: Bool, precision: Int?) throws {
    rowCount = vector.count
    let all = try SortKernel.order(keys: [SortKey(vector, descending: !ascending)])
    order = ignoreNull && vector.hasNull ? all.filter { !vector.isNull(at: $0) } : all
    try Interruption.check()
    let isEqual = try Runs.equality(vector, precision)
    var runs: [Int] = []
    runs.reserveCapacity(order.count)
    for place in order.indices {
      try Interruption.check(atRow: place)
      if place == 0 {
        runs.append(0)
      } else {
        runs.append(runs[place - 1] + (isEqual(order[place - 1], order[place]) ? 0 : 1))
      }
    }
    runOfPlace = runs
  }

  private static func equality(_ vector: Vector, _ precision: Int?) throws -> (Int, Int) -> Bool {
    if let precision {
      let values = try Numbers.doubles(vector)
      let tolerance = pow(10, -Double(precision))
      return { abs(values.pointer(Double.self)[$0] - values.pointer(Double.self)[$1]) <= tolerance }
    }
    let parts = try OrderedCodes.make(SortKey(vector))
    return { left, right in parts.allSatisfy { $0.codes[left] == $0.codes[right] } }
  }

  /// Calls `body` with each run's start and end, and each of its places.
  private func forEachPlace(_ body: (_ row: Int, _ start: Int, _ end: Int, _ place: Int) -> Void) throws {
    var start = 0
    while start < order.count {
      var end = start + 1
      try Interruption.check(atRow: start)
      while end < order.count, runOfPlace[end] == runOfPlace[start] { end += 1 }
      for place in start..<end { body(order[place], start, end, place) }
      start = end
    }
  }

  func ints(_ rank: (_ start: Int, _ end: Int, _ place: Int) -> Int) throws -> Vector {
    let result = try FixedVector(.int, count: rowCount)
    let target = result.pointer(Int32.self)
    target.update(repeating: .null, count: rowCount)
    try forEachPlace { row, start, end, place in target[row] = Int32(truncatingIfNeeded: rank(start, end, place)) }
    return result
  }

  func doubles(_ rank: (_ start: Int, _ end: Int, _ place: Int) -> Double) throws -> Vector {
    let result = try FixedVector(.double, count: rowCount)
    let target = result.pointer(Double.self)
    target.update(repeating: .null, count: rowCount)
    try forEachPlace { row, start, end, place in target[row] = rank(start, end, place) }
    return result
  }
}
