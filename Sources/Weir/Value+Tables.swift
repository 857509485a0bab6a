import WeirTables

// Tables: reading their columns, and new ones.
extension Value {
  /// The names of a table's columns, in their order; nil when this is no table.
  public var columnNames: [String]? { cell.table?.snapshot.names }

  /// A column of a table as a vector that shares its memory; nil when this is no table or has no such column. Names are found exactly or else without regard to case.
  public subscript(column: String) -> Value? {
    guard let snapshot = cell.table?.snapshot, let index = snapshot.columnIndex(column) else { return nil }
    return Value(Cell.vector(snapshot.columns[index].sharingHeader()))
  }

  /// A table of vectors.
  ///
  /// ```swift
  /// let trades = try Value(columns: ["sym": Value(symbols: ["A", "B"]), "price": Value([10.5, 20.1])])
  /// ```
  ///
  /// - Parameter columns: vectors of one length, in the order of the table. They share their memory with the table until a script writes to it.
  /// - Throws: `WeirError` of kind `type` for a column that is no vector, `shape` when lengths differ, `name` when a name occurs twice.
  public init(columns: KeyValuePairs<String, Value>) throws {
    let table = try WeirError.catching {
      let vectors = try columns.map { name, value in
        guard let vector = value.cell.vector else { throw KernelError.type("column `\(name)` must be a vector, got a \(value.form)") }
        return vector.sharingHeader()
      }
      return try Table(names: columns.map(\.key), columns: vectors)
    }
    self.init(Cell.table(table))
  }

  /// The value of a dictionary's key, nil when this is no dictionary of text keys or has no such key.
  /// - Throws: an error of kind `memory` when the machine cannot hold the key.
  public func member(_ key: String) throws -> Value? {
    guard let dictionary = cell.dictionary, dictionary.keyType.isLiteral else { return nil }
    return try WeirError.catching {
      guard let found = try dictionary.value(.literal(key, dictionary.keyType)) else { return nil }
      return Value(found)
    }
  }
}
