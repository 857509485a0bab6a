// Rows come one by one as often as in batches: then vectors of one element, plans and copies would be most of the work.
extension Table {
  /// Adds one row of scalars, or writes it over the row that has its key, where the columns lie.
  ///
  /// - Parameter values: one per column.
  /// - Returns: how many rows came in, none when one was overwritten; nil, with nothing done, for a row that has to go the general way: with values that are converted, vectors or nulls in the key, or into a table of another kind.
  /// - Throws: what `TableRules.check` and `TableLock.hold` throw, `.memory`, `.range`.
  package func appendRow(_ values: AnyVector) throws -> Int? {
    guard kind == .regular || kind == .keyed || kind == .indexed, store == nil, !hasColumnsWithoutNulls else { return nil }
    try TableRules.check(.insert, self)
    return try lock.hold(waits: waitsForWriters) { try changeInPlace { try RowWriter.write(values, to: &$0) } }
  }
}

/// One row on its way into a snapshot that nobody reads meanwhile.
private enum RowWriter {
  static func write(_ values: AnyVector, to snapshot: inout TableSnapshot) throws -> Int? {
    guard values.count == snapshot.columns.count else { return nil }
    for (place, column) in snapshot.columns.enumerated() where !values.withCell(place, { fits($0, column) }) { return nil }
    guard let key = snapshot.key else {
      try append(values, to: &snapshot)
      return 1
    }
    guard let indexes = snapshot.index else { return nil }
    if indexes.unique.holdsIntegers, let place = snapshot.columnIndex(key.columns[0]) {
      guard case .integer(let number)? = values.withCell(place, { PointKey($0, of: snapshot.columns[place].type) }) else { return nil }
      if let row = indexes.unique.lastRow(withInteger: number, rowCount: snapshot.rowCount) {
        try overwrite(row, with: values, in: &snapshot) { $0 == place }
        return 0
      }
    } else {
      let places = try key.indices(in: snapshot)
      guard let keys = pointKeys(values, places, snapshot) else { return nil }
      if let row = indexes.unique.row(withKey: keys, at: places, in: snapshot.columns, rowCount: snapshot.rowCount) {
        try overwrite(row, with: values, in: &snapshot) { places.contains($0) }
        return 0
      }
    }
    try append(values, to: &snapshot)
    snapshot.index = try indexes.adding(try key.indices(in: snapshot).map { snapshot.columns[$0] }, from: snapshot.rowCount - 1, to: snapshot.rowCount)
    return 1
  }

  /// Whether a value goes into a column as it is, or as an integer or number that says the same.
  private static func fits(_ value: borrowing Cell, _ column: Vector) -> Bool {
    if value.raw.tag == column.scalarTag { return column.storage.isFixedWidth }
    if column.type == .symbol || column.type == .string { return value.stringValue != nil }
    guard !value.isHeap, value.isScalar, !value.isVoid, value.elementType.category == .integral else { return false }
    let width = value.elementType.storage.width
    return column.type.category == .integral && width <= column.storage.width || column.type == .double && width < 8
  }

  private static func pointKeys(_ values: AnyVector, _ places: [Int], _ snapshot: TableSnapshot) -> [PointKey]? {
    var keys: [PointKey] = []
    keys.reserveCapacity(places.count)
    for place in places {
      guard let key = values.withCell(place, { PointKey($0, of: snapshot.columns[place].type) }) else { return nil }
      keys.append(key)
    }
    return keys
  }

  /// - Throws: `.memory`, `.range`; the snapshot is as it was then.
  private static func append(_ values: AnyVector, to snapshot: inout TableSnapshot) throws {
    let before = snapshot.rowCount
    guard before < Table.rowsMax else { throw Table.tooManyRows }
    do {
      for place in snapshot.columns.indices {
        own(&snapshot.columns[place])
        try values.withCell(place) { try snapshot.columns[place].append($0) }
      }
    } catch {
      snapshot.columns = snapshot.columns.map { $0.slice(0, before) }
      throw error
    }
    snapshot.rowCount = before + 1
  }

  private static func overwrite(_ row: Int, with values: AnyVector, in snapshot: inout TableSnapshot, isKey: (Int) -> Bool) throws {
    // All that can fail comes first: the copies of what others hold.
    for place in snapshot.columns.indices where !isKey(place) {
      own(&snapshot.columns[place])
      if snapshot.columns[place].storage.isFixedWidth { try unsafeDowncast(snapshot.columns[place], to: FixedVector.self).makeUnique() }
    }
    for place in snapshot.columns.indices where !isKey(place) { try values.withCell(place) { try snapshot.columns[place].set(row, $0) } }
  }

  /// A header that others hold is left to them.
  private static func own(_ column: inout Vector) {
    if !isKnownUniquelyReferenced(&column) { column = column.sharingHeader() }
  }
}
