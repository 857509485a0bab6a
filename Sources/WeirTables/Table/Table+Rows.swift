/// What rows can be added to.
package protocol RowTarget: AnyObject {
  var kind: TableKind { get }
  /// Names and types of the columns; whether there are rows does not matter.
  func columnShape() throws -> TableSnapshot
  /// Adds rows, column by column.
  /// - Returns: how many came in.
  @discardableResult
  func append(_ columns: [Vector]) throws -> Int
  /// Whether rows may have this many of the columns, from the left.
  func acceptsRows(of count: Int, _ shape: TableSnapshot) -> Bool
  /// Adds one row of scalars.
  /// - Returns: how many came in; nil, with nothing done, when `append` has to do it.
  func appendRow(_ values: UnsafePointer<Cell>, count: Int) throws -> Int?
}

extension RowTarget {
  package func appendRow(_ values: UnsafePointer<Cell>, count: Int) -> Int? { nil }
}

extension Table: RowTarget {
  package func columnShape() -> TableSnapshot { snapshot }
  package func acceptsRows(of count: Int, _ shape: TableSnapshot) -> Bool { shape.intake.accepts(count, of: shape.columns.count) }
}

extension RowTarget {
  package func acceptsRows(of count: Int, _ shape: TableSnapshot) -> Bool { count == shape.columns.count }

  /// Adds rows given as one value per column: scalars, which are one row or repeated for all rows, and vectors of as many elements as there are rows.
  ///
  /// A vector is one element of an array vector column, or of a column of any type, when the other columns get scalars.
  /// - Returns: how many rows were added.
  @discardableResult
  package func appendValues(_ values: AnyVector) throws -> Int {
    if let added = try values.withCells({ try appendRow($0, count: values.count) }) { return added }
    return try append(try columns(of: values))
  }

  /// The values as columns. What the table holds is let go when they are there, so that it can be written in place.
  private func columns(of values: AnyVector) throws -> [Vector] {
    let shape = try columnShape()
    // Which error it is the table knows that gets the rows.
    guard values.count <= shape.columns.count, acceptsRows(of: values.count, shape) || kind.isStream else { throw Table.wrongColumnCount(kind) }
    let columns = Array(shape.columns.prefix(values.count))
    let rows = Self.rowCount(values, columns)
    return try columns.indices.map { index in try values.withCell(index) { try Self.column(of: $0, like: columns[index], rows: rows) } }
  }

  /// The length of the first vector for a plain column; without one a single row, or without any plain column as many as a nested value holds.
  private static func rowCount(_ values: AnyVector, _ columns: [Vector]) -> Int {
    let plain = columns.indices.filter { !columns[$0].storage.isNested }
    for index in plain { if let vector = values.cell(at: index).vector { return vector.count } }
    guard plain.isEmpty else { return 1 }
    return columns.indices.lazy.compactMap { values.cell(at: $0).vector }.first { $0.storage.isNested }?.count ?? 1
  }

  private static func column(of value: borrowing Cell, like column: Vector, rows: Int) throws -> Vector {
    guard let vector = value.vector else {
      if column.storage == .any {
        let cells = AnyVector(capacity: rows)
        for _ in 0..<rows { cells.push(value.copy()) }
        return cells
      }
      return try Vector.repeating(value, count: rows)
    }
    if column.storage.isNested, rows == 1, vector.storage != .array, !(vector.storage == .any && vector.count == 1) {
      let one = AnyVector(capacity: 1)
      one.push(value.copy())
      return one
    }
    return vector
  }

  /// Adds the rows of another table, column by column in its order.
  @discardableResult
  package func appendRows(of other: TableSnapshot) throws -> Int {
    try append(other.columns)
  }

  /// Adds the rows of a dictionary from column names to scalars or vectors; a column without a key gets nulls.
  @discardableResult
  package func appendEntries(_ dictionary: DictionaryObject) throws -> Int {
    let snapshot = try columnShape()
    let values = AnyVector(capacity: snapshot.names.count)
    for key in 0..<(try dictionary.keys.count) {
      let name = try dictionary.keys.text(at: key)
      guard snapshot.names.contains(name) else { throw KernelError(.name, "The column <\(name)> does not exist.") }
    }
    for name in snapshot.names { values.push(try dictionary.value(.string(name)) ?? .void) }
    return try appendValues(values)
  }
}

extension Storage {
  /// Elements may be lists themselves.
  package var isNested: Bool { self == .array || self == .any }
}
