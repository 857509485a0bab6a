/// What the statements of a transaction have done to a table on disk, where it is not yet.
///
/// Of each statement only what the disk is to get is kept, so that the versions between the first and the last one are free.
final class PendingChange {
  let table: Table
  let files: TableFiles
  /// The table as the disk has it.
  let before: TableSnapshot
  /// Records for the log, as long as files are not needed.
  private var records: [[UInt8]] = []
  /// The first of the rows that the last statements added and that are in no record; nil when there are none.
  private var firstAdded: Int?
  /// The places of columns with other values than before.
  private var touched: Set<Int> = []
  private var needsFiles = false

  init(_ table: Table, _ files: TableFiles, before: TableSnapshot) { (self.table, self.files, self.before) = (table, files, before) }

  func add(_ operation: TableOperation, from old: TableSnapshot, to next: TableSnapshot) throws {
    guard !operation.isInsert else {
      firstAdded = firstAdded ?? old.rowCount
      return
    }
    for place in next.columns.indices.dropFirst(old.columns.count) { try EncodedColumn.requireStorable(next.columns[place], named: next.names[place]) }
    try recordAddedRows(old)
    guard !needsFiles else { return touched.formUnion(TableFiles.touched(from: old, to: next)) }
    record(try files.change(from: old, to: next, isInsert: false))
  }

  private func recordAddedRows(_ snapshot: TableSnapshot) throws {
    guard let first = firstAdded else { return }
    if !needsFiles { record(try files.addition(snapshot, from: first)) }
    firstAdded = nil
  }

  private func record(_ change: TableFiles.Change) {
    switch change {
    case .none: return
    case .record(let record):
      records.append(record.bytes)
      touched.formUnion(record.patched)
    case .files(let files):
      touched.formUnion(files.rewriting)
      needsFiles = true
      records = []
    }
  }

  /// All of it as one change.
  func change() throws -> TableFiles.Change {
    let present = table.snapshot
    try recordAddedRows(present)
    let count = (present.version?.number ?? 0) - (before.version?.number ?? 0)
    guard count > 0, needsFiles || !records.isEmpty else { return .none }
    if !needsFiles, let record = files.record(records, patched: touched, statementCount: count) { return .record(record) }
    return .files(files.files(touched: touched, statementCount: count))
  }

  /// Takes back what was done since the table was as in `earlier`.
  func takeBack(to earlier: TableSnapshot) {
    table.unwind(to: earlier)
    forget()
  }

  /// What is kept is not what was done; the table as it is will be written.
  func forget() {
    let present = table.snapshot
    records = []
    firstAdded = nil
    needsFiles = present.version !== before.version
    touched = needsFiles ? Set(present.columns.indices) : []
  }
}
