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
  private var end: LogEnd
  /// Where the log ended before its last record; nil where that cannot be taken back.
  private var endBefore: LogEnd?
  /// A write failed, and the file may have something behind its records.
  package private(set) var isBroken = false

  fileprivate init(path: String, file: any OpenFile, end: LogEnd, endBefore: LogEnd? = nil) {
    self.path = path
    self.file = file
    self.end = end
    self.endBefore = endBefore
  }

  /// Bytes of the records and what is around them.
  package var byteCount: Int { end.offset }

  /// Makes a log without records; a file that is there is overwritten. Its name is on the disk when the directory is synced.
  ///
  /// - Parameter identity: has to be given again to open it.
  /// - Throws: `.io`.
  package static func create(_ path: String, on disk: any Disk, identity: UInt64) throws -> RecordLog {
    let file = try onDisk { try disk.open(path, .truncate) }
    let log = RecordLog(path: path, file: file, end: LogEnd())
    try log.write(header(identity), kind: .header)
    log.endBefore = nil
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
    guard !isBroken else { throw RecordLog.broken(path) }
    let (next, bytes) = end.adding(record, kind)
    do {
      try file.write(bytes, at: end.tailStart)
      try file.sync()
    } catch {
      takeBack()
      throw KernelError(error)
    }
    endBefore = end
    end = next
  }

  private static func broken(_ path: String) -> KernelError { KernelError(.io, "the file '\(path)' cannot be written any more, because an earlier write failed") }

  /// Leaves a note behind the last record: a record of one byte, whose loss does no harm. It is not synced, and the next record takes its place, so that no crash leaves a record behind a note that is missing.
  /// Where the disk refuses, there is none.
  package func note() {
    guard !isBroken else { return }
    let (_, bytes) = end.adding([RecordLog.noteByte], .whole)
    do { try file.write(bytes, at: end.tailStart) } catch { takeBack() }
  }

  /// One byte always has room in the sector in which its record begins, so that a note is never torn.
  private static let noteByte: UInt8 = 1
  static func isNote(_ record: UnsafeRawBufferPointer) -> Bool { record.count == 1 && record[0] == noteByte }

  /// Takes the last record back.
  ///
  /// When that fails, nothing can be added any more, and the record is there or not.
  /// - Precondition: it was added or read since the log was made or opened, and is the only one that is taken back.
  /// - Throws: `.io`.
  package func removeLast() throws {
    guard !isBroken, let endBefore else { throw RecordLog.broken(path) }
    end = endBefore
    self.endBefore = nil
    takeBack()
    if isBroken { throw RecordLog.broken(path) }
  }

  /// Takes from the file what a write may have left behind the records.
  private func takeBack() {
    isBroken = true
    do {
      try RecordLog.cut(file, end)
      isBroken = false
    } catch {
      // The error of the write is the one to tell, and `isBroken` says the rest.
    }
  }

  /// Makes the end of the records that of the file.
  fileprivate static func cut(_ file: any OpenFile, _ end: LogEnd) throws(HostError) {
    let sector = LogFragment.sectorBytes
    try file.truncate(to: end.tailStart + (end.tail.isEmpty ? 0 : sector))
    if !end.tail.isEmpty { try file.write(end.tail + [UInt8](repeating: 0, count: sector - end.tail.count), at: end.tailStart) }
    try file.sync()
  }
}

extension RecordLog {
  /// Opens a log and reads its records.
  ///
  /// What a crash left of a record that was being written is cut off, and what is read is on the disk for good: who ended the last process may have left the disk no time.
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
      let (reader, before) = try read(contents.bytes, path, identity, record)
      let end = LogEnd(contents.bytes, reader.chain, reader.end)
      try onDisk { if reader.hasRest { try cut(file, end) } else { try file.sync() } }
      return RecordLog(path: path, file: file, end: end, endBefore: before.map { LogEnd(contents.bytes, $0.chain, $0.end) })
    }
  }

  /// Reads the records of a log that somebody else may be writing to.
  /// - Throws: as `open`; also where a record is being written at this moment.
  package static func look(_ path: String, on disk: any Disk, identity: UInt64, _ record: (UnsafeRawBufferPointer, FilePlace) throws -> Void) throws {
    // Read, not mapped: the file may become shorter meanwhile.
    let bytes = try onDisk { try disk.copiedContents(of: path) }
    _ = try bytes.withUnsafeBytes { try read($0, path, identity, record) }
  }

  /// - Returns: the reader behind the last record, and before it.
  private static func read(
    _ bytes: UnsafeRawBufferPointer, _ path: String, _ identity: UInt64, _ record: (UnsafeRawBufferPointer, FilePlace) throws -> Void
  ) throws -> (reader: LogReader, before: LogReader?) {
    var reader = LogReader(bytes, path)
    guard let first = try reader.next(), first.kind == .header, first.bytes == header(identity) else {
      throw FilePlace(path).damaged("it does not begin as the log that is expected")
    }
    var before: LogReader?
    var last = reader
    while let found = try reader.next() {
      guard found.kind == .whole else { throw found.place.damaged("a second beginning") }
      try found.bytes.withUnsafeBytes { try record($0, found.place) }
      (before, last) = (last, reader)
    }
    return (reader, before)
  }
}

/// Where the records of a log end, and what the next one goes on from.
private struct LogEnd {
  private var chain = LogChain()
  /// The bytes of the last sector that has records, up to their end.
  private(set) var tail: [UInt8] = []
  /// Where that sector begins.
  private(set) var tailStart = 0

  init() {}

  /// - Parameter end: the offset of the end in the log's bytes.
  init(_ bytes: UnsafeRawBufferPointer, _ chain: LogChain, _ end: Int) {
    self.chain = chain
    tailStart = end / LogFragment.sectorBytes * LogFragment.sectorBytes
    tail = Array(bytes[tailStart..<end])
  }

  var offset: Int { tailStart + tail.count }

  /// The end behind one more record, and the sectors from `tailStart` on that have it.
  func adding(_ record: [UInt8], _ kind: LogFragment.Kind) -> (end: LogEnd, sectors: [UInt8]) {
    var next = self
    var bytes = tail
    next.chain.encode(record, kind, into: &bytes)
    let end = bytes.count
    let last = end / LogFragment.sectorBytes * LogFragment.sectorBytes
    next.tail = Array(bytes[last..<end])
    next.tailStart += last
    bytes.append(contentsOf: repeatElement(0, count: LogFragment.roundedUp(end) - end))
    return (next, bytes)
  }
}
