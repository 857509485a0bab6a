/// Operations where a side is a matrix: with a scalar, with a vector of its row count (for every column), with a matrix of its shape.
enum MatrixOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    if let first = left.matrix, let second = right.matrix { return try applyToTwo(operation, first, second) }
    if let matrix = left.matrix {
      let values = try FlatOperators.apply(operation, FlatOperand(matrix.values, isScalar: false), try operand(right, beside: matrix, operation))
      return .matrix(try matrix.withValues(values))
    }
    guard let matrix = right.matrix else { throw KernelError.type("`\(operation.spelling)` needs a matrix") }
    let values = try FlatOperators.apply(operation, try operand(left, beside: matrix, operation), FlatOperand(matrix.values, isScalar: false))
    return .matrix(try matrix.withValues(values))
  }

  private static func applyToTwo(_ operation: BinaryOperation, _ left: MatrixObject, _ right: MatrixObject) throws -> Cell {
    if left.isIndexed, right.isIndexed {
      let (first, second) = try MatrixAlignment.outer(left, right)
      return .matrix(try first.withValues(try combine(operation, first, second)))
    }
    guard left.rows == right.rows, left.columns == right.columns else {
      throw KernelError.shape(
        "`\(operation.spelling)` needs matrices of one shape, got \(left.rows) x \(left.columns) and \(right.rows) x \(right.columns)")
    }
    let result = try left.withValues(try combine(operation, left, right))
    if result.rowLabels == nil { result.rowLabels = right.rowLabels }
    if result.columnLabels == nil { result.columnLabels = right.columnLabels }
    return .matrix(result)
  }

  private static func combine(_ operation: BinaryOperation, _ left: MatrixObject, _ right: MatrixObject) throws -> Vector {
    try FlatOperators.apply(operation, FlatOperand(left.values, isScalar: false), FlatOperand(right.values, isScalar: false))
  }

  /// A vector is repeated for every column.
  private static func operand(_ cell: borrowing Cell, beside matrix: MatrixObject, _ operation: BinaryOperation) throws -> FlatOperand {
    guard let vector = cell.vector else {
      guard cell.isScalar else { throw KernelError.operation("`\(operation.spelling)` is not defined for a matrix and a \(cell.form)") }
      return try FlatOperand(cell)
    }
    guard vector.count == matrix.rows else {
      throw KernelError.shape("`\(operation.spelling)` needs a vector of \(matrix.rows) elements, one per row of the matrix, got \(vector.count)")
    }
    if matrix.columns == 1 { return FlatOperand(vector, isScalar: false) }
    let tiled = try vector.emptyLike(capacity: matrix.values.count)
    for _ in 0..<matrix.columns { try tiled.append(contentsOf: vector) }
    return FlatOperand(tiled, isScalar: false)
  }
}

/// Indexed matrices and series brought to common labels.
package enum MatrixAlignment {
  /// Both with every label of either, ascending; what a side does not have is null.
  package static func outer(_ left: MatrixObject, _ right: MatrixObject) throws -> (MatrixObject, MatrixObject) {
    let rows = try LabelUnion(left.rowLabels, right.rowLabels, left.rows, right.rows)
    // A series has no column labels: it goes beside every column of a matrix.
    let columns = try LabelUnion(left.columnLabels, right.columnLabels, left.columns, right.columns)
    return (try spread(left, rows, columns, \.left), try spread(right, rows, columns, \.right))
  }

  private static func spread(
    _ matrix: MatrixObject, _ rows: LabelUnion, _ columns: LabelUnion, _ side: KeyPath<LabelUnion, [Int]>
  ) throws -> MatrixObject {
    var sources: [Int] = []
    sources.reserveCapacity(rows.count * columns.count)
    for column in columns[keyPath: side] {
      for row in rows[keyPath: side] { sources.append(row < 0 || column < 0 ? -1 : column * matrix.rows + row) }
    }
    let values = try matrix.values.gather(sources)
    let result = try MatrixObject(values: values, rows: rows.count, columns: columns.count, rowLabels: rows.labels, columnLabels: columns.labels)
    result.isIndexed = true
    return result
  }
}

/// The labels of two sides, each once and in ascending order, and where they were on either side (-1: nowhere).
struct LabelUnion {
  let labels: Vector?
  let left: [Int]
  let right: [Int]
  var count: Int { left.count }

  init(_ first: Vector?, _ second: Vector?, _ firstCount: Int, _ secondCount: Int) throws {
    guard let first, let second else {
      labels = first ?? second
      let count = max(firstCount, secondCount)
      left = (0..<count).map { firstCount == 1 ? 0 : $0 < firstCount ? $0 : -1 }
      right = (0..<count).map { secondCount == 1 ? 0 : $0 < secondCount ? $0 : -1 }
      return
    }
    let keys = try first.converted(to: first.type, scale: first.scale)
    let others = try second.converted(to: first.type, scale: first.scale)
    let all = try keys.emptyLike(capacity: keys.count + others.count)
    try all.append(contentsOf: keys)
    try all.append(contentsOf: others)
    let distinct = try SetObject(all).elements
    let order = try (0..<distinct.count).sorted { row, other in
      try OperatorKernel.apply(.less, distinct.cell(at: row), distinct.cell(at: other)).rawInteger == 1
    }
    let sorted = try distinct.gather(order)
    let places = (try KeyIndex(over: keys), try KeyIndex(over: others))
    left = try (0..<sorted.count).mapRows { places.0.find(sorted.cell(at: $0), in: keys) ?? -1 }
    right = try (0..<sorted.count).mapRows { places.1.find(sorted.cell(at: $0), in: others) ?? -1 }
    labels = sorted
  }
}
