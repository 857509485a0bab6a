extension Table {
  /// A table with a key, of the columns of `snapshot`.
  /// - Throws: `.value` when a key occurs twice, `.type` for a key column of another kind than integral, temporal or literal, `.name` for a missing one.
  package static func keyed(_ snapshot: TableSnapshot, kind: TableKind, by columns: [String], timeColumns: [String] = []) throws -> Table {
    guard !columns.isEmpty else { throw KernelError.value("a \(kind.rawValue) needs a key column") }
    for (place, name) in columns.enumerated() {
      guard !columns[..<place].contains(name) else { throw KernelError(.name, "The key column [\(name)] is named twice.") }
      let column = snapshot.columns[try require(name, in: snapshot)]
      let isFloatingKey = kind.isStream && column.type.isFloating
      guard [.integral, .temporal, .literal, .logical].contains(column.type.category) || isFloatingKey, column.storage != .array else {
        throw KernelError.type("The key column [\(name)] must be of integral, temporal or literal type.")
      }
    }
    for name in timeColumns {
      let column = snapshot.columns[try require(name, in: snapshot)]
      guard [.integral, .temporal].contains(column.type.category) else { throw KernelError.type("The time column [\(name)] must be of integral or temporal type.") }
    }
    let key = TableKey(columns, timeColumns: timeColumns)
    let keyColumns = try key.indices(in: snapshot).map { snapshot.columns[$0] }
    guard kind.overwrites else {
      // What comes first stays, so the rows are added one behind the other.
      let table = Table(try emptied(snapshot), kind: kind, key: key)
      try table.append(snapshot.columns)
      return table
    }
    let (index, keyCount) = try RowIndexes.make(keyColumns, rowCount: snapshot.rowCount, isUnique: true)
    guard keyCount == snapshot.rowCount else { throw KernelError.value("A keyed/indexed table can't contain duplicated keys. RefId: S05012") }
    var indexed = snapshot
    indexed.index = RowIndexes(unique: index)
    return Table(indexed, kind: kind, key: key)
  }

  private static func emptied(_ snapshot: TableSnapshot) throws -> TableSnapshot {
    var empty = snapshot
    try empty.removeAllRows()
    return empty
  }

  /// Adds rows by their key: a new key is appended, the row of a known one gets the new values.
  ///
  /// - Parameters:
  ///   - columns: one per column of the table, of one length; the last of several rows of one key counts.
  ///   - ignoresNull: a null leaves the old value.
  /// - Returns: how many rows were added, and in how many a value was written.
  /// - Throws: `.shape`, `.type` as `append`; nothing has changed then.
  @discardableResult
  package func upsert(_ columns: [Vector], ignoresNull: Bool = false, operation: TableOperation = .upsert("upsert!")) throws -> (inserted: Int, updated: Int) {
    try TableRules.check(operation, self)
    return try lock.hold(waits: waitsForWriters) {
      let plan = try plan(columns)
      return try changeInPlace { try plan.carryOut(on: &$0, ignoresNull: ignoresNull) }
    }
  }

  /// What is to become of each row. Its snapshot is not held any longer than this takes, so that columns which no reader holds can be written in place.
  private func plan(_ columns: [Vector]) throws -> UpsertPlan {
    let snapshot = snapshot
    guard let key = snapshot.key else { throw KernelError.value("the table has no key") }
    let rows = try Table.converted(columns, for: snapshot, kind)
    let places = try key.indices(in: snapshot)
    let indexes = try indexes(of: snapshot)
    let batch = RowKeys(places.map { rows[$0] })
    let known = RowKeys(places.map { snapshot.columns[$0] })
    let time = try key.timeColumns.first.map { try Table.require($0, in: snapshot) }
    var plan = UpsertPlan(rows: rows, keyPlaces: places, indexes: indexes)
    // Where the rows of the batch with keys that the table has not are to come; made for the first of them.
    var added: RowIndex?
    try batch.withHashes(of: 0..<batch.count) { row, hash in
      var place = indexes.unique.lastRow(hash, in: known, rowCount: snapshot.rowCount, equal: batch, row)
      if place == nil {
        let index = try added ?? RowIndex(capacity: batch.count, of: batch, isUnique: true)
        added = index
        if let first = index.lastRow(hash, in: batch, rowCount: row, equal: batch, row) {
          place = snapshot.rowCount + plan.placeAmongAdded(first)
        } else {
          index.add(row, hash, in: batch)
          plan.added.append(row)
        }
      }
      guard let place else { return }
      if let time, plan.time(of: place, snapshot, time) > rows[time].cell(at: row).rawInteger { return }
      plan.overwritten.append((place, row))
    }
    guard snapshot.rowCount + plan.added.count <= Table.rowsMax else { throw Table.tooManyRows }
    return plan
  }
}

