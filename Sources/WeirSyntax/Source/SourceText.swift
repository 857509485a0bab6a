/// One text that is parsed: its name, its bytes, and where its lines begin.
package final class SourceText: Sendable {
  package let name: String
  package let bytes: [UInt8]
  package let file: UInt16
  /// Byte offset of each line's first byte; never empty.
  package let lineStarts: [UInt32]

  package init(name: String, text: String, file: UInt16 = 0) {
    self.name = name
    self.bytes = Array(text.utf8)
    self.file = file
    self.lineStarts = Self.findLineStarts(bytes)
  }

  package init(name: String, bytes: [UInt8], file: UInt16 = 0) {
    self.name = name
    self.bytes = bytes
    self.file = file
    self.lineStarts = Self.findLineStarts(bytes)
  }

  private static func findLineStarts(_ bytes: [UInt8]) -> [UInt32] {
    var starts: [UInt32] = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(UInt32(offset + 1))
    }
    return starts
  }

  /// The text of `span`; malformed UTF-8 is repaired.
  package func text(_ span: SourceSpan) -> String {
    let range = span.range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// Line and column, both from 1; the column counts characters (Unicode scalars).
  package func position(of offset: UInt32) -> (line: Int, column: Int) {
    let line = lineIndex(of: offset)
    let start = Int(lineStarts[line])
    let end = min(Int(offset), bytes.count)
    let scalars = bytes[start..<max(start, end)].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    return (line + 1, scalars + 1)
  }

  /// The text of a line, from 1, without its newline.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The last line that starts at or before `offset`, from 0.
  private func lineIndex(of offset: UInt32) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
