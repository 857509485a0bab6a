import WeirHost

/// The strings of a table's SYMBOL columns on disk: a log to which they are added in the order of their codes.
///
/// A string that is there and used by nobody does no harm, so that a crash between it and the manifest needs no care.
final class SymbolFile {
  let symbols: SymbolDictionary
  private let path: String
  private let disk: any Disk
  private let identity: UInt64
  private var log: RecordLog
  /// How many of the strings are on the disk.
  private(set) var storedCount: Int

  private init(_ symbols: SymbolDictionary, _ path: String, _ disk: any Disk, _ identity: UInt64, _ log: RecordLog, storedCount: Int) {
    self.symbols = symbols
    self.path = path
    self.disk = disk
    self.identity = identity
    self.log = log
    self.storedCount = storedCount
  }

  static func create(_ path: String, on disk: any Disk, identity: UInt64) throws -> SymbolFile {
    SymbolFile(SymbolDictionary(), path, disk, identity, try RecordLog.create(path, on: disk, identity: identity), storedCount: 1)
  }

  /// - Throws: `.io` when the file is missing or damaged, or has fewer than `count` strings.
  static func open(_ path: String, on disk: any Disk, identity: UInt64, count: Int) throws -> SymbolFile {
    let symbols = SymbolDictionary()
    let log = try RecordLog.open(path, on: disk, identity: identity) { try SymbolStrings.decode($0, at: $1, into: symbols) }
    guard symbols.count >= count else { throw FilePlace(path, log.byteCount).damaged("\(count - symbols.count) symbols are missing") }
    return SymbolFile(symbols, path, disk, identity, log, storedCount: symbols.count)
  }

  /// Brings the strings that are new to the disk.
  func store() throws {
    let count = symbols.count
    guard count > storedCount else { return }
    if log.isBroken {
      try rebuild(count)
    } else {
      try log.append(strings(storedCount..<count))
    }
    storedCount = count
  }

  private func strings(_ codes: Range<Int>) -> [UInt8] { SymbolStrings.encoded(codes.map { symbols.text(of: Int32($0)) }) }

  /// Puts another file in the place of one that cannot be written any more.
  private func rebuild(_ count: Int) throws {
    let temporary = path + ".tmp"
    let fresh = try RecordLog.create(temporary, on: disk, identity: identity)
    try fresh.append(strings(1..<count))
    try onDisk {
      try disk.rename(temporary, to: path)
      try disk.syncDirectory(FilePath.parent(of: path))
    }
    log = fresh
  }
}
