extension Vector {
  /// An array vector or a columnar tuple: `x[i]` takes the `i`-th value of every row.
  var isRowStructured: Bool { storage == .array || (self as? AnyVector)?.isColumnar == true }

  /// One row as a vector; a scalar in a columnar tuple stands for every position.
  fileprivate func rowSelected(_ row: Int, _ selection: Selection) throws -> Vector {
    let cell = cell(at: row)
    guard let values = cell.vector else { return try Vector.repeating(cell, count: selection.count) }
    return try values.selected(selection)
  }
}

extension Indexing {
  /// One index on an array vector or columnar tuple: an integer takes a column, a pair several, integers or a mask take rows, lists of positions or flags filter inside the rows.
  static func readRows(_ vector: Vector, _ index: borrowing Cell) throws -> Cell {
    if let flags = index.vector as? ArrayVector, flags.type == .bool { return .vector(try filterRows(vector, flags)) }
    if index.heapKind == .vector { return .vector(try vector.selected(try Selection(index, extent: vector.count))) }
    return try readRows(vector, .missing, index)
  }

  /// `x[row, column]`: a column is a vector, columns are an array vector, and a row keeps its form.
  static func readRows(_ vector: Vector, _ row: borrowing Cell, _ column: borrowing Cell) throws -> Cell {
    let rows = try Selection(row, extent: vector.count)
    let chosen = row.isMissing ? vector : try vector.selected(rows)
    if column.isMissing { return .vector(chosen) }
    if let position = try singlePosition(column) { return .vector(try columnOf(chosen, position)) }
    return .vector(try columnsOf(chosen, column))
  }

  private static func singlePosition(_ index: borrowing Cell) throws -> Int? {
    guard index.isScalar else { return nil }
    if case .position(let position) = try Selection(index, extent: 0) { return position }
    return nil
  }

  private static func columnOf(_ vector: Vector, _ position: Int) throws -> Vector {
    let type = (vector as? ArrayVector)?.type
    if let type {
      let result = try Vector.empty(type, capacity: vector.count, scale: vector.scale)
      for row in 0..<vector.count { try result.append(vector.cell(at: row).vector?.element(position) ?? .void) }
      return result
    }
    var cells = ValueCollector(capacity: vector.count)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let cell = vector.cell(at: row)
      try cells.add(cell.vector?.element(position) ?? cell.copy())
    }
    return try cells.finish()
  }

  /// A range or several positions of every row, padded with null. An open end takes what each row has.
  private static func columnsOf(_ vector: Vector, _ index: borrowing Cell) throws -> Vector {
    let isOpen = index.pair?.elements.isNull(at: 1) ?? index.isMissing
    let first = (0..<vector.count).lazy.compactMap { vector.cell(at: $0).vector?.type }.first
    let type = vector.storage == .array ? vector.type : first ?? (vector.count > 0 ? vector.cell(at: 0).elementType : .void)
    if vector.storage == .any, isOpen || type.isLiteral || type == .any { return try tupleColumns(vector, index, isOpen: isOpen) }
    let result = try ArrayVector(type, scale: vector.scale)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let length = vector.cell(at: row).vector?.count ?? 1
      let selection = try Selection(index, extent: length)
      try result.append(.vector(try vector.rowSelected(row, selection)))
    }
    return result
  }

  private static func tupleColumns(_ vector: Vector, _ index: borrowing Cell, isOpen: Bool) throws -> Vector {
    let result = AnyVector(capacity: vector.count)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let cell = vector.cell(at: row)
      guard let values = cell.vector else {
        result.push(cell.copy())
        continue
      }
      result.push(.vector(try values.selected(try Selection(index, extent: values.count))))
    }
    result.isColumnar = true
    return result
  }

  private static func filterRows(_ vector: Vector, _ flags: ArrayVector) throws -> Vector {
    guard flags.count == vector.count else { throw KernelError.shape("\(flags.count) rows of flags for \(vector.count) rows") }
    let type = vector.storage == .array ? vector.type : vector.count > 0 ? vector.cell(at: 0).elementType : .void
    let result = try ArrayVector(type, scale: vector.scale)
    for row in 0..<vector.count { try result.append(.vector(try vector.rowSelected(row, try Selection(.vector(flags.row(row)), extent: flags.row(row).count)))) }
    return result
  }
}

extension Indexing {
  /// `x[row, column] = value` on an array vector or columnar tuple: a scalar for every place, as many values as columns for every row, or one value or
  /// vector per row.
  static func writeRows(_ vector: Vector, _ row: borrowing Cell, _ column: borrowing Cell, _ value: borrowing Cell) throws {
    let rows = try Selection(row, extent: vector.count)
    try rows.check(extent: vector.count)
    // All rows are ready before the first is stored: a value that does not fit leaves the vector as it was.
    var written: [Vector] = []
    for index in 0..<rows.count {
      try Interruption.check(atRow: index)
      let position = rows[index]
      guard let old = vector.cell(at: position).vector else { throw KernelError.type("row \(position) is no vector") }
      let columns = try Selection(column, extent: old.count)
      let values = old.sharingHeader()
      try values.replace(columns, with: try rowPart(value, index, rows: rows.count, columns: columns.count))
      written.append(values)
    }
    for (index, values) in written.enumerated() { try vector.set(rows[index], .vector(values)) }
  }

  private static func rowPart(_ value: borrowing Cell, _ index: Int, rows: Int, columns: Int) throws -> Cell {
    guard let values = value.vector else { return value.copy() }
    if values.storage != .any, values.count == columns { return columns == 1 ? values.cell(at: 0) : .vector(values) }
    guard values.count == rows else {
      if values.count == columns { return .vector(values) }
      throw KernelError.shape("\(values.count) values cannot be assigned to \(rows) rows and \(columns) columns")
    }
    return values.cell(at: index)
  }
}
