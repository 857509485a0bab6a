import Glibc
import WeirHost

/// `A = L L'` of a symmetric positive definite matrix. Interrupted, it leaves the rest undone; nobody sees that.
package enum CholeskyDecomposition {
  /// The lower factor, read from the lower triangle of `matrix`; nil when it is not positive definite.
  /// - Precondition: the matrix is square.
  package static func lower(_ matrix: DenseMatrix) -> DenseMatrix? {
    let size = matrix.rows
    var result = DenseMatrix(zeros: size, size)
    for column in 0..<size {
      var diagonal = matrix[column, column]
      for k in 0..<column { diagonal -= result[column, k] * result[column, k] }
      guard diagonal > 0 else { return nil }
      let root = sqrt(diagonal)
      result[column, column] = root
      for row in (column + 1)..<max(size, column + 1) where !StopFlag.isRaised {
        var value = matrix[row, column]
        for k in 0..<column { value -= result[row, k] * result[column, k] }
        result[row, column] = value / root
      }
    }
    return result
  }
}
