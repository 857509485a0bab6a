/// Matrices out of columns, and other shapes of a matrix.
package enum MatrixAssembly {
  /// - Throws: `.shape` when the columns differ in length, `.type` when their types have nothing in common.
  package static func matrix(ofColumns columns: [Vector]) throws -> MatrixObject {
    let rows = columns.first?.count ?? 0
    for column in columns where column.count != rows {
      throw KernelError.shape("the columns of a matrix must have the same length, got \(rows) and \(column.count)")
    }
    return try MatrixObject(values: try Vector.joined(columns), rows: rows, columns: columns.count)
  }

  /// The elements of `values`, column by column, as `rows` x `columns`; a size that is nil follows from the other one.
  /// - Throws: `.shape` when the elements do not fill the matrix.
  package static func reshaped(_ values: Vector, rows: Int?, columns: Int?) throws -> MatrixObject {
    let count = values.count
    guard (rows ?? 1) >= 0, (columns ?? 1) >= 0 else { throw KernelError.range("a matrix cannot have a negative number of rows or columns") }
    let rows = rows ?? columns.map { $0 > 0 ? count / $0 : 0 } ?? count
    let columns = columns ?? (rows > 0 ? count / rows : 0)
    let (size, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, size == count else { throw KernelError.shape("\(count) elements do not make a matrix of \(rows) x \(columns)") }
    return try MatrixObject(values: values.sharingHeader(), rows: rows, columns: columns)
  }

  package static func transposed(_ matrix: MatrixObject) throws -> MatrixObject {
    let (rows, columns) = (matrix.rows, matrix.columns)
    var places: [Int] = []
    places.reserveCapacity(rows * columns)
    for row in 0..<rows { for column in 0..<columns { places.append(column * rows + row) } }
    let result = try MatrixObject(
      values: try matrix.values.gather(places), rows: columns, columns: rows, rowLabels: matrix.columnLabels, columnLabels: matrix.rowLabels)
    result.isIndexed = matrix.isIndexed
    return result
  }

  /// Matrices side by side. Row labels are those of the first one, column labels are kept when all have them.
  package static func sideBySide(_ matrices: [MatrixObject]) throws -> MatrixObject {
    let rows = matrices.first?.rows ?? 0
    for matrix in matrices where matrix.rows != rows {
      throw KernelError.shape("matrices side by side must have the same number of rows, got \(rows) and \(matrix.rows)")
    }
    let result = try MatrixObject(
      values: try Vector.joined(matrices.map(\.values)), rows: rows, columns: matrices.reduce(0) { $0 + $1.columns }, rowLabels: matrices.first?.rowLabels)
    let labels = matrices.compactMap(\.columnLabels)
    if labels.count == matrices.count, !labels.isEmpty { result.columnLabels = try Vector.joined(labels) }
    return result
  }

  /// Matrices one below the other.
  package static func stacked(_ matrices: [MatrixObject]) throws -> MatrixObject {
    let columns = matrices.first?.columns ?? 0
    for matrix in matrices where matrix.columns != columns {
      throw KernelError.shape("stacked matrices must have the same number of columns, got \(columns) and \(matrix.columns)")
    }
    let joined = try (0..<columns).map { column in try Vector.joined(matrices.map { $0.column(column) }) }
    let result = try matrix(ofColumns: joined)
    result.columnLabels = matrices.first?.columnLabels
    let labels = matrices.compactMap(\.rowLabels)
    if labels.count == matrices.count, !labels.isEmpty { result.rowLabels = try Vector.joined(labels) }
    return result
  }

  /// `diagonal` from the top left to the bottom right of a square of zeros.
  package static func diagonal(_ diagonal: Vector) throws -> MatrixObject {
    let size = diagonal.count
    let (cells, overflow) = size.multipliedReportingOverflow(by: size)
    guard !overflow else { throw KernelError.memory("out of memory: a matrix of \(size) x \(size)") }
    let values = try Vector.zeros(diagonal.type, count: cells, scale: diagonal.scale)
    for index in 0..<size { try values.set(index * size + index, diagonal.cell(at: index)) }
    return try MatrixObject(values: values, rows: size, columns: size)
  }
}
