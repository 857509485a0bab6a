import WeirHost

/// Gaussian elimination with row exchanges: `P A = L U`.
///
/// Interrupted, it leaves the rest undone; nobody sees that, because the evaluator looks at the cancellation behind every call.
package struct LUDecomposition: Sendable {
  /// `L` below the diagonal (its own is 1) and `U` on and above it; `m x n`.
  package private(set) var packed: DenseMatrix
  /// Row `i` of `P A` is row `permutation[i]` of `A`.
  package private(set) var permutation: [Int]
  /// 1 or -1, as the number of exchanges is even or odd.
  package private(set) var sign = 1.0

  package init(_ matrix: DenseMatrix) {
    packed = matrix
    permutation = Array(0..<matrix.rows)
    for step in 0..<min(matrix.rows, matrix.columns) {
      exchange(step, pivotRow(step))
      eliminate(step)
    }
  }

  private func pivotRow(_ step: Int) -> Int {
    var best = step
    for row in step..<packed.rows where abs(packed[row, step]) > abs(packed[best, step]) { best = row }
    return best
  }

  private mutating func exchange(_ row: Int, _ other: Int) {
    guard row != other else { return }
    for column in 0..<packed.columns {
      let kept = packed[row, column]
      packed[row, column] = packed[other, column]
      packed[other, column] = kept
    }
    permutation.swapAt(row, other)
    sign = -sign
  }

  private mutating func eliminate(_ step: Int) {
    let pivot = packed[step, step]
    guard pivot != 0, step + 1 < packed.rows else { return }
    for row in (step + 1)..<packed.rows { packed[row, step] /= pivot }
    for column in (step + 1)..<max(packed.columns, step + 1) where !StopFlag.isRaised {
      let factor = packed[step, column]
      if factor == 0 { continue }
      for row in (step + 1)..<packed.rows { packed[row, column] -= packed[row, step] * factor }
    }
  }

  package var lower: DenseMatrix {
    let size = min(packed.rows, packed.columns)
    var result = DenseMatrix(zeros: packed.rows, size)
    for column in 0..<size {
      result[column, column] = 1
      for row in (column + 1)..<max(packed.rows, column + 1) { result[row, column] = packed[row, column] }
    }
    return result
  }

  package var upper: DenseMatrix {
    let size = min(packed.rows, packed.columns)
    var result = DenseMatrix(zeros: size, packed.columns)
    for column in 0..<packed.columns { for row in 0..<min(column + 1, size) { result[row, column] = packed[row, column] } }
    return result
  }

  /// The matrix that puts the rows of `L U` back where they were: `A = P L U`.
  package var permutationMatrix: DenseMatrix {
    var result = DenseMatrix(zeros: packed.rows, packed.rows)
    for (row, source) in permutation.enumerated() { result[source, row] = 1 }
    return result
  }

  /// - Precondition: the matrix is square.
  package var determinant: Double { (0..<packed.rows).reduce(sign) { $0 * packed[$1, $1] } }

  /// Whether a pivot vanished, up to rounding.
  package var isSingular: Bool {
    let diagonal = (0..<min(packed.rows, packed.columns)).map { abs(packed[$0, $0]) }
    guard let largest = diagonal.max(), let smallest = diagonal.min() else { return true }
    return smallest <= largest * Double(packed.rows) * 2.220446049250313e-16
  }

  /// The solution of `A X = right`.
  /// - Precondition: the matrix is square and not singular, and `right` has as many rows.
  package func solve(_ right: DenseMatrix) -> DenseMatrix {
    var result = DenseMatrix(zeros: right.rows, right.columns)
    for column in 0..<right.columns where !StopFlag.isRaised {
      for row in 0..<right.rows { result[row, column] = right[permutation[row], column] }
      for step in 0..<right.rows {
        let known = result[step, column]
        for row in (step + 1)..<max(right.rows, step + 1) { result[row, column] -= packed[row, step] * known }
      }
      for step in stride(from: right.rows - 1, through: 0, by: -1) {
        result[step, column] /= packed[step, step]
        let known = result[step, column]
        for row in 0..<step { result[row, column] -= packed[row, step] * known }
      }
    }
    return result
  }
}
