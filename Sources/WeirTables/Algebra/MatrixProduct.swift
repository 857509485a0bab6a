import WeirHost

/// The operator `**`.
package enum MatrixProduct {
  /// Two vectors give their inner product, a matrix and a vector or two matrices their product, a scalar and a vector the multiple.
  ///
  /// - Throws: `.shape` when the sizes do not meet, `.type` for a scalar and a matrix.
  package static func product(_ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    if left.isScalar || right.isScalar {
      guard left.matrix == nil, right.matrix == nil else {
        throw KernelError.type("Use * rather than ** for scalar and matrix multiplication.")
      }
      return try OperatorKernel.apply(.multiply, left, right)
    }
    if let first = left.vector, let second = right.vector { return try inner(first, second) }
    return try matrices(left, right)
  }

  private static func inner(_ left: Vector, _ right: Vector) throws -> Cell {
    guard left.count == right.count else { throw KernelError.shape("`**` needs vectors of equal length, got \(left.count) and \(right.count) elements") }
    if left.type.isIntegerLike, right.type.isIntegerLike { return .long(try integerSum(left, right)) }
    let values = (try ElementMath.doubles(left, "dot"), try ElementMath.doubles(right, "dot"))
    let pointers = (values.0.pointer(Double.self), values.1.pointer(Double.self))
    var sum = 0.0
    for row in 0..<left.count where !pointers.0[row].isNull && !pointers.1[row].isNull { sum += pointers.0[row] * pointers.1[row] }
    return .double(sum)
  }

  private static func integerSum(_ left: Vector, _ right: Vector) throws -> Int64 {
    let values = (try left.cast(to: .long), try right.cast(to: .long))
    let pointers = (values.0.pointer(Int64.self), values.1.pointer(Int64.self))
    var sum: Int64 = 0
    for row in 0..<left.count where !pointers.0[row].isNull && !pointers.1[row].isNull { sum &+= pointers.0[row] &* pointers.1[row] }
    return sum
  }

  /// A vector on the left is a row, unless it can only be a column.
  private static func matrices(_ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    var first = try DenseMatrix(left, "dot")
    let second = try DenseMatrix(right, "dot")
    if left.vector != nil, first.columns != second.rows { first = first.transposed }
    guard first.columns == second.rows else {
      throw KernelError.shape("`**` needs as many columns on the left as rows on the right, got \(first.columns) and \(second.rows)")
    }
    let result = try first.multiplied(by: second).matrixObject()
    result.rowLabels = left.matrix?.rowLabels
    result.columnLabels = right.matrix?.columnLabels
    return .matrix(result)
  }
}

extension DenseMatrix {
  /// Columns of the left side that are worked on at a time, so that they stay in the second-level cache while all columns of the right side pass by.
  private static let blockColumns = 64

  /// - Precondition: `columns == other.rows`.
  package func multiplied(by other: DenseMatrix) -> DenseMatrix {
    var result = DenseMatrix(zeros: rows, other.columns)
    result.values.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer { left in
        other.values.withUnsafeBufferPointer { right in
          guard let target = result.baseAddress, let left = left.baseAddress, let right = right.baseAddress else { return }
          var start = 0
          while start < columns {
            let end = min(start + DenseMatrix.blockColumns, columns)
            for column in 0..<other.columns where !StopFlag.isRaised { addColumns(left, right + column * other.rows, start, end, target + column * rows) }
            start = end
          }
        }
      }
    }
    return result
  }

  /// `target += sum of left column k times factors[k]`, four columns at a time: one pass over `target` for four products.
  private func addColumns(
    _ left: UnsafePointer<Double>, _ factors: UnsafePointer<Double>, _ start: Int, _ end: Int, _ target: UnsafeMutablePointer<Double>
  ) {
    var k = start
    while k + 4 <= end {
      let (a, b, c, d) = (left + k * rows, left + (k + 1) * rows, left + (k + 2) * rows, left + (k + 3) * rows)
      let (x, y, z, w) = (factors[k], factors[k + 1], factors[k + 2], factors[k + 3])
      var row = 0
      while row < rows {
        target[row] += a[row] * x + b[row] * y + c[row] * z + d[row] * w
        row &+= 1
      }
      k += 4
    }
    while k < end {
      let (a, x) = (left + k * rows, factors[k])
      var row = 0
      while row < rows {
        target[row] += a[row] * x
        row &+= 1
      }
      k += 1
    }
  }
}
