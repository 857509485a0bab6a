/// Makes a table of its columns in files and of the records of its log, which are read in turn.
struct LogReplay {
  /// As long as each other, unless a file is damaged.
  private(set) var columns: [Vector]
  /// The places of the columns that records of the log change.
  private(set) var patched: Set<Int> = []
  /// How many statements the records are of.
  private(set) var changeCount = 0
  /// What this table decided, by the files and by the log.
  private(set) var decisions: [UInt64: Int]
  /// The last record, where it is a change of several tables of which only the coordinator knows what became of it.
  private(set) var prepared: (record: PreparedRecord, place: FilePlace)?

  /// - Parameter columns: the rows that are in files.
  init(_ columns: [Vector], decisions: [UInt64: Int]) { (self.columns, self.decisions) = (columns, decisions) }

  /// - Throws: `.io` when the record is not one of this table.
  mutating func take(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    try settle()
    if RecordLog.isNote(bytes) { return }
    if let record = try PreparedRecord(bytes, at: place) {
      prepared = (record, place)
    } else if let decision = try DecisionRecord(bytes, at: place) {
      decision.add(to: &decisions)
      try decision.change.withUnsafeBytes { try apply($0, at: place) }
    } else {
      try apply(bytes, at: place)
    }
  }

  /// Makes the prepared change one of the table.
  mutating func settle() throws {
    guard let (record, place) = prepared else { return }
    guard case .record(let bytes) = record.change else { throw place.damaged("something stands behind the end of the log") }
    try bytes.withUnsafeBytes { try apply($0, at: place) }
    prepared = nil
  }

  /// Leaves the prepared change out.
  mutating func drop() { prepared = nil }

  private mutating func apply(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    if let compound = try CompoundRecord(bytes, at: place) {
      for change in compound.changes { try change.withUnsafeBytes { try applyOne($0, at: place) } }
      changeCount += compound.statementCount
    } else {
      try applyOne(bytes, at: place)
      changeCount += 1
    }
  }

  private mutating func applyOne(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    guard let change = try ChangeRecord(bytes, at: place) else { return try add(try RowRecord(bytes, at: place), at: place) }
    try change.apply(to: columns, at: place)
    patched.formUnion(change.columns.map(\.place))
  }

  /// Adds rows to the columns that do not have them in files.
  private func add(_ record: RowRecord, at place: FilePlace) throws {
    guard record.columns.count <= columns.count else { throw place.damaged("it has more columns than the table") }
    let end = record.firstRow + record.rowCount
    for (column, rows) in zip(columns, record.columns) where column.count < end {
      guard column.count >= record.firstRow else { throw place.damaged("rows before it are missing") }
      guard column.type == rows.type, column.storage == rows.storage, column.scale == rows.scale else { throw place.damaged("its columns are not those of the table") }
      let first = column.count - record.firstRow
      try column.append(contentsOf: first == 0 ? rows : rows.slice(first, record.rowCount - first))
    }
  }
}
