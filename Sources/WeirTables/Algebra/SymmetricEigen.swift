import Glibc
import WeirHost

/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations.
///
/// - Source: Golub and Van Loan, "Matrix Computations", section 8.5.
///
/// Interrupted, it leaves the rest undone; nobody sees that, because the evaluator looks at the cancellation behind every call.
package struct SymmetricEigen: Sendable {
  /// In the places where the rotations leave them: not sorted.
  package private(set) var values: [Double]
  /// One eigenvector per column.
  package private(set) var vectors: DenseMatrix

  /// Sweeps after which any matrix has converged; twelve are already many.
  private static let sweepsMax = 60

  /// Only the lower triangle of `matrix` counts.
  /// - Precondition: the matrix is square.
  package init(_ matrix: DenseMatrix) {
    var work = matrix
    let size = matrix.rows
    for column in 0..<size { for row in 0..<column { work[row, column] = matrix[column, row] } }
    vectors = .identity(size)
    values = []
    let scale = work.values.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<SymmetricEigen.sweepsMax {
      var offDiagonal = 0.0
      for column in 0..<size { for row in 0..<column { offDiagonal += work[row, column] * work[row, column] } }
      if offDiagonal <= scale * 1e-32 { break }
      for row in 0..<size where !StopFlag.isRaised { for column in (row + 1)..<max(size, row + 1) where !StopFlag.isRaised { rotate(&work, row, column) } }
    }
    values = (0..<size).map { work[$0, $0] }
  }

  /// Clears the element at (`p`, `q`).
  private mutating func rotate(_ work: inout DenseMatrix, _ p: Int, _ q: Int) {
    let element = work[p, q]
    guard element != 0 else { return }
    let ratio = (work[q, q] - work[p, p]) / (2 * element)
    let tangent = (ratio >= 0 ? 1.0 : -1.0) / (abs(ratio) + sqrt(ratio * ratio + 1))
    let cosine = 1 / sqrt(tangent * tangent + 1)
    let sine = tangent * cosine
    for k in 0..<work.rows {
      let (left, right) = (work[k, p], work[k, q])
      work[k, p] = cosine * left - sine * right
      work[k, q] = sine * left + cosine * right
    }
    for k in 0..<work.rows {
      let (left, right) = (work[p, k], work[q, k])
      work[p, k] = cosine * left - sine * right
      work[q, k] = sine * left + cosine * right
    }
    for k in 0..<work.rows {
      let (left, right) = (vectors[k, p], vectors[k, q])
      vectors[k, p] = cosine * left - sine * right
      vectors[k, q] = sine * left + cosine * right
    }
  }
}
