extension Indexing {
  /// Columns of a matrix; for a mask of the matrix's shape the matrix with null where the mask does not hold.
  static func readMatrix(_ matrix: MatrixObject, _ index: borrowing Cell) throws -> Cell {
    if let mask = index.matrix { return .matrix(try matrix.withValues(try masked(matrix, mask))) }
    if let mask = index.vector, mask.type == .bool, mask.count == matrix.rows, mask.count != matrix.columns { return try readMatrix(matrix, index, .missing) }
    let selection = try Selection(index, extent: matrix.columns)
    if case .position(let column) = selection {
      guard column >= 0, column < matrix.columns else { return .vector(try Vector.nulls(matrix.values.type, count: matrix.rows, scale: matrix.values.scale)) }
      return .vector(matrix.column(column))
    }
    return .matrix(try submatrix(matrix, .range(start: 0, count: matrix.rows, isBackwards: false), selection))
  }

  static func readMatrix(_ matrix: MatrixObject, _ row: borrowing Cell, _ column: borrowing Cell) throws -> Cell {
    let rows = try Selection(row, extent: matrix.rows)
    let columns = try Selection(column, extent: matrix.columns)
    if case .position(let row) = rows, case .position(let column) = columns { return element(matrix, row, column) }
    return .matrix(try submatrix(matrix, rows, columns))
  }

  private static func element(_ matrix: MatrixObject, _ row: Int, _ column: Int) -> Cell {
    guard row >= 0, row < matrix.rows, column >= 0, column < matrix.columns else { return .null(matrix.values.type, scale: matrix.values.scale) }
    return matrix.values.cell(at: column * matrix.rows + row)
  }

  private static func masked(_ matrix: MatrixObject, _ mask: MatrixObject) throws -> Vector {
    try checkMask(matrix, mask)
    let flags = mask.values.pointer(Int8.self)
    return try matrix.values.gather((0..<matrix.values.count).mapRows { flags[$0] > 0 ? $0 : -1 })
  }

  static func checkMask(_ matrix: MatrixObject, _ mask: MatrixObject) throws {
    guard mask.values.type == .bool else { throw KernelError.type("a matrix of \(mask.values.type.name) cannot be an index") }
    guard mask.rows == matrix.rows, mask.columns == matrix.columns else {
      throw KernelError.shape("a mask of \(mask.rows) x \(mask.columns) does not fit a matrix of \(matrix.rows) x \(matrix.columns)")
    }
  }

  /// The rows and columns selected, with their labels; null where one is outside.
  static func submatrix(_ matrix: MatrixObject, _ rows: Selection, _ columns: Selection) throws -> MatrixObject {
    let values = try matrix.values.emptyLike(capacity: 0)
    try MatrixObject.checkSides(rows.count, columns.count)
    let (total, overflow) = rows.count.multipliedReportingOverflow(by: columns.count)
    guard !overflow, total < BufferPool.allocationBytesMax / 16 else { throw KernelError.memory("out of memory: a matrix of \(rows.count) x \(columns.count)") }
    try values.reserve(total)
    for index in 0..<columns.count {
      let column = columns[index]
      if column >= 0, column < matrix.columns {
        try values.append(contentsOf: try matrix.column(column).selected(rows))
      } else {
        try values.append(contentsOf: try Vector.nulls(values.type, count: rows.count, scale: values.scale))
      }
    }
    let result = try MatrixObject(values: values, rows: rows.count, columns: columns.count)
    result.rowLabels = try matrix.rowLabels?.selected(rows)
    result.columnLabels = try matrix.columnLabels?.selected(columns)
    result.isIndexed = matrix.isIndexed
    return result
  }
}

extension Indexing {
  /// `m[index] = value`: whole columns; with a mask of the matrix's shape the elements where it holds.
  static func writeMatrix(_ matrix: MatrixObject, _ index: borrowing Cell, _ value: borrowing Cell) throws {
    guard let mask = index.matrix else { return try writeMatrix(matrix, .missing, index, value) }
    try checkMask(matrix, mask)
    try matrix.values.replace(.list(Selection.trueRows(mask.values)), with: value)
  }

  /// `m[row, column] = value`: values fill the window column by column, in the order of the indexes.
  static func writeMatrix(_ matrix: MatrixObject, _ row: borrowing Cell, _ column: borrowing Cell, _ value: borrowing Cell) throws {
    let rows = try Selection(row, extent: matrix.rows)
    let columns = try Selection(column, extent: matrix.columns)
    try rows.check(extent: matrix.rows)
    try columns.check(extent: matrix.columns)
    let (total, overflow) = rows.count.multipliedReportingOverflow(by: columns.count)
    guard !overflow, total < BufferPool.allocationBytesMax / 16 else { throw KernelError.memory("out of memory: a window of \(rows.count) x \(columns.count)") }
    var positions: [Int] = []
    positions.reserveCapacity(total)
    for index in 0..<columns.count {
      let base = columns[index] * matrix.rows
      for index in 0..<rows.count { positions.append(base + rows[index]) }
    }
    if let other = value.matrix {
      guard other.values.count == positions.count else {
        throw KernelError.shape("a matrix of \(other.rows) x \(other.columns) does not fit a window of \(rows.count) x \(columns.count)")
      }
      try matrix.values.replace(.list(positions), with: .vector(other.values))
    } else {
      try matrix.values.replace(.list(positions), with: value)
    }
  }
}
