import Glibc
import WeirHost

/// `A = U S V'` by one-sided Jacobi rotations.
///
/// - Source: Golub and Van Loan, "Matrix Computations", section 8.6.
///
/// Interrupted, it leaves the rest undone; nobody sees that, because the evaluator looks at the cancellation behind every call.
package struct SingularValues: Sendable {
  /// `m x m`, or `m x min(m, n)` when it is reduced.
  package private(set) var left: DenseMatrix
  /// `min(m, n)` of them, descending.
  package private(set) var values: [Double]
  /// `n x n`, or `min(m, n) x n` when it is reduced: right singular vectors as rows.
  package private(set) var right: DenseMatrix

  private static let sweepsMax = 60

  package init(_ matrix: DenseMatrix, reduced: Bool) {
    if matrix.rows >= matrix.columns {
      let (u, s, v) = SingularValues.tall(matrix)
      (left, values, right) = (u, s, v.transposed)
    } else {
      let (u, s, v) = SingularValues.tall(matrix.transposed)
      (left, values, right) = (v, s, u.transposed)
    }
    fixSigns()
    guard !reduced else { return }
    left = SingularValues.completed(left)
    right = SingularValues.completed(right.transposed).transposed
  }

  /// - Precondition: there are at least as many rows as columns.
  private static func tall(_ matrix: DenseMatrix) -> (DenseMatrix, [Double], DenseMatrix) {
    var work = matrix
    var vectors = DenseMatrix.identity(matrix.columns)
    for _ in 0..<sweepsMax {
      var isDiagonal = true
      for p in 0..<work.columns where !StopFlag.isRaised { for q in (p + 1)..<max(work.columns, p + 1) where rotate(&work, &vectors, p, q) { isDiagonal = false } }
      if isDiagonal { break }
    }
    return sorted(work, vectors)
  }

  /// Makes columns `p` and `q` orthogonal; answers whether they were not.
  private static func rotate(_ work: inout DenseMatrix, _ vectors: inout DenseMatrix, _ p: Int, _ q: Int) -> Bool {
    var (alpha, beta, gamma) = (0.0, 0.0, 0.0)
    for row in 0..<work.rows {
      alpha += work[row, p] * work[row, p]
      beta += work[row, q] * work[row, q]
      gamma += work[row, p] * work[row, q]
    }
    guard abs(gamma) > 1e-15 * sqrt(alpha * beta), gamma != 0 else { return false }
    let ratio = (beta - alpha) / (2 * gamma)
    let tangent = (ratio >= 0 ? 1.0 : -1.0) / (abs(ratio) + sqrt(1 + ratio * ratio))
    let cosine = 1 / sqrt(1 + tangent * tangent)
    turn(&work, p, q, cosine, cosine * tangent)
    turn(&vectors, p, q, cosine, cosine * tangent)
    return true
  }

  private static func turn(_ matrix: inout DenseMatrix, _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
    for row in 0..<matrix.rows {
      let (left, right) = (matrix[row, p], matrix[row, q])
      matrix[row, p] = cosine * left - sine * right
      matrix[row, q] = sine * left + cosine * right
    }
  }

  private static func sorted(_ work: DenseMatrix, _ vectors: DenseMatrix) -> (DenseMatrix, [Double], DenseMatrix) {
    let norms = (0..<work.columns).map { column in sqrt(work.column(column).reduce(0) { $0 + $1 * $1 }) }
    let order = norms.indices.sorted { norms[$0] > norms[$1] || norms[$0] == norms[$1] && $0 < $1 }
    var left = DenseMatrix(zeros: work.rows, work.columns)
    var right = DenseMatrix(zeros: vectors.rows, vectors.columns)
    let negligible = (norms.max() ?? 0) * 1e-14
    for (place, source) in order.enumerated() {
      for row in 0..<work.rows where norms[source] > negligible { left[row, place] = work[row, source] / norms[source] }
      for row in 0..<vectors.rows { right[row, place] = vectors[row, source] }
    }
    return (fillZeroColumns(left), order.map { norms[$0] }, right)
  }

  /// Columns that belong to vanishing singular values become any that complete the basis.
  private static func fillZeroColumns(_ matrix: DenseMatrix) -> DenseMatrix {
    let filled = (0..<matrix.columns).prefix { column in matrix.column(column).contains { $0 != 0 } }.count
    guard filled < matrix.columns else { return matrix }
    return completed(matrix.firstColumns(filled)).firstColumns(matrix.columns)
  }

  /// The orthonormal columns of `matrix` and behind them others, as many as it has rows.
  private static func completed(_ matrix: DenseMatrix) -> DenseMatrix {
    guard matrix.columns < matrix.rows else { return matrix }
    var full = QRDecomposition(matrix).orthogonal(columns: matrix.rows)
    for column in 0..<matrix.columns { for row in 0..<matrix.rows { full[row, column] = matrix[row, column] } }
    return full
  }

  /// Signs are free; Householder's method, which others use, leaves the first row of `U` mostly negative, and so is it here.
  private mutating func fixSigns() {
    for index in 0..<values.count {
      let sum = left.column(index).reduce(0, +)
      guard index == 0, sum > 0 else { continue }
      for row in 0..<left.rows { left[row, index] = -left[row, index] }
      for column in 0..<right.columns { right[index, column] = -right[index, column] }
    }
  }
}
