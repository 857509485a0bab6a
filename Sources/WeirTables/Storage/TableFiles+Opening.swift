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
  /// - Throws: `.value` when there is no such table, `.io` when a file of it is missing or damaged.
  static func open(_ place: TablePlace, on disk: any Disk, _ limits: StorageLimits) throws -> (files: TableFiles, table: TableSnapshot, columns: [ManifestColumn]) {
    guard try place.isThere(on: disk) else { throw KernelError.value("The MVCC table \(place.name) does not exist in \(place.directory).") }
    let lock = try lock(place, on: disk)
    let manifest = try ManifestFile.read(place.manifest, kind: TableManifest.kind, on: disk) { try TableManifest(&$0) }
    let symbols = try SymbolFile.open(place.symbols, on: disk, identity: manifest.identity, count: manifest.symbolCount)
    var columns = try manifest.columns.map { try read($0, place, disk, symbols.symbols) }
    var rowCount = columns.map(\.count).min() ?? 0
    var patched: Set<Int> = []
    let log = try RecordLog.open(place.log(manifest.logNumber), on: disk, identity: manifest.logIdentity) { bytes, start in
      if let change = try ChangeRecord(bytes, at: start) {
        try change.apply(to: columns, at: start)
        patched.formUnion(change.columns.map(\.place))
        return
      }
      try add(try RowRecord(bytes, at: start), at: start, to: &columns)
      rowCount = columns.map(\.count).min() ?? 0
    }
    guard columns.allSatisfy({ $0.count == rowCount }) else { throw FilePlace(place.manifest).damaged("the columns differ in length") }
    try removeLeftovers(place, manifest, disk)
    let table = try TableSnapshot(names: manifest.columns.map(\.name), columns: columns)
    return (TableFiles(place, lock, on: disk, manifest, log, symbols, limits, patched: patched), table, manifest.columns)
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

  /// Adds rows of the log to the columns that do not have them in files.
  private static func add(_ record: RowRecord, at place: FilePlace, to columns: inout [Vector]) throws {
    guard record.columns.count <= columns.count else { throw place.damaged("it has more columns than the table") }
    let end = record.firstRow + record.rowCount
    for (column, rows) in zip(columns, record.columns) where column.count < end {
      guard column.count >= record.firstRow else { throw place.damaged("rows before it are missing") }
      guard column.type == rows.type, column.storage == rows.storage, column.scale == rows.scale else { throw place.damaged("its columns are not those of the table") }
      let first = column.count - record.firstRow
      try column.append(contentsOf: first == 0 ? rows : rows.slice(first, record.rowCount - first))
    }
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
