import Glibc
import WeirHost

/// Statistics of two columns that need all values at once. A row counts when both sides have a value; null when there are too few.
package struct ValuePairs {
  package private(set) var x: [Double] = []
  package private(set) var y: [Double] = []

  /// - Throws: `.shape` when the columns differ in length, `.type` when one has no numbers.
  package init(_ left: Vector, _ right: Vector) throws {
    guard left.count == right.count else { throw KernelError.shape("the vectors differ in length: \(left.count) and \(right.count)") }
    let lefts = try Numbers.doubles(left)
    let rights = try Numbers.doubles(right)
    let (a, b) = (lefts.pointer(Double.self), rights.pointer(Double.self))
    try Interruption.inChunks(left.count) { start, end in
      for row in start..<end where !a[row].isMissing && !b[row].isMissing {
        x.append(a[row])
        y.append(b[row])
      }
    }
    withExtendedLifetime((lefts, rights)) {}
  }

  package var count: Int { x.count }

  private func sum(_ term: (Double, Double) -> Double) -> Double {
    var sum = 0.0
    for row in x.indices { sum += term(x[row], y[row]) }
    return sum
  }

  package var euclideanDistance: Double { count == 0 ? .null : sum { ($0 - $1) * ($0 - $1) }.squareRoot() }

  /// One less the ratio of what is shared to what there is.
  package var tanimotoDistance: Double {
    let shared = sum(*)
    let total = sum { $0 * $0 + $1 * $1 } - shared
    return total == 0 ? .null : 1 - shared / total
  }

  package var cosineSimilarity: Double {
    let norms = sum { x, _ in x * x }.squareRoot() * sum { _, y in y * y }.squareRoot()
    return norms == 0 ? .null : sum(*) / norms
  }

  package var innerProduct: Double { count == 0 ? .null : sum(*) }

  /// Pearson's correlation; null when a side does not vary.
  package var correlation: Double {
    var moments = PairMoments()
    for row in x.indices { moments.add((x[row], y[row])) }
    return moments.correlation
  }

  /// Spearman's rank correlation, equal values sharing the mean of their ranks.
  package func spearman() throws -> Double {
    var options = RankOptions()
    options.ties = .average
    let ranks = try [x, y].map { try RankKernel.rank(try Numbers.vector($0), options) }
    return try ValuePairs(ranks[0], ranks[1]).correlation
  }

  /// Kendall's tau-b: ties on a side make its pairs count less.
  package var kendall: Double {
    var concordance = 0.0
    var untiedX = 0.0
    var untiedY = 0.0
    for row in x.indices where !StopFlag.isRaised {
      for other in 0..<row {
        let signX = ValuePairs.sign(x[row] - x[other])
        let signY = ValuePairs.sign(y[row] - y[other])
        concordance += signX * signY
        untiedX += abs(signX)
        untiedY += abs(signY)
      }
    }
    return untiedX * untiedY == 0 ? .null : concordance / (untiedX * untiedY).squareRoot()
  }

  private static func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }
}

package enum Association {
  /// Mutual information in nats. A null equals nothing, not even another null.
  package static func mutualInformation(_ left: Vector, _ right: Vector) throws -> Double {
    guard left.count == right.count else { throw KernelError.shape("the vectors differ in length: \(left.count) and \(right.count)") }
    guard left.count > 0 else { return .null }
    let x = try distinctIds(left)
    let y = try distinctIds(right)
    let joint = zip(x, y).map { $0 << 32 | $1 }
    return entropy(x) + entropy(y) - entropy(joint)
  }

  private static func distinctIds(_ vector: Vector) throws -> [Int] {
    var ids: [String: Int] = [:]
    return try (0..<vector.count).map { row in
      try Interruption.check(atRow: row)
      if vector.isNull(at: row) { return vector.count + row }
      let text = vector.text(at: row)
      if let id = ids[text] { return id }
      ids[text] = ids.count
      return ids.count - 1
    }
  }

  private static func entropy(_ ids: [Int]) -> Double {
    var counts: [Int: Int] = [:]
    for id in ids { counts[id, default: 0] += 1 }
    let total = Double(ids.count)
    // Sorted, so that the last digits do not depend on the order of a hash table.
    return counts.values.sorted().reduce(0) { entropy, count in
      let share = Double(count) / total
      return entropy - share * log(share)
    }
  }

  /// The covariance weighted by `weights`, corrected for the mean being estimated from the same values; null below two of them.
  package static func weightedCovariance(_ left: Vector, _ right: Vector, weights: Vector) throws -> Double {
    guard left.count == right.count, left.count == weights.count else { throw KernelError.shape("the vectors differ in length") }
    let (lefts, rights, weightValues) = (try Numbers.doubles(left), try Numbers.doubles(right), try Numbers.doubles(weights))
    // The pointers below do not keep the vectors: an optimised build would let go of them at their last use.
    defer { withExtendedLifetime((lefts, rights, weightValues)) {} }
    let (x, y, w) = (lefts.pointer(Double.self), rights.pointer(Double.self), weightValues.pointer(Double.self))
    let rows = try (0..<left.count).filterRows { !x[$0].isMissing && !y[$0].isMissing && !w[$0].isMissing }
    let total = rows.reduce(0) { $0 + w[$1] }
    guard total != 0, rows.count > 1 else { return .null }
    let meanX = rows.reduce(0) { $0 + w[$1] * x[$1] } / total
    let meanY = rows.reduce(0) { $0 + w[$1] * y[$1] } / total
    let covariance = rows.reduce(0) { $0 + w[$1] * (x[$1] - meanX) * (y[$1] - meanY) } / total
    return covariance * Double(rows.count) / Double(rows.count - 1)
  }

  /// Correlation of a series with itself `lag` rows later, both about the mean of the whole.
  package static func autocorrelation(_ values: [Double], lag: Int) -> Double {
    guard lag >= 0, lag < values.count else { return .null }
    let mean = values.reduce(0, +) / Double(values.count)
    let scatter = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard scatter > 0 else { return .null }
    var products = 0.0
    for row in 0..<(values.count - lag) { products += (values[row] - mean) * (values[row + lag] - mean) }
    return products / scatter
  }
}
