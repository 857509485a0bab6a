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
final class TableFiles {
  let place: TablePlace
  /// Keeps other processes away.
  private let lock: any FileLock
  private let disk: any Disk
  private var manifest: TableManifest
  private var log: RecordLog
  private let symbols: SymbolFile
  private let limits: StorageLimits
  /// The places of the columns that records of the log change. No file of them is written while the log stays, because its records would be applied to newer values.
  private var patched: Set<Int>
  /// The manifest that is on the disk may be another one than `manifest`, because replacing it failed half way; everything is written anew.
  private var isUncertain = false

  init(_ place: TablePlace, _ lock: any FileLock, on disk: any Disk, _ manifest: TableManifest, _ log: RecordLog, _ symbols: SymbolFile, _ limits: StorageLimits, patched: Set<Int> = []) {
    self.patched = patched
    self.place = place
    self.lock = lock
    self.disk = disk
    self.manifest = manifest
    self.log = log
    self.symbols = symbols
    self.limits = limits
  }

  /// How many statements have changed the table.
  var version: Int { manifest.version + log.recordCount }

  /// Brings a change to the disk. When that fails, the table on disk is the one it was, as far as the disk lets itself be written.
  /// - Parameter isInsert: rows were added behind the others.
  /// - Throws: `.io`, `.interrupted`; `.unsupported` for columns that cannot be kept on disk.
  func commit(from old: TableSnapshot, to next: TableSnapshot, isInsert: Bool) throws {
    let all = Array(next.columns.indices)
    if isUncertain { return try write(next, rewriting: all, startsLog: true) }
    if isInsert { return try add(next, from: old.rowCount) }
    let isSameLength = old.rowCount == next.rowCount
    let touched = isSameLength ? all.filter { $0 >= old.columns.count || next.columns[$0] !== old.columns[$0] } : all
    guard !touched.isEmpty || old.names != next.names else { return }
    if isSameLength, old.names == next.names, try patch(touched, from: old, to: next) { return }
    try write(next, rewriting: Set(touched).union(patched).sorted(), startsLog: log.isBroken || !patched.isEmpty || touched.count == all.count)
  }

  /// Adds a record of the values that differ.
  /// - Returns: false when they are too many for it.
  private func patch(_ touched: [Int], from old: TableSnapshot, to next: TableSnapshot) throws -> Bool {
    let valuesMax = min(limits.recordValues, max(TableFiles.patchedValuesMin, old.rowCount / 4))
    guard !log.isBroken, let record = try ChangeRecord(from: old, to: next, columns: touched, valuesMax: valuesMax) else { return false }
    let bytes = try record.encoded()
    guard bytes.count <= limits.recordBytes, log.byteCount + bytes.count <= limits.logBytes else { return false }
    try log.append(bytes)
    patched.formUnion(record.columns.map(\.place))
    return true
  }

  /// So many values are a smaller write than files and a manifest, however few rows the table has.
  private static let patchedValuesMin = 256

  /// Undoes a change that others were to go with.
  func takeBack(from next: TableSnapshot, to old: TableSnapshot) {
    do { try commit(from: next, to: old, isInsert: false) } catch { isUncertain = true }
  }

  // MARK: Rows that are added

