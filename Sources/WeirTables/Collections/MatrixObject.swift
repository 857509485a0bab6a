/// Elements of one type in columns: `values` holds them column after column.
package final class MatrixObject: HeapObject, @unchecked Sendable {
  // Unchecked: as `Vector`.
  /// `rows * columns` elements.
  package let values: Vector
  package let rows: Int
  package let columns: Int
  /// `rows` labels, or nil.
  package var rowLabels: Vector?
  /// `columns` labels, or nil.
  package var columnLabels: Vector?
  /// An indexed matrix, or with one column an indexed series: operations align on the labels.
  package var isIndexed = false

  /// - Throws: `.shape` when there are not `rows * columns` values.
  package convenience init(values: Vector, rows: Int, columns: Int, rowLabels: Vector? = nil, columnLabels: Vector? = nil) throws {
    try MatrixObject.checkSides(rows, columns)
    guard values.count == rows * columns else { throw KernelError.shape("\(values.count) values do not make a matrix of \(rows) x \(columns)") }
    self.init(checked: values, rows: rows, columns: columns, rowLabels: rowLabels, columnLabels: columnLabels)
  }

  /// Columns of a matrix without rows, or rows of one without columns: no memory bounds their number.
  private static let emptySideMax = 1 << 16

  /// - Throws: `.memory` for more elements than there can be.
  package static func checkSides(_ rows: Int, _ columns: Int) throws {
    let (_, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, rows > 0 || columns <= emptySideMax, columns > 0 || rows <= emptySideMax else {
      throw KernelError.memory("out of memory: a matrix of \(rows) x \(columns)")
    }
  }

  private init(checked values: Vector, rows: Int, columns: Int, rowLabels: Vector?, columnLabels: Vector?) {
    self.values = values
    self.rows = rows
    self.columns = columns
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
  }

  /// One column, sharing memory.
  package func column(_ index: Int) -> Vector { values.slice(index * rows, rows) }

  /// The same shape and labels over other values.
  package func withValues(_ values: Vector) throws -> MatrixObject {
    let result = try MatrixObject(values: values, rows: rows, columns: columns, rowLabels: rowLabels, columnLabels: columnLabels)
    result.isIndexed = isIndexed
    return result
  }

  package func copiedForAssignment() -> Cell {
    let copy = MatrixObject(checked: values.sharingHeader(), rows: rows, columns: columns, rowLabels: rowLabels, columnLabels: columnLabels)
    copy.isIndexed = isIndexed
    return .matrix(copy)
  }
}
