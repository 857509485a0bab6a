/// Of each window the rows that come first when it is sorted by another column.
package struct TopRows {
  package enum Ties: String, Sendable { case oldest, latest, all }

  /// How many rows of a window are taken: a number, or a share of the window.
  package enum Number {
    case rows(Int)
    case share(Double)
  }

  package var number: Number
  package var isAscending: Bool
  /// Which of several equal rows are taken when there is no room for all.
  package var ties: Ties

  package init(_ number: Number, isAscending: Bool, ties: Ties) {
    self.number = number
    self.isAscending = isAscending
    self.ties = ties
  }

  /// Calls `body` for each row with the rows taken from its window, sorted; rows whose key is null are never taken.
  func forEach(_ keys: Vector, _ extent: WindowExtent, _ body: (Int, ArraySlice<Int>) -> Void) throws {
    let numbers = try keys.doubles()
    let key = numbers.pointer(Double.self)
    var sorted: [Int] = []
    var start = 0
    for row in 0..<numbers.count {
      if key[row].hasValue { sorted.insert(row, at: place(row, sorted, key)) }
      let first = extent.start(row)
      while start < first {
        if key[start].hasValue { sorted.remove(at: place(start, sorted, key)) }
        start += 1
      }
      body(row, taken(sorted, key, windowRows: row - first + 1))
    }
  }

  private func precedes(_ left: Int, _ right: Int, _ key: UnsafePointer<Double>) -> Bool {
    if key[left] != key[right] { return (key[left] < key[right]) == isAscending }
    return left < right
  }

  /// Where a row stands, or belongs.
  private func place(_ row: Int, _ sorted: [Int], _ key: UnsafePointer<Double>) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(sorted[middle], row, key) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func taken(_ sorted: [Int], _ key: UnsafePointer<Double>, windowRows: Int) -> ArraySlice<Int> {
    let wanted =
      switch number {
      case .rows(let rows): rows
      case .share(let share): max(1, Int(Double(windowRows) * share))
      }
    guard wanted < sorted.count else { return sorted[...] }
    if ties == .oldest || key[sorted[wanted - 1]] != key[sorted[wanted]] { return sorted[..<wanted] }
    let edge = key[sorted[wanted]]
    var end = wanted
    while end < sorted.count, key[sorted[end]] == edge { end += 1 }
    if ties == .all { return sorted[..<end] }
    var begin = wanted
    while begin > 0, key[sorted[begin - 1]] == edge { begin -= 1 }
    return (sorted[..<begin] + sorted[(end - (wanted - begin))..<end])[...]
  }
}

/// Functions of the rows that `TopRows` takes.
package enum TopStatistics {
  package enum Measure: Sendable {
    case sum, average, variance, populationVariance, deviation, populationDeviation
    case skewness(isBiased: Bool)
    case kurtosis(isBiased: Bool)
    case percentile(Double, Interpolation)
  }

  package enum PairMeasure: Sendable { case correlation, covariance, populationCovariance, slope, weightedSum }

  package static func measured(_ measure: Measure, _ values: Vector, by keys: Vector, _ top: TopRows, _ extent: WindowExtent) throws -> Vector {
    guard values.count == keys.count else { throw KernelError.shape("`X` and `S` differ in length") }
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    try top.forEach(keys, extent) { row, taken in output[row] = value(measure, taken, input).orNull }
    if case .sum = measure, values.type.isIntegerLike { return try result.cast(to: .long) }
    return result
  }

  private static func value(_ measure: Measure, _ rows: ArraySlice<Int>, _ input: UnsafePointer<Double>) -> Double {
    let present = rows.filter { input[$0].hasValue }
    guard let first = present.first else { return .null }
    switch measure {
    case .sum: return present.reduce(0) { $0 + input[$1] }
    case .average: return present.reduce(0) { $0 + input[$1] } / Double(present.count)
    case .percentile(let percent, let interpolation):
      var values = present.map { input[$0] }
      return Quantiles.quantile(&values, percent / 100, interpolation)
    case .skewness(let isBiased): return moments(present, input, FourthMoments()).skewness(isBiased: isBiased)
    case .kurtosis(let isBiased): return moments(present, input, FourthMoments()).kurtosis(isBiased: isBiased)
    default: break
    }
    var second = SecondMoments()
    for row in present { second.append(input[row], at: row, origin: input[first]) }
    switch measure {
    case .variance: return second.sampleVariance
    case .populationVariance: return second.populationVariance
    case .deviation: return second.count > 1 ? second.sampleVariance.squareRoot() : .null
    default: return second.populationVariance.squareRoot()
    }
  }

  private static func moments(_ rows: [Int], _ input: UnsafePointer<Double>, _ start: FourthMoments) -> FourthMoments {
    let mean = rows.reduce(0) { $0 + input[$1] } / Double(rows.count)
    return rows.reduce(into: start) { $0.append(input[$1], at: $1, origin: mean) }
  }

  package static func measured(
    _ measure: PairMeasure, _ first: Vector, _ second: Vector, by keys: Vector, _ top: TopRows, _ extent: WindowExtent
  ) throws -> Vector {
    guard first.count == keys.count, second.count == keys.count else { throw KernelError.shape("the columns and `S` differ in length") }
    let (xs, ys) = (try first.doubles(), try second.doubles())
    let (x, y) = (xs.pointer(Double.self), ys.pointer(Double.self))
    let result = try FixedVector(.double, count: xs.count)
    let output = result.pointer(Double.self)
    try top.forEach(keys, extent) { row, taken in output[row] = value(measure, taken, x, y).orNull }
    return result
  }

  private static func value(_ measure: PairMeasure, _ rows: ArraySlice<Int>, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    guard let first = rows.first(where: { x[$0].hasValue && y[$0].hasValue }) else { return .null }
    if case .weightedSum = measure { return rows.reduce(0) { x[$1].hasValue && y[$1].hasValue ? $0 + x[$1] * y[$1] : $0 } }
    let origin = DoublePair(x: x[first], y: y[first])
    var moments = WindowPairMoments()
    for row in rows { moments.append(DoublePair(x: x[row], y: y[row]), at: row, origin: origin) }
    switch measure {
    case .correlation: return moments.correlation
    case .covariance: return moments.sampleCovariance
    case .populationCovariance: return moments.populationCovariance
    default: return (moments.xyAroundMean / moments.yyAroundMean).orNull
    }
  }
}
