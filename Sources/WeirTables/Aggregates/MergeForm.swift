import Glibc

/// How the values of an aggregate for parts of the rows make its value for all rows. What a part's values are computed by may be other aggregates of the same columns.
package struct MergeForm: Sendable {
  /// What each part computes. A single one is the aggregate itself.
  package let parts: [Aggregate]
  /// The columns that the aggregate takes; with more or fewer arguments there is no merging.
  package let columnCount: Int
  /// Whether the values by group are made of the sums of one column, see `RowGrouping.prepareSums`.
  package let readsSums: Bool
  /// The values of all groups, from those of the parts, one column for each of `parts`, in the order of the rows; nil when these types cannot be merged.
  package let merged: @Sendable (_ values: [Vector], _ grouping: RowGrouping) throws -> Vector?

  init(_ parts: [Aggregate], columnCount: Int = 1, readsSums: Bool = false, merged: @escaping @Sendable (_ values: [Vector], _ grouping: RowGrouping) throws -> Vector?) {
    self.parts = parts
    self.columnCount = columnCount
    self.readsSums = readsSums
    self.merged = merged
  }

  /// An aggregate of values that are its own for parts: a sum of sums.
  private static func again(_ aggregate: Aggregate) -> MergeForm { MergeForm([aggregate]) { try aggregate.byGroup($0, $1) } }

  package static let sum = MergeForm([.sum], readsSums: true) { try Aggregate.sum.byGroup($0, $1) }
  package static let maximum = again(.maximum)
  package static let minimum = again(.minimum)
  package static let first = again(.first)
  package static let last = again(.last)
  package static let firstPresent = again(.firstPresent)
  package static let lastPresent = again(.lastPresent)
  package static let product = again(.product)
  package static let sumOfSquares = sums(.sumOfSquares)
  package static let sumOfCubes = sums(.sumOfCubes)
  package static let sumOfFourths = sums(.sumOfFourths)
  package static let weightedSum = sums(.weightedSum, columnCount: 2)
  package static let size = counts(.size)
  package static let count = counts(.count)

  private static func sums(_ part: Aggregate, columnCount: Int = 1) -> MergeForm {
    MergeForm([part], columnCount: columnCount) { try Aggregate.sum.byGroup($0, $1) }
  }

  private static func counts(_ part: Aggregate) -> MergeForm {
    MergeForm([part]) { try Aggregate.sum.byGroup($0, $1)?.cast(to: .int) }
  }

  // MARK: Moments

  package static let average = MergeForm([.average, .count], readsSums: true) { values, grouping in
    try Aggregate.weightedAverage.byGroup(values, grouping)
  }

  package static let weightedAverage = MergeForm([.weightedSum, .weights], columnCount: 2) { values, grouping in
    guard let sums = try Aggregate.sum.byGroup([values[0]], grouping), let weights = try Aggregate.sum.byGroup([values[1]], grouping) else { return nil }
    return try ratio(sums, weights) { $0 / $1 }
  }

  package static let rootMeanSquare = MergeForm([.sumOfSquares, .count]) { values, grouping in
    guard let squares = try Aggregate.sum.byGroup([values[0]], grouping), let counts = try Aggregate.sum.byGroup([values[1]], grouping) else { return nil }
    return try ratio(squares, try counts.cast(to: .double)) { ($0 / $1).squareRoot() }
  }

  /// Null where there is nothing to divide, or to divide by.
  private static func ratio(_ dividends: Vector, _ divisors: Vector, _ divide: (Double, Double) -> Double) throws -> Vector {
    let result = try FixedVector(.double, count: dividends.count)
    for row in 0..<dividends.count {
      let (dividend, divisor) = (dividends.cell(at: row).rawDouble, divisors.cell(at: row).rawDouble)
      result.pointer(Double.self)[row] = dividend.isMissing || divisor.isMissing || divisor == 0 ? .null : divide(dividend, divisor)
    }
    return result
  }

  package static let variance = spread { $0.variance }
  package static let populationVariance = spread { $0.populationVariance }
  package static let standardDeviation = spread { $0.variance.rooted }
  package static let populationDeviation = spread { $0.populationVariance.rooted }
  package static let standardError = spread { ($0.variance.isMissing ? .null : $0.variance / $0.count).rooted }

  private static func spread(_ finish: @escaping @Sendable (MergedSpread) -> Double) -> MergeForm {
    MergeForm([.average, .count, .populationVariance]) { values, grouping in
      var states = [MergedSpread](repeating: MergedSpread(), count: grouping.groupCount)
      let ids = grouping.ids.pointer(Int32.self)
      for row in 0..<grouping.rowCount {
        let count = Double(values[1].cell(at: row).rawInteger)
        guard count > 0 else { continue }
        states[Int(ids[row])].add(mean: values[0].cell(at: row).rawDouble, count: count, variance: values[2].cell(at: row).rawDouble)
      }
      return try Aggregate.finished(states, finish)
    }
  }
}

/// Count, mean and squared distances from it, of parts that each have their own: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
/// sample variances" (1979).
private struct MergedSpread {
  private(set) var count = 0.0
  private var mean = 0.0
  private var scatter = 0.0

  mutating func add(mean other: Double, count added: Double, variance: Double) {
    let distance = other - mean
    let total = count + added
    scatter += variance * added + distance * distance * count * added / total
    mean += distance * added / total
    count = total
  }

  var variance: Double { count < 2 ? .null : scatter / (count - 1) }
  var populationVariance: Double { count < 1 ? .null : scatter / count }
}

extension Double {
  /// The square root; null of null.
  fileprivate var rooted: Double { isMissing ? .null : squareRoot() }
}
