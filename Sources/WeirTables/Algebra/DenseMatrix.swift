/// Doubles in columns: what the algorithms of linear algebra work on.
package struct DenseMatrix: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// `rows * columns` numbers, column after column.
  package var values: [Double]

  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(values.count) values for \(rows) x \(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  package init(zeros rows: Int, _ columns: Int) { self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns)) }

  package static func identity(_ size: Int) -> DenseMatrix {
    var result = DenseMatrix(zeros: size, size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }

  package subscript(row: Int, column: Int) -> Double {
    @inline(__always) get { values[column &* rows &+ row] }
    @inline(__always) set { values[column &* rows &+ row] = newValue }
  }

  package func column(_ index: Int) -> ArraySlice<Double> { values[(index * rows)..<((index + 1) * rows)] }

  package var transposed: DenseMatrix {
    var result = DenseMatrix(zeros: columns, rows)
    for column in 0..<columns { for row in 0..<rows { result[column, row] = self[row, column] } }
    return result
  }

  /// The first `count` columns.
  package func firstColumns(_ count: Int) -> DenseMatrix {
    DenseMatrix(rows: rows, columns: count, values: Array(values[..<(rows * count)]))
  }

  /// The first `count` rows.
  package func firstRows(_ count: Int) -> DenseMatrix {
    var result = DenseMatrix(zeros: count, columns)
    for column in 0..<columns { for row in 0..<count { result[row, column] = self[row, column] } }
    return result
  }

  package var isSquare: Bool { rows == columns }
}

extension DenseMatrix {
  /// The numbers of a matrix, or of a vector as one column; nulls count as 0.
  /// - Throws: `.type` naming `function` for what is neither or holds no numbers.
  package init(_ cell: borrowing Cell, _ function: String) throws {
    if let matrix = cell.matrix {
      self.init(rows: matrix.rows, columns: matrix.columns, values: try DenseMatrix.numbers(matrix.values, function))
    } else if let vector = cell.vector {
      self.init(rows: vector.count, columns: 1, values: try DenseMatrix.numbers(vector, function))
    } else {
      throw KernelError.type("\(function): a matrix is expected, got a \(cell.form)")
    }
  }

  /// As `init`, but a null is an error.
  package static func withoutNulls(_ cell: borrowing Cell, _ function: String) throws -> DenseMatrix {
    let hasNull = cell.matrix?.values.hasNull ?? cell.vector?.hasNull ?? false
    guard !hasNull else { throw KernelError.value("\(function): the matrix must not contain a null") }
    return try DenseMatrix(cell, function)
  }

  private static func numbers(_ vector: Vector, _ function: String) throws -> [Double] {
    let source = try ElementMath.doubles(vector, function)
    let values = source.pointer(Double.self)
    return (0..<source.count).map { values[$0].isNull || values[$0].isNaN ? 0 : values[$0] }
  }

  /// - Throws: `.shape` naming `function` unless there are as many rows as columns.
  package func requireSquare(_ function: String) throws {
    guard isSquare else { throw KernelError.shape("The argument of '\(function)' must be a square matrix.") }
  }

  package func matrixObject() throws -> MatrixObject { try MatrixObject(values: try DenseMatrix.vector(values), rows: rows, columns: columns) }

  package func cell() throws -> Cell { .matrix(try matrixObject()) }

  /// Numbers as a vector of DOUBLE; what is not finite becomes null.
  package static func vector(_ values: [Double]) throws -> Vector {
    let result = try FixedVector(.double, count: values.count)
    let target = result.pointer(Double.self)
    for (row, value) in values.enumerated() { target[row] = value.isFinite ? value : .null }
    return result
  }
}
