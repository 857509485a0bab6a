import Synchronization
import WeirHost

/// Where a table on disk goes over from one way of writing to another.
package struct StorageLimits: Sendable {
  /// Rows with more values than this go to column files at once.
  let recordValues: Int
  let recordBytes: Int
  /// Reading a log takes longer than mapping columns; by default this is some ten milliseconds of it.
  let logBytes: Int

  package init(recordValues: Int = 1 << 16, recordBytes: Int = 1 << 20, logBytes: Int = 4 << 20) {
    (self.recordValues, self.recordBytes, self.logBytes) = (recordValues, recordBytes, logBytes)
  }
}

/// The files of a table, and how they become those of its next version.
///
/// Rows that are added go to the log, as one record for each statement, and so do other values for a few rows. When the log is long, or the rows are many, column files are written
/// for all that is behind the present ones, and another log begins; columns that the log changes are written whole then. What replaces a column, or takes rows away, is written as column files. The manifest that names them is replaced last: until then the
/// table on disk is the old one.
final class TableFiles: @unchecked Sendable {
  // Unchecked: the table's lock guards everything but `decisions`.
  let place: TablePlace
  /// Keeps other processes away.
  private let lock: any FileLock
  let disk: any Disk
  var manifest: TableManifest
  private(set) var log: RecordLog
  let symbols: SymbolFile
  private let limits: StorageLimits
  /// The places of the columns that records of the log change. No file of them is written while the log stays, because its records would be applied to newer values.
  private var patched: Set<Int>
  /// How many statements have left their changes in the log.
  private(set) var changeCount: Int
  /// The manifest that is on the disk may be another one than `manifest`, because replacing it failed half way; everything is written anew.
  var isUncertain = false
  /// Changes of several tables that this one decided. Others ask when they are opened.
  let decisions: Mutex<[UInt64: Int]>
  /// What has been prepared of a change that is not decided yet.
  var prepared: Prepared?
  /// The change of which nobody knows whether it took place, because the disk refuses to say.
  var doubt: Doubt?

  init(_ place: TablePlace, _ lock: any FileLock, on disk: any Disk, _ manifest: TableManifest, _ log: RecordLog, _ symbols: SymbolFile, _ limits: StorageLimits, _ replay: LogReplay? = nil) {
    self.place = place
    self.lock = lock
    self.disk = disk
    self.manifest = manifest
    self.log = log
    self.symbols = symbols
    self.limits = limits
    patched = replay?.patched ?? []
    changeCount = replay?.changeCount ?? 0
    decisions = Mutex(replay?.decisions ?? manifest.decisions)
  }

  /// How many statements have changed the table.
  var version: Int { manifest.version + changeCount }

  /// What tells the table from every other one, except for copies of its files.
  var identity: UInt64 { manifest.identity }

  /// By what a coordinator knows the table.
  var participant: UInt64 { TableFiles.participant(identity, place) }

  /// The same for tables that are opened. The name tells copies apart that stand beside each other, and goes along when a table is moved.
  static func participant(_ identity: UInt64, _ place: TablePlace) -> UInt64 { identity &+ UInt64(Checksum.of(Array(place.name.utf8))) }

  /// How a change gets to the disk.
  enum Change {
    /// There is nothing to write.
    case none
    case record(LogChange)
    case files(FileChange)
  }

  /// A record for the log.
  struct LogChange {
    let bytes: [UInt8]
    /// The places of the columns that it changes.
    var patched: Set<Int> = []
    var statementCount = 1
  }

  /// Column files and a manifest.
  struct FileChange {
    /// The columns of which no file stays.
    let rewriting: [Int]
    /// No row stays in the log, so that the other columns get files for the rows that they have there.
    var startsLog: Bool
    var statementCount = 1
  }

  /// Brings a change to the disk. When that fails, the table on disk is the one it was, as far as the disk lets itself be written.
  /// - Parameter isInsert: rows were added behind the others.
  /// - Throws: `.io`, `.interrupted`; `.unsupported` for columns that cannot be kept on disk.
  func commit(from old: TableSnapshot, to next: TableSnapshot, isInsert: Bool) throws {
    try leaveDoubt()
    if isUncertain { return try write(next, FileChange(rewriting: Array(next.columns.indices), startsLog: true)) }
    try commit(try change(from: old, to: next, isInsert: isInsert), next)
  }