  private func add(_ table: TableSnapshot, from first: Int) throws {
    guard table.rowCount > first else { return }
    guard let record = try record(table, from: first) else { return try write(table, rewriting: patched.sorted(), startsLog: true) }
    try log.append(record)
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

  // MARK: Column files

  /// Makes column files the table.
  ///
  /// - Parameters:
  ///   - rewriting: the columns of which no file stays.
  ///   - startsLog: no row stays in the log, so that the other columns get files for the rows that they have there.
  private func write(_ table: TableSnapshot, rewriting: [Int], startsLog: Bool) throws {
    var next = manifest
    next.version = version + 1 - (startsLog ? 0 : log.recordCount)
    var written: [String] = []
    var newLog: RecordLog?
    do {
      for place in table.columns.indices { try write(table, place, in: &next, isRewritten: rewriting.contains(place), startsLog, &written) }
      try onDisk { try disk.sync(written) }
      if startsLog {
        next.logNumber = next.nextNumber
        next.nextNumber += 1
        written.append(place.log(next.logNumber))
        newLog = try RecordLog.create(place.log(next.logNumber), on: disk, identity: next.logIdentity)
      }
      try symbols.store()
      next.symbolCount = symbols.storedCount
      try onDisk { try disk.syncDirectory(place.folder) }
    } catch {
      remove(written)
      throw error
    }
    try replaceManifest(by: next, written)
    let gone = manifest.columnNumbers.subtracting(next.columnNumbers).sorted().map(place.column) + (startsLog ? [place.log(manifest.logNumber)] : [])
    manifest = next
    if let newLog {
      log = newLog
      patched = []
    }
    remove(gone)
  }

  private func write(
    _ table: TableSnapshot, _ index: Int, in next: inout TableManifest, isRewritten: Bool, _ startsLog: Bool, _ written: inout [String]
  ) throws {
    let column = table.columns[index]
    let isNew = index >= next.columns.count
    if isNew || isRewritten {
      let described = try TableFiles.described(column, table.names[index])
      if isNew { next.columns.append(described) } else { next.columns[index].shape = described.shape }
    }
    next.columns[index].name = table.names[index]
    if isRewritten { next.columns[index].pieces = [] }
    guard isNew || isRewritten || startsLog else { return }
    let first = TableFiles.mergeSmall(&next.columns[index].pieces, behind: table.rowCount)
    guard first < table.rowCount else { return }
    let number = next.nextNumber
    next.nextNumber += 1
    written.append(place.column(number))
    let rows = first == 0 ? column : column.slice(first, table.rowCount - first)
    let identity = try ColumnFile.write(rows, to: place.column(number), on: disk, symbols: symbols.symbols, syncs: false)
    next.columns[index].pieces.append(ManifestPiece(number: number, identity: identity, rowCount: rows.count))
  }

  /// A column as the manifest describes it, without rows.
  /// - Throws: `.unsupported` when it cannot be kept on disk.
  static func described(_ column: Vector, _ name: String) throws -> ManifestColumn {
    try EncodedColumn.requireStorable(column, named: name)
    return ManifestColumn(name: name, shape: try EncodedColumn(column.emptyLike(capacity: 0)).layout)
  }

  /// Drops the last pieces that are not twice as large as what is written behind them, so that a column has few files and no row is written often.
  /// - Returns: the first row that is to be written.
  private static func mergeSmall(_ pieces: inout [ManifestPiece], behind rowCount: Int) -> Int {
    var first = pieces.reduce(0) { $0 + $1.rowCount }
    while let last = pieces.last, last.rowCount < 2 * (rowCount - first) {
      pieces.removeLast()
      first -= last.rowCount
    }
    return first
  }

  /// Makes `next` the table on disk.
  /// - Parameter written: files that are of no use when that fails.
  private func replaceManifest(by next: TableManifest, _ written: [String]) throws {
    let (old, new) = (try manifest.encoded(), try next.encoded())
    do {
      try ManifestFile.replace(place.manifest, kind: TableManifest.kind, with: new, on: disk)
    } catch {
      isUncertain = true
      if putsBack(old) {
        isUncertain = false
        remove(written)
      }
      throw error
    }
    isUncertain = false
  }

  /// Whether the manifest on the disk is the old one, or could be made it.
  private func putsBack(_ old: [UInt8]) -> Bool {
    do {
      let present = try ManifestFile.read(place.manifest, kind: TableManifest.kind, on: disk) { try Array($0.rest()) }
      if present != old { try ManifestFile.replace(place.manifest, kind: TableManifest.kind, with: old, on: disk) }
      return true
    } catch { return false }
  }

  /// Removes files that nobody needs. One that cannot be removed goes when the table is loaded.
  private func remove(_ paths: [String]) {
    for path in paths { do { try disk.remove(path) } catch { continue } }
  }
}
