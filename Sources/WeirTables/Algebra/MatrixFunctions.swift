import Glibc

/// Functions of whole matrices over the decompositions.
package enum MatrixFunctions {
  /// - Throws: `.shape` for a matrix that is not square.
  package static func determinant(_ matrix: DenseMatrix) throws -> Double {
    try matrix.requireSquare("det")
    return LUDecomposition(matrix).determinant
  }

  /// - Throws: `.shape` for a matrix that is not square, `.value` for a singular one.
  package static func inverse(_ matrix: DenseMatrix) throws -> DenseMatrix {
    try matrix.requireSquare("inverse")
    let decomposition = LUDecomposition(matrix)
    guard !decomposition.isSingular else { throw KernelError.value("inverse: the matrix is singular") }
    return decomposition.solve(.identity(matrix.rows))
  }

  /// The solution of `matrix * b = right`; for more rows than columns the one with the least squares.
  /// - Throws: `.shape` when the sizes do not meet, `.value` for a singular matrix.
  package static func solve(_ matrix: DenseMatrix, _ right: DenseMatrix) throws -> DenseMatrix {
    guard matrix.rows == right.rows else {
      throw KernelError.shape("solve: `Y` must have \(matrix.rows) elements, one per row of the matrix, got \(right.rows)")
    }
    guard matrix.isSquare else { return pseudoInverse(matrix).multiplied(by: right) }
    let decomposition = LUDecomposition(matrix)
    guard !decomposition.isSingular else { throw KernelError.value("solve: the matrix is singular") }
    return decomposition.solve(right)
  }

  /// The inverse of Moore and Penrose; singular values that are rounding errors count as 0.
  package static func pseudoInverse(_ matrix: DenseMatrix) -> DenseMatrix {
    let decomposition = SingularValues(matrix, reduced: true)
    let limit = (decomposition.values.first ?? 0) * Double(max(matrix.rows, matrix.columns)) * 2.220446049250313e-16
    var scaled = decomposition.right.transposed
    for (column, value) in decomposition.values.enumerated() {
      for row in 0..<scaled.rows { scaled[row, column] = value > limit ? scaled[row, column] / value : 0 }
    }
    return scaled.multiplied(by: decomposition.left.transposed)
  }

  /// How many singular values are greater than `tolerance`.
  ///
  /// The tolerance counts relative to the greatest singular value, as rounding does.
  package static func rank(_ matrix: DenseMatrix, tolerance: Double?) -> Int {
    let values = SingularValues(matrix, reduced: true).values
    let limit = tolerance ?? (values.first ?? 0) * Double(max(matrix.rows, matrix.columns)) * 2.220446049250313e-16
    return values.count { $0 > limit }
  }

  /// Columns made orthogonal to those before them, one after the other.
  /// - Throws: `.value` when they depend on one another.
  package static func orthogonalized(_ matrix: DenseMatrix, normalized: Bool) throws -> DenseMatrix {
    var result = matrix
    for column in 0..<matrix.columns {
      let original = sqrt(matrix.column(column).reduce(0) { $0 + $1 * $1 })
      for before in 0..<column { removeProjection(&result, column, before) }
      let norm = sqrt(result.column(column).reduce(0) { $0 + $1 * $1 })
      guard norm > original * 1e-12 else { throw KernelError.value("vector set must be linearly independent") }
    }
    guard normalized else { return result }
    for column in 0..<result.columns {
      let norm = sqrt(result.column(column).reduce(0) { $0 + $1 * $1 })
      for row in 0..<result.rows { result[row, column] /= norm }
    }
    return result
  }

  private static func removeProjection(_ matrix: inout DenseMatrix, _ column: Int, _ before: Int) {
    var (product, square) = (0.0, 0.0)
    for row in 0..<matrix.rows {
      product += matrix[row, column] * matrix[row, before]
      square += matrix[row, before] * matrix[row, before]
    }
    for row in 0..<matrix.rows { matrix[row, column] -= product / square * matrix[row, before] }
  }

  /// Elements on one side of diagonal `k`, the others 0, in the type of the matrix.
  package static func triangle(_ matrix: MatrixObject, k: Int, isLower: Bool) throws -> MatrixObject {
    let values = try matrix.values.gather(Array(0..<matrix.values.count))
    let zero = try Cell.int(0).castScalar(to: values.type, scale: values.scale)
    for column in 0..<matrix.columns {
      for row in 0..<matrix.rows where isLower ? column - row > k : column - row < k { try values.set(column * matrix.rows + row, zero) }
    }
    return try matrix.withValues(values)
  }

  /// A vector as the diagonal of a square matrix of its type, zeros elsewhere.
  package static func diagonalMatrix(_ vector: Vector) throws -> MatrixObject {
    let size = vector.count
    let (count, overflow) = size.multipliedReportingOverflow(by: size)
    guard !overflow else { throw KernelError.memory("out of memory: a matrix of \(size) rows and columns") }
    let zero = try Cell.int(0).castScalar(to: vector.type, scale: vector.scale)
    let values = try Vector.repeating(zero, count: count)
    for index in 0..<size { try values.set(index * size + index, vector.cell(at: index)) }
    return try MatrixObject(values: values, rows: size, columns: size)
  }

  /// The matrix `rowCount` times below itself and `columnCount` times beside itself.
  package static func repeated(_ matrix: MatrixObject, rows rowCount: Int, columns columnCount: Int) throws -> MatrixObject {
    let (rows, columns) = (matrix.rows.multipliedReportingOverflow(by: rowCount), matrix.columns.multipliedReportingOverflow(by: columnCount))
    let total = rows.partialValue.multipliedReportingOverflow(by: columns.partialValue)
    guard !rows.overflow, !columns.overflow, !total.overflow else { throw KernelError.memory("out of memory: a matrix repeated \(rowCount) x \(columnCount) times") }
    let values = try matrix.values.emptyLike(capacity: total.partialValue)
    for _ in 0..<columnCount {
      for column in 0..<matrix.columns { for _ in 0..<rowCount { try values.append(contentsOf: matrix.column(column)) } }
    }
    return try MatrixObject(values: values, rows: rows.partialValue, columns: columns.partialValue)
  }
}
