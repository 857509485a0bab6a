import WeirHost

/// Column files that are on the disk, and the manifest that is to make them the table.
struct WrittenFiles {
  var manifest: TableManifest
  /// The paths of all new files.
  let written: [String]
  /// Nil where the present log stays.
  let log: RecordLog?
}

extension TableFiles {
  /// Makes column files the table.
  /// - Throws: `.io`; the table on disk is then the old one, as far as the disk lets itself be written.
  func write(_ table: TableSnapshot, _ change: FileChange) throws { try publish(try makeFiles(table, change)) }

  /// Writes the files of a table's next version. Nothing names them yet.
  func makeFiles(_ table: TableSnapshot, _ change: FileChange) throws -> WrittenFiles {
    var next = manifest
    next.version = version + change.statementCount - (change.startsLog ? 0 : changeCount)
    next.decisions = decisions.withLock { $0 }
    var written: [String] = []
    var newLog: RecordLog?
    do {
      for place in table.columns.indices { try write(table, place, in: &next, isRewritten: change.rewriting.contains(place), change.startsLog, &written) }
      try onDisk { try disk.sync(written) }
      if change.startsLog {
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
    return WrittenFiles(manifest: next, written: written, log: newLog)
  }

  /// Makes files that were written the table.
  func publish(_ files: WrittenFiles) throws {
    try replaceManifest(by: files.manifest, files.written)
    let gone = filesGone(with: files)
    adopt(files)
    remove(gone)
    doubt?.end(for: self)
  }

  /// What only the present manifest names.
  func filesGone(with files: WrittenFiles) -> [String] {
    manifest.columnNumbers.subtracting(files.manifest.columnNumbers).sorted().map(place.column) + (files.log == nil ? [] : [place.log(manifest.logNumber)])
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
      } else {
        // The manifest that is there may be the new one, and no other file takes the place of one that it names.
        manifest.nextNumber = next.nextNumber
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
  func remove(_ paths: [String]) {
    for path in paths { do { try disk.remove(path) } catch { continue } }
  }
}
