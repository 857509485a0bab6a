import WeirHost

extension TableFiles {
  /// Makes the files of a table.
  ///
  /// - Parameters:
  ///   - columns: how the manifest is to describe the columns; without pieces.
  ///   - identity: a number that no other table has.
  /// - Throws: `.value` when there is such a table, `.io`, `.unsupported`.
  static func create(_ place: TablePlace, on disk: any Disk, _ table: TableSnapshot, _ columns: [ManifestColumn], identity: UInt64, _ limits: StorageLimits) throws -> TableFiles {
    guard try !place.isThere(on: disk) else { throw KernelError.value("The MVCC table \(place.name) already exists in \(place.directory).") }
    do {
      return try createNew(place, on: disk, table, columns, identity: identity, limits)
    } catch {
      // The manifest makes a table of files; the others are overwritten when the table is made again.
      do { try disk.remove(place.manifest) } catch {
        // Most likely it was not there yet; and what hindered the table is the error to tell.
      }
      throw error
    }
  }

  private static func createNew(
    _ place: TablePlace, on disk: any Disk, _ table: TableSnapshot, _ columns: [ManifestColumn], identity: UInt64, _ limits: StorageLimits
  ) throws -> TableFiles {
    var manifest = TableManifest(identity: identity, version: 0, nextNumber: 1, logNumber: 0, symbolCount: 1, columns: columns)
    try onDisk { try disk.makeDurableDirectories(place.folder) }
    let lock = try lock(place, on: disk)
    let symbols = try SymbolFile.create(place.symbols, on: disk, identity: identity)
    for (index, column) in table.columns.enumerated() where table.rowCount > 0 {
      let number = manifest.nextNumber
      manifest.nextNumber += 1
      let written = try ColumnFile.write(column, to: place.column(number), on: disk, symbols: symbols.symbols, syncs: false)
      manifest.columns[index].pieces = [ManifestPiece(number: number, identity: written, rowCount: table.rowCount)]
    }
    try symbols.store()
    manifest.symbolCount = symbols.storedCount
    let log = try RecordLog.create(place.log(manifest.logNumber), on: disk, identity: manifest.logIdentity)
    // The symbols' name has to be there before the manifest's.
    try onDisk { try disk.sync(manifest.columnNumbers.sorted().map(place.column) + [place.folder, place.directory]) }
    try ManifestFile.replace(place.manifest, kind: TableManifest.kind, with: try manifest.encoded(), on: disk)
    return TableFiles(place, lock, on: disk, manifest, log, symbols, limits)
  }

  /// Opens the files of a table.
  ///
  /// A change that the table has in common with others, and that was interrupted, is made or dropped, as the table says that decided it.
  /// - Parameter others: the tables of this process, by what tells them from others (`TablePlace.key`).
  /// - Throws: `.value` when there is no such table, `.io` when a file of it is missing or damaged, or when it depends on a table that cannot be found.
  static func open(
    _ place: TablePlace, on disk: any Disk, _ limits: StorageLimits, among others: (String) -> TableFiles?
  ) throws -> (files: TableFiles, table: TableSnapshot, columns: [ManifestColumn]) {
    guard try place.isThere(on: disk) else { throw KernelError.value("The MVCC table \(place.name) does not exist in \(place.directory).") }
    return try open(place, try lock(place, on: disk), on: disk, limits, among: others)
  }

  private static func open(
    _ place: TablePlace, _ lock: any FileLock, on disk: any Disk, _ limits: StorageLimits, among others: (String) -> TableFiles?
  ) throws -> (files: TableFiles, table: TableSnapshot, columns: [ManifestColumn]) {
    let manifest = try TableManifest.read(place, on: disk)
    // A process that was killed, or that the disk refused, may have put it there and not have seen it through.
    try onDisk { try disk.sync([place.folder, place.directory]) }
    let symbols = try SymbolFile.open(place.symbols, on: disk, identity: manifest.identity, count: manifest.symbolCount)
    var replay = LogReplay(try manifest.columns.map { try read($0, place, disk, symbols.symbols) }, decisions: manifest.decisions)
    let log = try RecordLog.open(place.log(manifest.logNumber), on: disk, identity: manifest.logIdentity) { try replay.take($0, at: $1) }
    if let (prepared, start) = replay.prepared {
      if try !DecisionSearch(disk).isMade(prepared.batch, for: place, TableFiles.participant(manifest.identity, place), among: others) {
        try log.removeLast()
        replay.drop()
      } else if case .manifest(let next) = prepared.change {
        try replace(manifest, of: place, by: next, start, on: disk)
        return try open(place, lock, on: disk, limits, among: others)
      } else {
        try replay.settle()
        log.note()
      }
    }
    let rowCount = replay.columns.map(\.count).min() ?? 0
    guard replay.columns.allSatisfy({ $0.count == rowCount }) else { throw FilePlace(place.manifest).damaged("the columns differ in length") }
    try removeLeftovers(place, manifest, disk)
    let table = try TableSnapshot(names: manifest.columns.map(\.name), columns: replay.columns)
    return (TableFiles(place, lock, on: disk, manifest, log, symbols, limits, replay), table, manifest.columns)
  }

  /// Puts a manifest that was prepared in the place of the present one. Its log is another one, in which nothing is prepared.
  private static func replace(_ manifest: TableManifest, of place: TablePlace, by next: [UInt8], _ start: FilePlace, on disk: any Disk) throws {
    let decoded = try next.withUnsafeBytes { bytes in
      var decoder = ByteDecoder(bytes, at: start)
      return try TableManifest(&decoder)
    }
    guard decoded.identity == manifest.identity, decoded.logNumber != manifest.logNumber else { throw start.damaged("the manifest in it is that of another table") }
    try ManifestFile.replace(place.manifest, kind: TableManifest.kind, with: next, on: disk)
  }

  /// The rows of a column that are in files.
  private static func read(_ column: ManifestColumn, _ place: TablePlace, _ disk: any Disk, _ symbols: SymbolDictionary) throws -> Vector {
    var rows: Vector?
    for piece in column.pieces {
      let path = place.column(piece.number)
      let read = try ColumnFile.read(path, on: disk, symbols: symbols, identity: piece.identity)
      guard read.count == piece.rowCount, column.shape.isShape(of: read) else { throw FilePlace(path).damaged("it is not the column that the table has") }
      if let rows { try rows.append(contentsOf: read) } else { rows = read }
    }
    return try rows ?? column.shape.emptyColumn()
  }

  /// Removes what a crash has left in the table's folder.
  private static func removeLeftovers(_ place: TablePlace, _ manifest: TableManifest, _ disk: any Disk) throws {
    let used = Set(manifest.columnNumbers.map(place.column) + [place.log(manifest.logNumber)])
    try onDisk {
      for file in try disk.list(place.folder) where TablePlace.isOwn(file) && !used.contains(FilePath.join(place.folder, file)) {
        try disk.remove(FilePath.join(place.folder, file))
      }
    }
  }
}

extension ColumnLayout {
  /// A column without rows.
  func emptyColumn() throws -> Vector { isList ? try ArrayVector(type, scale: scale) : try Vector.empty(type, scale: scale) }

  func isShape(of column: Vector) -> Bool { column.type == type && column.scale == scale && (column.storage == .array) == isList }
}
