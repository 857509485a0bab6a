import WeirHost

/// A file to which records are added, each of them there as a whole or not at all.
///
/// A record is cut into fragments that never cross a sector of the disk, because a sector is what a disk writes whole; each has a checksum that goes on from that of the
/// fragment before. A failing power supply leaves sectors as they were, that is zero, or as they are to be. So after a crash zeros, or the end of the file, tell a record that
/// was being written and goes; anything else that does not fit is damage, and refused. The file always ends with a whole sector, so that not even a damaged length looks like
/// an end.
///
/// One writer at a time. `append` returns when its record has reached the disk.
package final class RecordLog: @unchecked Sendable {
  // Unchecked: the owner sees to it that one thread writes at a time.
  package let path: String
  private let file: any OpenFile
  private var chain: LogChain
  /// The bytes of the last sector that has records, up to their end.
  private var tail: [UInt8]
  /// Where that sector begins.
  private var tailStart: Int
  /// A write failed, and the file may have something behind its records.
  package private(set) var isBroken = false

  fileprivate init(path: String, file: any OpenFile, chain: LogChain, tail: [UInt8], tailStart: Int) {
    self.path = path
    self.file = file
    self.chain = chain
    self.tail = tail
    self.tailStart = tailStart
  }

  /// Bytes of the records and what is around them.
  package var byteCount: Int { tailStart + tail.count }
  package var recordCount: Int { Int(chain.number) - 1 }

  /// Makes a log without records; a file that is there is overwritten. Its name is on the disk when the directory is synced.
  ///
  /// - Parameter identity: has to be given again to open it.
  /// - Throws: `.io`.
  package static func create(_ path: String, on disk: any Disk, identity: UInt64) throws -> RecordLog {
    let file = try onDisk { try disk.open(path, .truncate) }
    let log = RecordLog(path: path, file: file, chain: LogChain(), tail: [], tailStart: 0)
    try log.write(header(identity), kind: .header)
    return log
  }

  fileprivate static func header(_ identity: UInt64) -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(Array("weirlog1".utf8))
    encoder.add(identity)
    return encoder.bytes
  }

  /// Adds a record.
  ///
  /// When that fails, the file is brought back to what it was; where that fails too, `isBroken` is set and nothing can be added any more.
  /// - Throws: `.io`.
  package func append(_ record: [UInt8]) throws { try write(record, kind: .whole) }

  private func write(_ record: [UInt8], kind: LogFragment.Kind) throws {
    guard !isBroken else { throw KernelError(.io, "the file '\(path)' cannot be written any more, because an earlier write failed") }
    var next = chain
    var bytes = tail
    next.encode(record, kind, into: &bytes)
    let end = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: LogFragment.roundedUp(end) - end))
    do {
      try file.write(bytes, at: tailStart)
      try file.sync()
    } catch {
      takeBack()
      throw KernelError(error)
    }
    chain = next
    let last = end / LogFragment.sectorBytes * LogFragment.sectorBytes
    tail = Array(bytes[last..<end])
    tailStart += last
  }

  /// Takes from the file what a write may have left behind the records.
  private func takeBack() {
    isBroken = true
    do {
      try RecordLog.cut(file, tail, at: tailStart)
      isBroken = false
    } catch {
      // The error of the write is the one to tell, and `isBroken` says the rest.
    }
  }

  /// Makes `tail`, the beginning of a sector, the end of the file.
  fileprivate static func cut(_ file: any OpenFile, _ tail: [UInt8], at start: Int) throws(HostError) {
    let end = start + (tail.isEmpty ? 0 : LogFragment.sectorBytes)
    try file.truncate(to: end)
    if !tail.isEmpty { try file.write(tail + [UInt8](repeating: 0, count: LogFragment.sectorBytes - tail.count), at: start) }
    try file.sync()
  }
}

extension RecordLog {
  /// Opens a log and reads its records.
  ///
  /// What a crash left of a record that was being written is cut off.
  /// - Parameters:
  ///   - identity: what it was made with.
  ///   - record: called with each record in turn.
  /// - Throws: `.io` for a log that is missing or damaged, naming it and the place; what `record` throws.
  package static func open(
    _ path: String, on disk: any Disk, identity: UInt64, _ record: (UnsafeRawBufferPointer, FilePlace) throws -> Void
  ) throws -> RecordLog {
    let file = try onDisk { try disk.open(path, .existing) }
    let contents = try onDisk { try disk.map(path) }
    return try withExtendedLifetime(contents) {
      var reader = LogReader(contents.bytes, path)
      guard let first = try reader.next(), first.kind == .header, first.bytes == header(identity) else {
        throw FilePlace(path).damaged("it does not begin as the log that is expected")
      }
      while let found = try reader.next() {
        guard found.kind == .whole else { throw found.place.damaged("a second beginning") }
        try found.bytes.withUnsafeBytes { try record($0, found.place) }
      }
      let (chain, end) = (reader.chain, reader.end)
      let start = end / LogFragment.sectorBytes * LogFragment.sectorBytes
      let tail = Array(contents.bytes[start..<end])
      if reader.hasRest { try onDisk { try cut(file, tail, at: start) } }
      return RecordLog(path: path, file: file, chain: chain, tail: tail, tailStart: start)
    }
  }
}