  /// - Precondition: `change` was made for the table as it is now.
  func commit(_ change: Change, _ next: TableSnapshot) throws {
    switch change {
    case .none: return
    case .record(let record):
      try log.append(record.bytes)
      adopt(record)
    case .files(let files): try write(next, files)
    }
  }

  /// Counts a record that is in the log.
  func adopt(_ record: LogChange) {
    changeCount += record.statementCount
    patched.formUnion(record.patched)
  }

  /// How the difference between two snapshots is best written.
  func change(from old: TableSnapshot, to next: TableSnapshot, isInsert: Bool) throws -> Change {
    if isInsert { return try addition(next, from: old.rowCount) }
    let touched = TableFiles.touched(from: old, to: next)
    guard !touched.isEmpty || old.names != next.names else { return .none }
    if old.rowCount == next.rowCount, old.names == next.names, let record = try patch(touched, from: old, to: next) { return .record(record) }
    return .files(FileChange(rewriting: Set(touched).union(patched).sorted(), startsLog: log.isBroken || !patched.isEmpty || touched.count == next.columns.count))
  }

  /// The places of the columns that hold something else.
  static func touched(from old: TableSnapshot, to next: TableSnapshot) -> [Int] {
    next.columns.indices.filter { old.rowCount != next.rowCount || $0 >= old.columns.count || next.columns[$0] !== old.columns[$0] }
  }

  /// Several changes as one record.
  /// - Returns: nil when they are too much for the log.
  func record(_ changes: [[UInt8]], patched: Set<Int>, statementCount: Int) -> LogChange? {
    let bytes = statementCount == 1 && changes.count == 1 ? changes[0] : CompoundRecord(statementCount: statementCount, changes: changes).encoded()
    guard !log.isBroken, log.byteCount + bytes.count <= limits.logBytes else { return nil }
    return LogChange(bytes: bytes, patched: patched, statementCount: statementCount)
  }

  /// Files for changes that touched some columns.
  func files(touched: Set<Int>, statementCount: Int) -> FileChange {
    FileChange(rewriting: touched.union(patched).sorted(), startsLog: true, statementCount: statementCount)
  }

  /// The values that differ as a record of the log; nil when they are too many for it.
  private func patch(_ touched: [Int], from old: TableSnapshot, to next: TableSnapshot) throws -> LogChange? {
    let valuesMax = min(limits.recordValues, max(TableFiles.patchedValuesMin, old.rowCount / 4))
    guard !log.isBroken, let record = try ChangeRecord(from: old, to: next, columns: touched, valuesMax: valuesMax) else { return nil }
    let bytes = try record.encoded()
    guard bytes.count <= limits.recordBytes, log.byteCount + bytes.count <= limits.logBytes else { return nil }
    return LogChange(bytes: bytes, patched: Set(record.columns.map(\.place)))
  }

  /// So many values are a smaller write than files and a manifest, however few rows the table has.
  private static let patchedValuesMin = 256

  // MARK: Rows that are added

  /// The rows from `first` on.
  func addition(_ table: TableSnapshot, from first: Int) throws -> Change {
    guard table.rowCount > first else { return .none }
    guard let record = try record(table, from: first) else { return .files(FileChange(rewriting: patched.sorted(), startsLog: true)) }
    return .record(LogChange(bytes: record))
  }

  /// The rows as a record of the log; nil when they are too many for it.
  private func record(_ table: TableSnapshot, from first: Int) throws -> [UInt8]? {
    let count = table.rowCount - first
    guard !log.isBroken, count * table.columns.count <= limits.recordValues else { return nil }
    let columns = try table.columns.map { try EncodedColumn($0.slice(first, count)) }
    let bytes = columns.reduce(0) { $0 + $1.byteCount }
    guard bytes <= limits.recordBytes, log.byteCount + bytes <= limits.logBytes else { return nil }
    return RowRecord.encode(columns, firstRow: first)
  }

  // MARK: Files that take the place of others

  /// Goes on with files that the manifest on the disk names, and with the log that they begin.
  func adopt(_ files: WrittenFiles) {
    manifest = files.manifest
    guard let newLog = files.log else { return }
    log = newLog
    patched = []
    changeCount = 0
  }
}
