// Rows come one by one as often as in batches: then vectors of one element, plans and copies would be most of the work.
extension Table {
  /// Adds one row of scalars, or writes it over the row that has its key, where the columns lie.
  ///
  /// - Parameters:
  ///   - values: one per column.
  ///   - count: how many there are.
  /// - Returns: how many rows came in, none when one was overwritten; nil, with nothing done, for a row that has to go the general way: with values that are converted, vectors or nulls in the key, or into a table of another kind.
  /// - Throws: what `TableRules.check` and `TableLock.hold` throw, `.memory`, `.range`.
  package func appendRow(_ values: UnsafePointer<Cell>, count: Int) throws -> Int? {
    guard kind == .regular || kind == .keyed || kind == .indexed, store == nil, !hasColumnsWithoutNulls else { return nil }
    try TableRules.check(.insert, self)
    return try lock.hold(waits: waitsForWriters) { try changeInPlace { try RowWriter.write(values, count, to: &$0) } }
  }
}

/// One row on its way into a snapshot that nobody reads meanwhile.
private enum RowWriter {
  static func write(_ values: UnsafePointer<Cell>, _ count: Int, to snapshot: inout TableSnapshot) throws -> Int? {
    guard count == snapshot.columns.count else { return nil }
    if overwriteInPlace(values, &snapshot) { return 0 }
    for (place, column) in snapshot.columns.enumerated() where !fits(values[place], column) { return nil }
    guard let key = snapshot.key else {
      try append(values, to: &snapshot)
      return 1
    }
    guard let indexes = snapshot.index else { return nil }
    if indexes.unique.holdsIntegers, let place = snapshot.columnIndex(key.columns[0]) {
      guard case .integer(let number)? = PointKey(values[place], of: snapshot.columns[place].type) else { return nil }
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

  /// Writes a row over the one with its key, which is an integer, where the values are of the columns' very types and nobody else holds the columns. This is what loops of
  /// single rows do, so nothing is counted or copied on the way.
  /// - Returns: false, with nothing done, for any other row.
  private static func overwriteInPlace(_ values: UnsafePointer<Cell>, _ snapshot: inout TableSnapshot) -> Bool {
    guard let name = snapshot.key?.columns.first, let index = snapshot.index?.unique, index.holdsIntegers, let keyPlace = snapshot.columnIndex(name) else { return false }
    let rowCount = snapshot.rowCount
    return snapshot.columns.withUnsafeMutableBufferPointer { columns in
      for place in columns.indices {
        guard columns[place].scalarTag == values[place].raw.tag, columns[place].storage.isFixedWidth, isKnownUniquelyReferenced(&columns[place]),
          unsafeDowncast(columns[place], to: FixedVector.self).isBufferUnique
        else { return false }
      }
      // No key is null: the last row of its smallest integer would be found, but a null is looked for in another way.
      let key = values[keyPlace].rawInteger
      guard PointKey.range(of: columns[keyPlace].storage).contains(key), let row = index.lastRow(withInteger: key, rowCount: rowCount) else { return false }
      for place in columns.indices where place != keyPlace { unsafeDowncast(columns[place], to: FixedVector.self).write(values[place].raw, at: row) }
      return true
    }
  }

  /// Whether a value goes into a column as it is, or as an integer or number that says the same.
  private static func fits(_ value: borrowing Cell, _ column: Vector) -> Bool {
    if value.raw.tag == column.scalarTag { return column.storage.isFixedWidth }
    if column.type == .symbol || column.type == .string { return value.stringValue != nil }
    guard !value.isHeap, value.isScalar, !value.isVoid, value.elementType.category == .integral else { return false }
    let width = value.elementType.storage.width
    return column.type.category == .integral && width <= column.storage.width || column.type == .double && width < 8
  }

  private static func pointKeys(_ values: UnsafePointer<Cell>, _ places: [Int], _ snapshot: TableSnapshot) -> [PointKey]? {
    var keys: [PointKey] = []
    keys.reserveCapacity(places.count)
    for place in places {
      guard let key = PointKey(values[place], of: snapshot.columns[place].type) else { return nil }
      keys.append(key)
    }
    return keys
  }

  /// - Throws: `.memory`, `.range`; the snapshot is as it was then.
  private static func append(_ values: UnsafePointer<Cell>, to snapshot: inout TableSnapshot) throws {
    let before = snapshot.rowCount
    guard before < Table.rowsMax else { throw Table.tooManyRows }
    do {
      for place in snapshot.columns.indices {
        own(&snapshot.columns[place])
        try snapshot.columns[place].append(values[place])
      }
    } catch {
      snapshot.columns = snapshot.columns.map { $0.slice(0, before) }
      throw error
    }
    snapshot.rowCount = before + 1
  }

  private static func overwrite(_ row: Int, with values: UnsafePointer<Cell>, in snapshot: inout TableSnapshot, isKey: (Int) -> Bool) throws {
    // All that can fail comes first: the copies of what others hold.
    for place in snapshot.columns.indices where !isKey(place) {
      own(&snapshot.columns[place])
      if snapshot.columns[place].storage.isFixedWidth { try unsafeDowncast(snapshot.columns[place], to: FixedVector.self).makeUnique() }
    }
    for place in snapshot.columns.indices where !isKey(place) { try snapshot.columns[place].set(row, values[place]) }
  }

  /// A header that others hold is left to them.
  private static func own(_ column: inout Vector) {
    if !isKnownUniquelyReferenced(&column) { column = column.sharingHeader() }
  }
}
