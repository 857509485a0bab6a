import CKernels
import WeirHost

/// The operator `**`.
package enum MatrixProduct {
  /// Two vectors give their inner product, a matrix and a vector or two matrices their product, a scalar and a vector the multiple.
  ///
  /// - Throws: `.shape` when the sizes do not meet, `.type` for a scalar and a matrix.
  package static func product(_ left: borrowing Cell, _ right: borrowing Cell, threads: any Threads = SerialThreads()) throws -> Cell {
    if left.isScalar || right.isScalar {
      guard left.matrix == nil, right.matrix == nil else {
        throw KernelError.type("Use * rather than ** for scalar and matrix multiplication.")
      }
      return try OperatorKernel.apply(.multiply, left, right)
    }
    if let first = left.vector, let second = right.vector { return try inner(first, second) }
    return try matrices(left, right, threads)
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
  private static func matrices(_ left: borrowing Cell, _ right: borrowing Cell, _ threads: any Threads) throws -> Cell {
    var first = try DenseMatrix(left, "dot")
    let second = try DenseMatrix(right, "dot")
    if left.vector != nil, first.columns != second.rows { first = first.transposed }
    guard first.columns == second.rows else {
      throw KernelError.shape("`**` needs as many columns on the left as rows on the right, got \(first.columns) and \(second.rows)")
    }
    let result = try first.multiplied(by: second, threads: threads).matrixObject()
    result.rowLabels = left.matrix?.rowLabels
    result.columnLabels = right.matrix?.columnLabels
    return .matrix(result)
  }
}

extension DenseMatrix {
  /// Products from which a second thread is worth being woken.
  private static let parallelProductsMin = 1 << 22

  /// - Precondition: `columns == other.rows`.
  package func multiplied(by other: DenseMatrix, threads: any Threads = SerialThreads()) -> DenseMatrix {
    var result = DenseMatrix(zeros: rows, other.columns)
    let panelRows = Int(WEIR_PANEL_ROWS)
    let panels = (rows + panelRows - 1) / panelRows
    let isLarge = Double(rows) * Double(columns) * Double(other.columns) >= Double(DenseMatrix.parallelProductsMin)
    let pieces = isLarge ? min(threads.parallelism, panels) : min(1, panels)
    result.values.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer { left in
        other.values.withUnsafeBufferPointer { right in
          guard let target = result.baseAddress, let left = left.baseAddress, let right = right.baseAddress else { return }
          threads.perform(count: pieces) { piece in
            let panel = UnsafeMutablePointer<Double>.allocate(capacity: columns * panelRows)
            defer { panel.deallocate() }
            for index in RowPieces.range(piece, of: pieces, rows: panels) where !StopFlag.isRaised {
              weir_multiply_panel(left, rows, columns, right, other.columns, target, index * panelRows, panel)
            }
          }
        }
      }
    }
    return result
  }
}
