extension TimeZone {
  /// Reads a compiled zone file ("TZif", RFC 9636); nil when `bytes` are not one.
  ///
  /// Of a file with two data blocks the second is read, because the first has 32-bit times for old readers.
  init?(name: String, zoneFile bytes: [UInt8]) {
    guard let first = ZoneFileHeader(bytes, at: 0) else { return nil }
    var header = first
    var timeWidth = 4
    if first.version >= 0x32 {
      guard let second = ZoneFileHeader(bytes, at: first.end(timeWidth: 4)) else { return nil }
      header = second
      timeWidth = 8
    }
    guard header.typeCount > 0, header.end(timeWidth: timeWidth) <= bytes.count else { return nil }

    let typeIndexes = header.dataStart + header.timeCount * timeWidth
    let types = typeIndexes + header.timeCount
    func offset(ofType type: Int) -> Int32 { Int32(truncatingIfNeeded: bigEndian(bytes, at: types + type * 6, width: 4)) }

    var transitions: [Int64] = []
    var offsets: [Int32] = []
    for index in 0..<header.timeCount {
      let type = Int(bytes[typeIndexes + index])
      guard type < header.typeCount else { return nil }
      transitions.append(bigEndian(bytes, at: header.dataStart + index * timeWidth, width: timeWidth))
      offsets.append(offset(ofType: type))
    }
    guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }

    let footer = bytes[header.end(timeWidth: timeWidth)...]
    let text = String(decoding: footer.drop { $0 == 0x0A }.prefix { $0 != 0x0A }, as: UTF8.self)
    self.init(
      name: name, earliestOffset: offset(ofType: 0), transitions: transitions, offsets: offsets,
      rule: timeWidth == 8 ? DaylightRule(posix: text) : nil)
  }
}

/// The counts at the head of a data block.
private struct ZoneFileHeader {
  let version: UInt8
  let dataStart: Int
  let timeCount: Int
  let typeCount: Int
  private let universalCount: Int
  private let standardCount: Int
  private let leapCount: Int
  private let nameBytes: Int

  init?(_ bytes: [UInt8], at start: Int) {
    guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
    func count(_ index: Int) -> Int { Int(bigEndian(bytes, at: start + 20 + index * 4, width: 4)) & 0xFFFF_FFFF }
    version = bytes[start + 4]
    dataStart = start + 44
    universalCount = count(0)
    standardCount = count(1)
    leapCount = count(2)
    timeCount = count(3)
    typeCount = count(4)
    nameBytes = count(5)
    guard end(timeWidth: 4) <= bytes.count else { return nil }
  }

  /// Where the block ends when a time takes `timeWidth` bytes.
  func end(timeWidth: Int) -> Int {
    dataStart + timeCount * (timeWidth + 1) + typeCount * 6 + nameBytes + leapCount * (timeWidth + 4) + standardCount
      + universalCount
  }
}

/// A signed number of `width` bytes, the highest first.
private func bigEndian(_ bytes: [UInt8], at start: Int, width: Int) -> Int64 {
  var value = Int64(Int8(bitPattern: bytes[start]))
  for index in 1..<width { value = value << 8 | Int64(bytes[start + index]) }
  return value
}
