/// A piece of a record inside of one sector: checksum, length, kind, a mark, the record's number, and its bytes.
package struct LogFragment {
  enum Kind: UInt8 {
    /// What a log begins with.
    case header = 1
    case whole, first, middle, last
  }

  /// What disks write whole. Those with larger sectors write several of these whole.
  package static let sectorBytes = 512
  static let headerBytes = 12
  static let mark: UInt8 = 0x57

  let checksum: UInt32
  let length: Int
  /// Nil for a number that no kind has.
  let kind: Kind?
  let mark: UInt8
  let number: UInt32

  /// - Precondition: there are as many bytes as a header has.
  init(header bytes: UnsafeRawBufferPointer) {
    checksum = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    length = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
    kind = Kind(rawValue: bytes[6])
    mark = bytes[7]
    number = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
  }

  static func roundedUp(_ offset: Int) -> Int { (offset + sectorBytes - 1) / sectorBytes * sectorBytes }

  /// Where a fragment that comes behind `offset` begins: where its header and a byte have room.
  static func start(behind offset: Int) -> Int {
    let left = sectorBytes - offset % sectorBytes
    return left > headerBytes ? offset : offset + left
  }
}

/// What a record's fragments depend on: how many records there are before it, and the checksum of the last fragment.
struct LogChain {
  /// Of the next record.
  var number: UInt32 = 0
  var checksum: UInt32 = 0

  /// Adds a record as fragments behind `bytes`, which begin at a sector.
  mutating func encode(_ record: [UInt8], _ kind: LogFragment.Kind, into bytes: inout [UInt8]) {
    var rest = record[...]
    repeat {
      let start = LogFragment.start(behind: bytes.count)
      bytes.append(contentsOf: repeatElement(0, count: start - bytes.count))
      let room = LogFragment.sectorBytes - start % LogFragment.sectorBytes - LogFragment.headerBytes
      let piece = rest.prefix(room)
      let isFirst = rest.startIndex == record.startIndex
      rest = rest.dropFirst(room)
      append(piece, LogChain.kind(kind, isFirst: isFirst, isLast: rest.isEmpty), to: &bytes)
    } while !rest.isEmpty
    number += 1
  }

  private static func kind(_ whole: LogFragment.Kind, isFirst: Bool, isLast: Bool) -> LogFragment.Kind {
    switch (isFirst, isLast) {
    case (true, true): whole
    case (true, false): .first
    case (false, false): .middle
    case (false, true): .last
    }
  }

  private mutating func append(_ piece: ArraySlice<UInt8>, _ kind: LogFragment.Kind, to bytes: inout [UInt8]) {
    var encoder = ByteEncoder()
    encoder.add(UInt16(piece.count))
    encoder.add(kind.rawValue)
    encoder.add(LogFragment.mark)
    encoder.add(number)
    encoder.add(Array(piece))
    checksum = Checksum.of(encoder.bytes, start: checksum)
    withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: encoder.bytes)
  }
}
