// Changes to the columns of a table. Each makes the next snapshot whole or leaves the table as it is.
extension Table {
  /// - Throws: `.name` when there is no such column.
  package static func require(_ name: String, in snapshot: TableSnapshot) throws -> Int {
    guard let index = snapshot.columnIndex(name) else { throw KernelError(.name, "The column <\(name)> does not exist.") }
    return index
  }

  /// Other columns with the same rows, so that the index stays right.
  private static func checked(_ snapshot: inout TableSnapshot, names: [String], columns: [Vector]) throws {
    var next = try TableSnapshot(names: names, columns: columns)
    (next.rowCount, next.key, next.index, next.intake) = (snapshot.rowCount, snapshot.key, snapshot.index, snapshot.intake)
    snapshot = next
  }

  /// - Throws: `.value` when one of `names` is a key column, whose values may not be changed.
  package static func requireNoKey(_ names: [String], in snapshot: TableSnapshot) throws {
    if names.contains(where: { snapshot.key?.contains($0) == true }) { throw KernelError.value("Can't update a key column.") }
  }

  /// New names from the left.
  package func rename(first names: [String]) throws {
    try update(.rename("rename!")) { try Table.rename(try Table.changes(first: names, of: $0), in: &$0) }
  }

  package func rename(_ old: [String], to new: [String]) throws {
    guard old.count == new.count else { throw KernelError.shape("\(old.count) old names and \(new.count) new ones") }
    try update(.rename("rename!")) { try Table.rename(Array(zip(old, new)), in: &$0) }
  }

  /// New names from the left, beside the old ones.
  package static func changes(first names: [String], of snapshot: TableSnapshot) throws -> [(old: String, new: String)] {
    guard names.count <= snapshot.names.count else {
      throw KernelError.shape("\(names.count) names are more than the \(snapshot.names.count) columns of the table")
    }
    return Array(zip(snapshot.names, names))
  }

  static func rename(_ changes: [(old: String, new: String)], in snapshot: inout TableSnapshot) throws {
    var names = snapshot.names
    for (old, new) in changes { names[try Table.require(old, in: snapshot)] = new }
    try Table.checked(&snapshot, names: names, columns: snapshot.columns)
    snapshot.key?.rename(changes)
    snapshot.intake.rename(changes)
  }

  /// Adds columns of nulls behind the others.
  package func addColumns(_ names: [String], make: (Int, _ rows: Int) throws -> Vector) throws {
    try update(.addColumn) { snapshot in
      for name in names where snapshot.columnIndex(name) != nil {
        throw KernelError(.name, "A column with name <\(name)> already exists in table. RefId:S01014")
      }
      let added = try names.indices.map { try make($0, snapshot.rowCount) }
      if kind.isStream { snapshot.intake.widen(from: snapshot.columns.count) }
      try Table.checked(&snapshot, names: snapshot.names + names, columns: snapshot.columns + added)
    }
  }

  package func dropColumns(_ names: [String], by function: String = "dropColumns!") throws {
    try update(.drop(function)) { try Table.drop(names, from: &$0) }
  }

  static func drop(_ names: [String], from snapshot: inout TableSnapshot) throws {
    if names.contains(where: { snapshot.key?.contains($0) == true }) { throw KernelError.value("Can't drop a key column. RefId: S05015") }
    var dropped: Set<Int> = []
    for name in names { dropped.insert(try Table.require(name, in: snapshot)) }
    guard dropped.count < snapshot.names.count else { throw KernelError.value("A table must have at least one column.") }
    let kept = snapshot.names.indices.filter { !dropped.contains($0) }
    try Table.checked(&snapshot, names: kept.map { snapshot.names[$0] }, columns: kept.map { snapshot.columns[$0] })
  }

  package func replaceColumns(_ names: [String], with columns: [Vector]) throws {
    guard names.count == columns.count else { throw KernelError.shape("\(columns.count) columns for \(names.count) names") }
    try update(.replace("replaceColumn!")) { snapshot in
      try Table.requireNoKey(names, in: snapshot)
      var next = snapshot.columns
      for (name, column) in zip(names, columns) {
        guard column.count == snapshot.rowCount else {
          throw KernelError.shape("All columns must be of the same length. RefId:S02010")
        }
        next[try Table.require(name, in: snapshot)] = column.sharingHeader()
      }
      snapshot.columns = next
    }
  }

  /// Puts the named columns first, in the order of `names`; the others keep theirs.
  package func reorderColumns(_ names: [String]) throws {
    try update(.reorder("reorderColumns!")) { snapshot in
      let first = try names.map { try Table.require($0, in: snapshot) }
      let order = first + snapshot.names.indices.filter { !first.contains($0) }
      try Table.checked(&snapshot, names: order.map { snapshot.names[$0] }, columns: order.map { snapshot.columns[$0] })
    }
  }

  package func removeAllRows() throws {
    try update(.delete) { try $0.removeAllRows() }
  }
}
