/// Reads the records of a log one by one, and tells a torn end from damage.
struct LogReader {
  struct Record {
    let kind: LogFragment.Kind
    let bytes: [UInt8]
    let place: FilePlace
  }

  private let bytes: UnsafeRawBufferPointer
  private let path: String
  /// Behind the last whole record.
  private(set) var chain = LogChain()
  private(set) var end = 0

  init(_ bytes: UnsafeRawBufferPointer, _ path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// Whether there is something behind the last whole record that does not belong to it.
  var hasRest: Bool { bytes.count != LogFragment.roundedUp(end) || bytes[end...].contains { $0 != 0 } }

  /// The next record; nil behind the last one that is whole.
  /// - Throws: `.io` where the file is damaged.
  mutating func next() throws -> Record? {
    var (chain, offset) = (chain, end)
    var record: [UInt8] = []
    var kind: LogFragment.Kind?
    while true {
      offset = LogFragment.start(behind: offset)
      guard let (fragment, piece) = try fragment(at: offset, chain) else { return nil }
      let isFirst = kind == nil
      guard isFirst == (fragment.kind != .middle && fragment.kind != .last) else { throw FilePlace(path, offset).damaged("fragments of records are not in order") }
      if isFirst { kind = fragment.kind }
      record.append(contentsOf: piece)
      chain.checksum = fragment.checksum
      let start = end
      offset += LogFragment.headerBytes + fragment.length
      guard fragment.kind == .first || fragment.kind == .middle else {
        chain.number += 1
        (self.chain, end) = (chain, offset)
        return Record(kind: kind == .header ? .header : .whole, bytes: record, place: FilePlace(path, start))
      }
    }
  }

  /// The fragment at a place; nil where the writing ended.
  private func fragment(at offset: Int, _ chain: LogChain) throws -> (LogFragment, Slice<UnsafeRawBufferPointer>)? {
    let place = FilePlace(path, offset)
    guard offset + LogFragment.headerBytes <= bytes.count else { return nil }
    let sectorEnd = LogFragment.roundedUp(offset + 1)
    if bytes[offset..<min(sectorEnd, bytes.count)].allSatisfy({ $0 == 0 }) {
      try requireEnd(behind: sectorEnd, chain)
      return nil
    }
    let fragment = LogFragment(header: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    let start = offset + LogFragment.headerBytes
    guard fragment.mark == LogFragment.mark, fragment.number == chain.number, fragment.kind != nil, start + fragment.length <= sectorEnd else {
      throw place.damaged("there is no record where one is expected")
    }
    guard start + fragment.length <= bytes.count else {
      // The last sector of a whole log is whole.
      guard bytes.count % LogFragment.sectorBytes == 0 else { return nil }
      throw place.damaged("a record ends behind the end of the file")
    }
    let checked = UnsafeRawBufferPointer(rebasing: bytes[offset + 4..<start + fragment.length])
    guard Checksum.of(checked, start: chain.checksum) == fragment.checksum else { throw place.damaged("the checksum of a record differs") }
    return (fragment, bytes[start..<start + fragment.length])
  }

  /// - Throws: `.io` when a record that was written later is there: what is missing here was on the disk before.
  private func requireEnd(behind offset: Int, _ chain: LogChain) throws {
    var sector = offset
    while sector + LogFragment.headerBytes <= bytes.count {
      let fragment = LogFragment(header: UnsafeRawBufferPointer(rebasing: bytes[sector...]))
      if fragment.mark == LogFragment.mark, fragment.kind != nil, fragment.number > chain.number {
        throw FilePlace(path, offset).damaged("a record is missing before later ones")
      }
      sector += LogFragment.sectorBytes
    }
  }
}
