import Glibc
import WeirHost

/// Householder's decomposition `A = Q R`, as LAPACK's `geqrf` (and `geqp3` with column exchanges) keeps it.
///
/// Interrupted, it leaves the rest undone; nobody sees that, because the evaluator looks at the cancellation behind every call.
package struct QRDecomposition: Sendable {
  /// `R` on and above the diagonal, the reflectors below it (their first element is 1 and not kept); `m x n`.
  package private(set) var packed: DenseMatrix
  /// The factor of each reflector, `min(m, n)` of them.
  package private(set) var factors: [Double] = []
  /// Column `i` of the decomposed matrix is column `permutation[i]` of `A`.
  package private(set) var permutation: [Int]

  package init(_ matrix: DenseMatrix, pivoting: Bool = false) {
    packed = matrix
    permutation = Array(0..<matrix.columns)
    for step in 0..<min(matrix.rows, matrix.columns) {
      if pivoting { exchange(step, longestColumn(step)) }
      let factor = reflect(step)
      factors.append(factor)
      for column in (step + 1)..<max(matrix.columns, step + 1) where !StopFlag.isRaised { apply(step, factor, to: &packed, column) }
    }
  }

  private func longestColumn(_ step: Int) -> Int {
    var (best, bestNorm) = (step, -1.0)
    for column in step..<packed.columns {
      let norm = (step..<packed.rows).reduce(0.0) { $0 + packed[$1, column] * packed[$1, column] }
      // Columns that are equally long but for rounding stay in their order.
      if norm > bestNorm * (1 + 1e-14) { (best, bestNorm) = (column, norm) }
    }
    return best
  }

  private mutating func exchange(_ column: Int, _ other: Int) {
    guard column != other else { return }
    for row in 0..<packed.rows {
      let kept = packed[row, column]
      packed[row, column] = packed[row, other]
      packed[row, other] = kept
    }
    permutation.swapAt(column, other)
  }

  /// Makes the reflector that clears column `step` below the diagonal.
  private mutating func reflect(_ step: Int) -> Double {
    let head = packed[step, step]
    let tail = ((step + 1)..<max(packed.rows, step + 1)).reduce(0.0) { $0 + packed[$1, step] * packed[$1, step] }
    guard tail > 0 else { return 0 }
    let norm = -copysign(sqrt(head * head + tail), head)
    for row in (step + 1)..<packed.rows { packed[row, step] /= head - norm }
    packed[step, step] = norm
    return (norm - head) / norm
  }

  private func apply(_ step: Int, _ factor: Double, to target: inout DenseMatrix, _ column: Int) {
    guard factor != 0 else { return }
    var product = target[step, column]
    for row in (step + 1)..<max(packed.rows, step + 1) { product += packed[row, step] * target[row, column] }
    product *= factor
    target[step, column] -= product
    for row in (step + 1)..<max(packed.rows, step + 1) { target[row, column] -= packed[row, step] * product }
  }

  /// The first `count` columns of `Q`.
  package func orthogonal(columns count: Int) -> DenseMatrix {
    var result = DenseMatrix(zeros: packed.rows, count)
    for index in 0..<min(count, packed.rows) { result[index, index] = 1 }
    for step in stride(from: factors.count - 1, through: 0, by: -1) {
      for column in 0..<count where !StopFlag.isRaised { apply(step, factors[step], to: &result, column) }
    }
    return result
  }

  /// The first `count` rows of `R`.
  package func triangular(rows count: Int) -> DenseMatrix {
    var result = DenseMatrix(zeros: count, packed.columns)
    for column in 0..<packed.columns { for row in 0..<min(column + 1, count, packed.rows) { result[row, column] = packed[row, column] } }
    return result
  }
}
