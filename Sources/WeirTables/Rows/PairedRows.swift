/// Rows of two sides that meet: of one shape, or a vector that stands beside every row of the other.
package struct PairedRows {
  package let rowCount: Int
  private let left: RowSet?
  private let right: RowSet?
  /// What stands beside every row where a side has no rows of its own.
  private let beside: Vector?

  /// - Throws: `.shape` when the sides do not have as many rows.
  package init(_ left: RowSet, _ right: RowSet) throws {
    guard left.rowCount == right.rowCount else { throw KernelError.shape("\(left.rowCount) rows do not meet \(right.rowCount)") }
    rowCount = left.rowCount
    self.left = left
    self.right = right
    beside = nil
  }

  /// The vector on the left of every row.
  package init(_ left: Vector, besideRowsOf right: RowSet) {
    rowCount = right.rowCount
    self.left = nil
    self.right = right
    beside = left
  }

  /// The vector on the right of every row.
  package init(rowsOf left: RowSet, beside right: Vector) {
    rowCount = left.rowCount
    self.left = left
    self.right = nil
    beside = right
  }

  /// The two sides of one row; nil when they differ in length.
  package func row(_ index: Int) throws -> (Vector, Vector)? {
    guard let x = try left?.row(index) ?? beside, let y = try right?.row(index) ?? beside, x.count == y.count else { return nil }
    return (x, y)
  }

  /// A DOUBLE per row, null where the sides differ in length.
  package func map(_ body: (Vector, Vector) throws -> Double) throws -> Vector {
    try Numbers.vector((0..<rowCount).mapRows { index in try row(index).map { try body($0.0, $0.1) } ?? .null })
  }
}
