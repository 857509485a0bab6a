// Changes to the columns of a table. Each makes the next snapshot whole or leaves the table as it is.
extension Table {
  /// - Throws: `.name` when there is no such column.
  package static func require(_ name: String, in snapshot: TableSnapshot) throws -> Int {
    guard let index = snapshot.columnIndex(name) else { throw KernelError(.name, "The column <\(name)> does not exist.") }
    return index
  }

  private static func checked(_ snapshot: inout TableSnapshot, names: [String], columns: [Vector]) throws {
    let rows = snapshot.rowCount
    snapshot = try TableSnapshot(names: names, columns: columns)
    snapshot.rowCount = rows
  }

  /// - Throws: `.value` when one of `names` is a key column, whose values may not be changed.
  package func requireNoKey(_ names: [String]) throws {
    if names.contains(where: { key?.contains($0) == true }) { throw KernelError.value("Can't update a key column.") }
  }

  /// New names from the left.
  package func rename(first names: [String]) throws {
    try update { snapshot in
      guard names.count <= snapshot.names.count else {
        throw KernelError.shape("\(names.count) names are more than the \(snapshot.names.count) columns of the table")
      }
      try key?.rename(Array(zip(snapshot.names, names)))
      try Table.checked(&snapshot, names: names + snapshot.names.dropFirst(names.count), columns: snapshot.columns)
    }
  }

  package func rename(_ old: [String], to new: [String]) throws {
    guard old.count == new.count else { throw KernelError.shape("\(old.count) old names and \(new.count) new ones") }
    try update { snapshot in
      var names = snapshot.names
      try key?.rename(Array(zip(old, new)))
      for (from, to) in zip(old, new) { names[try Table.require(from, in: snapshot)] = to }
      try Table.checked(&snapshot, names: names, columns: snapshot.columns)
    }
  }

  /// Adds columns of nulls behind the others.
  package func addColumns(_ names: [String], make: (Int, _ rows: Int) throws -> Vector) throws {
    try update { snapshot in
      for name in names where snapshot.columnIndex(name) != nil {
        throw KernelError(.name, "A column with name <\(name)> already exists in table. RefId:S01014")
      }
      let added = try names.indices.map { try make($0, snapshot.rowCount) }
      try Table.checked(&snapshot, names: snapshot.names + names, columns: snapshot.columns + added)
    }
  }

  package func dropColumns(_ names: [String]) throws {
    try update { snapshot in
      if names.contains(where: { key?.contains($0) == true }) { throw KernelError.value("Can't drop a key column. RefId: S05015") }
      var dropped: Set<Int> = []
      for name in names { dropped.insert(try Table.require(name, in: snapshot)) }
      guard dropped.count < snapshot.names.count else { throw KernelError.value("A table must have at least one column.") }
      let kept = snapshot.names.indices.filter { !dropped.contains($0) }
      try Table.checked(&snapshot, names: kept.map { snapshot.names[$0] }, columns: kept.map { snapshot.columns[$0] })
    }
  }

  package func replaceColumns(_ names: [String], with columns: [Vector]) throws {
    guard names.count == columns.count else { throw KernelError.shape("\(columns.count) columns for \(names.count) names") }
    try requireNoKey(names)
    try update { snapshot in
      var next = snapshot.columns
      for (name, column) in zip(names, columns) {
        guard column.count == snapshot.rowCount else {
          throw KernelError.shape("the new column `\(name)` has \(column.count) rows, the table \(snapshot.rowCount)")
        }
        next[try Table.require(name, in: snapshot)] = column.sharingHeader()
      }
      snapshot.columns = next
    }
  }

  /// Puts the named columns first, in the order of `names`; the others keep theirs.
  package func reorderColumns(_ names: [String]) throws {
    try update { snapshot in
      let first = try names.map { try Table.require($0, in: snapshot) }
      let order = first + snapshot.names.indices.filter { !first.contains($0) }
      try Table.checked(&snapshot, names: order.map { snapshot.names[$0] }, columns: order.map { snapshot.columns[$0] })
    }
  }

  package func removeAllRows() throws {
    try update { snapshot in
      snapshot.columns = try snapshot.columns.map { try $0.emptyLike(capacity: 0) }
      snapshot.rowCount = 0
    }
  }
}
