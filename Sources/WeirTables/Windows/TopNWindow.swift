/// Which of several equal rows at the border of the first `top` are taken.
package enum TopNTies: String, Sendable {
  case oldest, latest, all
}

/// How many of a window's sorted rows are taken.
package enum TopNSize: Sendable {
  case rows(Int)
  /// A share of the window's rows; at least one.
  case share(Double)

  func count(ofWindow rows: Int) -> Int {
    switch self {
    case .rows(let count): count
    case .share(let share): max(1, Int(share * Double(rows)))
    }
  }
}

/// The rows of a window in the order of a sorting column, of which the first are taken. Rows without a sorting value take no part.
struct TopNWindow {
  private let codes: CodeColumn
  private let isNull: [Bool]
  private let size: TopNSize
  private let ties: TopNTies
  /// The window's rows, by code and then by age as `ties` wants it.
  private var sorted: [Int] = []
  private var start = 0
  /// Nothing ever leaves the window, so that what is not taken now never will be.
  private let isCumulative: Bool

  /// - Throws: `.type` when the sorting column has no order.
  init(_ sorting: Vector, ascending: Bool, size: TopNSize, ties: TopNTies, isCumulative: Bool) throws {
    let parts = try OrderedCodes.make(SortKey(sorting, descending: !ascending))
    guard parts.count == 1 else { throw KernelError.type("a column of \(sorting.type.name) cannot be the sorting column") }
    codes = parts[0].codes
    isNull = (0..<sorting.count).map { sorting.isNull(at: $0) }
    self.size = size
    self.ties = ties
    self.isCumulative = isCumulative
  }

  /// Takes in `row`, lets go of the rows before `start`, and answers the rows that are taken.
  mutating func advance(to row: Int, from newStart: Int) -> ArraySlice<Int> {
    while start < newStart {
      if !isNull[start] { sorted.remove(at: position(of: start)) }
      start += 1
    }
    if !isNull[row] { sorted.insert(row, at: position(of: row)) }
    let count = taken(ofWindow: row - newStart + 1)
    if isCumulative, case .rows = size { sorted.removeLast(sorted.count - count) }
    return sorted.prefix(count)
  }

  private func taken(ofWindow rows: Int) -> Int {
    var count = min(size.count(ofWindow: rows), sorted.count)
    guard ties == .all, count > 0 else { return count }
    while count < sorted.count, codes[sorted[count]] == codes[sorted[count - 1]] { count += 1 }
    return count
  }

  /// Where `row` is or belongs.
  private func position(of row: Int) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(sorted[middle], row) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    if codes[left] != codes[right] { return codes[left] < codes[right] }
    return ties == .latest ? left > right : left < right
  }
}

/// What is computed from the rows that are taken.
package struct TopNAggregate: Sendable {
  /// One value of the rows of one or two columns.
  fileprivate let value: @Sendable (_ rows: ArraySlice<Int>, _ columns: [UnsafeMutablePointer<Double>]) -> Double

  private static func ofDoubles<State: AggregateState>(_ state: State.Type, _ finish: @escaping @Sendable (State) -> Double) -> TopNAggregate
  where State.Value == Double {
    TopNAggregate { rows, columns in
      var state = State()
      for row in rows where !columns[0][row].isMissing { state.add(columns[0][row]) }
      return finish(state)
    }
  }

  private static func ofPairs<State: AggregateState>(_ state: State.Type, _ finish: @escaping @Sendable (State) -> Double) -> TopNAggregate
  where State.Value == (x: Double, y: Double) {
    TopNAggregate { rows, columns in
      var state = State()
      for row in rows where !columns[0][row].isMissing && !columns[1][row].isMissing { state.add((columns[0][row], columns[1][row])) }
      return finish(state)
    }
  }

  private static func ofPresent(_ value: @escaping @Sendable ([Double]) -> Double) -> TopNAggregate {
    TopNAggregate { rows, columns in value(rows.map { columns[0][$0] }.filter { !$0.isMissing }) }
  }

  package static let sum = ofDoubles(DoubleSum.self) { $0.count == 0 ? .null : $0.sum }
  package static let average = ofDoubles(DoubleSum.self) { $0.average }
  package static let variance = ofDoubles(SecondMoment.self) { $0.variance }
  package static let populationVariance = ofDoubles(SecondMoment.self) { $0.populationVariance }
  package static let standardDeviation = ofDoubles(SecondMoment.self) { $0.standardDeviation }
  package static let populationDeviation = ofDoubles(SecondMoment.self) { $0.populationDeviation }
  package static let covariance = ofPairs(PairMoments.self) { $0.covariance }
  package static let populationCovariance = ofPairs(PairMoments.self) { $0.populationCovariance }
  package static let correlation = ofPairs(PairMoments.self) { $0.correlation }
  package static let weightedSum = ofPairs(WeightedSum.self) { $0.count == 0 ? .null : $0.products }
  /// Of the first column on the second.
  package static let slope = ofPairs(PairMoments.self) { $0.slope }
  package static func skewness(isBiased: Bool) -> TopNAggregate { ofPresent { HigherMoments($0).skewness(isBiased: isBiased) } }
  /// Null below three values, where it would always be 1.
  package static func kurtosis(isBiased: Bool) -> TopNAggregate { ofPresent { $0.count < 3 ? .null : HigherMoments($0).kurtosis(isBiased: isBiased) } }
  package static func quantile(_ fraction: Double, _ interpolation: Interpolation) -> TopNAggregate {
    ofPresent {
      var values = $0
      return Quantiles.quantile(&values, fraction, interpolation)
    }
  }
}

/// Aggregates over the first rows of each sorted window.
package enum TopNKernel {
  /// - Parameters:
  ///   - columns: one or two, as the aggregate takes.
  ///   - starts: for each row the first row of its window, ascending.
  ///   - sorting: what the rows of a window are sorted by; rows where it is null take no part.
  /// - Returns: a DOUBLE per row.
  /// - Throws: `.shape` when the columns differ in length, `.type` for columns without numbers.
  package static func run(
    _ columns: [Vector], sorting: Vector, starts: (Int) -> Int, isCumulative: Bool, ascending: Bool, size: TopNSize, ties: TopNTies,
    _ aggregate: TopNAggregate
  ) throws -> Vector {
    guard columns.allSatisfy({ $0.count == sorting.count }) else {
      throw KernelError.shape("the columns have \(columns.map { String($0.count) }.joined(separator: ", ")) rows, the sorting column \(sorting.count)")
    }
    let doubles = try columns.map { try Numbers.doubles($0) }
    let pointers = doubles.map { $0.pointer(Double.self) }
    var window = try TopNWindow(sorting, ascending: ascending, size: size, ties: ties, isCumulative: isCumulative)
    let result = try FixedVector(.double, count: sorting.count)
    let target = result.pointer(Double.self)
    for row in 0..<sorting.count { target[row] = aggregate.value(window.advance(to: row, from: starts(row)), pointers) }
    return withExtendedLifetime(doubles) { result }
  }
}
