extension Table {
  /// A table with a key, of the columns of `snapshot`.
  /// - Throws: `.value` when a key occurs twice, `.type` for a key column of another kind than integral, temporal or literal, `.name` for a missing one.
  package static func keyed(_ snapshot: TableSnapshot, kind: TableKind, by columns: [String], timeColumn: String? = nil) throws -> Table {
    guard !columns.isEmpty else { throw KernelError.value("a \(kind.rawValue) needs a key column") }
    for name in columns {
      let column = snapshot.columns[try require(name, in: snapshot)]
      guard [.integral, .temporal, .literal, .logical].contains(column.type.category), column.storage != .array else {
        throw KernelError.type("The key column [\(name)] must be of integral, temporal or literal type.")
      }
    }
    if let timeColumn { _ = try require(timeColumn, in: snapshot) }
    let key = TableKey(columns, timeColumn: timeColumn)
    guard try key.rows(of: snapshot).count == snapshot.rowCount else {
      throw KernelError.value("A keyed/indexed table can't contain duplicated keys. RefId: S05012")
    }
    return Table(snapshot, kind: kind, key: key)
  }

  /// Adds rows by their key: a new key is appended, the row of a known one gets the new values.
  ///
  /// - Parameters:
  ///   - columns: one per column of the table, of one length; the last of several rows of one key counts.
  ///   - ignoresNull: a null leaves the old value.
  ///   - keys: the key columns of a table that has no key of its own.
  /// - Returns: how many rows were added, and in how many a value was written.
  /// - Throws: `.shape`, `.type` as `append`; nothing has changed then.
  @discardableResult
  package func upsert(_ columns: [Vector], ignoresNull: Bool = false, keys: [String]? = nil) throws -> (inserted: Int, updated: Int) {
    let key = key ?? TableKey(keys ?? [])
    return try update { snapshot in
      let rows = try convertedRows(columns, snapshot)
      let keyIndices = try key.indices(in: snapshot)
      var places = try key.takeRows(of: snapshot)
      var plan = UpsertPlan()
      let newKeys = keyIndices.map { rows[$0] }
      let times = try key.timeColumn.map { try Table.require($0, in: snapshot) }
      for row in 0..<(rows.first?.count ?? 0) {
        let rowKey = RowKey(newKeys, row)
        guard let place = places[rowKey] else {
          places[rowKey] = snapshot.rowCount + plan.added.count
          plan.added.append(row)
          continue
        }
        if let times, plan.time(of: place, snapshot, rows, times) > rows[times].cell(at: row).rawInteger { continue }
        plan.overwritten.append((place, row))
      }
      let updated = try plan.carryOut(on: &snapshot, rows, except: keyIndices, ignoresNull: ignoresNull)
      if self.key != nil { try key.remember(places, for: snapshot) }
      return (plan.added.count, updated)
    }
  }

  private func convertedRows(_ columns: [Vector], _ snapshot: TableSnapshot) throws -> [Vector] {
    guard columns.count == snapshot.columns.count else {
      throw KernelError.shape("The number of columns (\(columns.count)) doesn't match that of the table (\(snapshot.columns.count))")
    }
    return try columns.indices.map { index in
      guard columns[index].count == columns[0].count else {
        throw KernelError.shape("column `\(snapshot.names[index])` gets \(columns[index].count) rows where the first gets \(columns[0].count)")
      }
      let column = snapshot.columns[index]
      return column.storage.isNested || column.storage == .symbol ? columns[index] : try columns[index].converted(to: column.type, scale: column.scale)
    }
  }
}

/// Which rows of a batch are appended, and which overwrite a row of the table or one appended before.
private struct UpsertPlan {
  var added: [Int] = []
  var overwritten: [(place: Int, row: Int)] = []

  /// The time of the row that stands at `place` after the rows planned so far.
  func time(of place: Int, _ snapshot: TableSnapshot, _ rows: [Vector], _ column: Int) -> Int64 {
    if let last = overwritten.last(where: { $0.place == place }) { return rows[column].cell(at: last.row).rawInteger }
    if place < snapshot.rowCount { return snapshot.columns[column].cell(at: place).rawInteger }
    return rows[column].cell(at: added[place - snapshot.rowCount]).rawInteger
  }

  /// - Returns: in how many rows of the table at least one value was written.
  func carryOut(on snapshot: inout TableSnapshot, _ rows: [Vector], except keys: [Int], ignoresNull: Bool) throws -> Int {
    var touched: Set<Int> = []
    let before = snapshot.rowCount
    snapshot.columns = try snapshot.columns.indices.map { index in
      let header = snapshot.columns[index].sharingHeader()
      try header.append(contentsOf: try rows[index].gather(added))
      guard !keys.contains(index) else { return header }
      for (place, row) in overwritten {
        if ignoresNull, rows[index].isNull(at: row) { continue }
        try header.set(place, rows[index].cell(at: row))
        if place < before { touched.insert(place) }
      }
      return header
    }
    snapshot.rowCount += added.count
    return touched.count
  }
}