/// Which rows of a batch are appended, and which overwrite a row of the table or one appended before.
private struct UpsertPlan {
  /// One vector per column, of its type.
  let rows: [Vector]
  let keyPlaces: [Int]
  let indexes: RowIndexes
  var added: [Int] = []
  var overwritten: [(place: Int, row: Int)] = []

  init(rows: [Vector], keyPlaces: [Int], indexes: RowIndexes) {
    self.rows = rows
    self.keyPlaces = keyPlaces
    self.indexes = indexes
  }

  /// The place of a row among those that are added.
  func placeAmongAdded(_ row: Int) -> Int {
    var (low, high) = (0, added.count)
    while low < high {
      let middle = (low + high) / 2
      if added[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The time of the row that stands at `place` after the rows planned so far.
  func time(of place: Int, _ snapshot: TableSnapshot, _ column: Int) -> Int64 {
    if let last = overwritten.last(where: { $0.place == place }) { return rows[column].cell(at: last.row).rawInteger }
    if place < snapshot.rowCount { return snapshot.columns[column].cell(at: place).rawInteger }
    return rows[column].cell(at: added[place - snapshot.rowCount]).rawInteger
  }

  /// - Returns: how many rows were added, and in how many of the table at least one value was written.
  func carryOut(on snapshot: inout TableSnapshot, ignoresNull: Bool) throws -> (inserted: Int, updated: Int) {
    let before = snapshot.rowCount
    try appendAdded(to: &snapshot)
    let updated: Int
    do {
      updated = try overwrite(&snapshot, before, ignoresNull)
      if !added.isEmpty {
        snapshot.index = try indexes.adding(keyPlaces.map { snapshot.columns[$0] }, from: before, to: before + added.count)
      } else if snapshot.index == nil {
        snapshot.index = indexes
      }
    } catch {
      snapshot.columns = snapshot.columns.map { $0.slice(0, before) }
      throw error
    }
    snapshot.rowCount += added.count
    return (added.count, updated)
  }

  private func appendAdded(to snapshot: inout TableSnapshot) throws {
    guard !added.isEmpty else { return }
    let isWhole = added.count == rows.first?.count
    snapshot.columns = try Table.grown(snapshot.columns, by: isWhole ? rows : try rows.map { try $0.gather(added) })
  }

  /// A header that others hold is left to them.
  private func overwrite(_ snapshot: inout TableSnapshot, _ before: Int, _ ignoresNull: Bool) throws -> Int {
    // What an interrupted kernel has appended is no row.
    try Interruption.check()
    guard !overwritten.isEmpty else { return 0 }
    let changed = snapshot.columns.indices.filter { !keyPlaces.contains($0) }
    // All that can fail comes first: the copies.
    for column in changed {
      if !isKnownUniquelyReferenced(&snapshot.columns[column]) { snapshot.columns[column] = snapshot.columns[column].sharingHeader() }
      if let fixed = snapshot.columns[column] as? FixedVector { try fixed.makeUnique() }
    }
    for column in changed { try overwrite(snapshot.columns[column], rows[column], ignoresNull) }
    guard keyPlaces.count < snapshot.columns.count else { return 0 }
    return touchedCount(changed, before, ignoresNull)
  }

  private func overwrite(_ column: Vector, _ values: Vector, _ ignoresNull: Bool) throws {
    guard column.storage.isFixedWidth, values.storage == column.storage, values.scale == column.scale, !ignoresNull else {
      for (place, row) in overwritten where !ignoresNull || !values.isNull(at: row) { try column.set(place, values.cell(at: row)) }
      return
    }
    switch column.storage.width {
    case 8: copy(values, to: column, UInt64.self)
    case 4: copy(values, to: column, UInt32.self)
    case 2: copy(values, to: column, UInt16.self)
    case 1: copy(values, to: column, UInt8.self)
    default: copy(values, to: column, Wide.self)
    }
  }

  @inline(__always)
  private func copy<Element: BitwiseCopyable>(_ values: Vector, to column: Vector, _ element: Element.Type) {
    withExtendedLifetime((values, column)) {
      let (source, target) = (values.pointer(Element.self), column.pointer(Element.self))
      for (place, row) in overwritten { target[place] = source[row] }
    }
  }

  /// In how many of the first `before` rows at least one value was written.
  private func touchedCount(_ changed: [Int], _ before: Int, _ ignoresNull: Bool) -> Int {
    var touched: [Int] = []
    touched.reserveCapacity(overwritten.count)
    for (place, row) in overwritten where place < before {
      if !ignoresNull || changed.contains(where: { !rows[$0].isNull(at: row) }) { touched.append(place) }
    }
    RowOrder.sort(&touched, below: before)
    return zip(touched, touched.dropFirst()).reduce(touched.isEmpty ? 0 : 1) { $1.0 == $1.1 ? $0 : $0 + 1 }
  }
}
