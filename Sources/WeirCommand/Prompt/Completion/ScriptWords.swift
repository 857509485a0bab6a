/// The words and signs of an unfinished text: as much of the language as completion needs, and nothing that could fail.
package struct ScriptWords: Sendable {
  package struct Item: Equatable, Sendable {
    package var text: String
    /// A name or a keyword, not a sign.
    package var isWord: Bool
    /// Where it begins, in bytes.
    package var start: Int
  }

  package private(set) var items: [Item] = []
  /// Where the string that is still open at the end begins, behind its quote; nil outside of strings.
  package private(set) var openString: Int?
  /// The text ends inside a comment.
  package private(set) var endsInComment = false

  package init(_ text: String) {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): position = skipString(bytes, position)
      case UInt8(ascii: "/") where next == byte: position = skipComment(bytes, position + 2, end: [0x0A])
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): position = skipComment(bytes, position + 2, end: Array("*/".utf8))
      case UInt8(ascii: "`"): position = wordEnd(bytes, position + 1)
      case _ where Self.isWordByte(byte):
        let end = wordEnd(bytes, position)
        items.append(Item(text: String(decoding: bytes[position..<end], as: UTF8.self), isWord: byte &- 48 > 9, start: position))
        position = end
      default:
        if byte > 0x20 { items.append(Item(text: String(UnicodeScalar(byte)), isWord: false, start: position)) }
        position += 1
      }
    }
  }

  private mutating func skipString(_ bytes: [UInt8], _ start: Int) -> Int {
    var position = start + 1
    while position < bytes.count, bytes[position] != bytes[start] { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    if position >= bytes.count { openString = start + 1 }
    return position + 1
  }

  private mutating func skipComment(_ bytes: [UInt8], _ start: Int, end: [UInt8]) -> Int {
    var position = start
    while position < bytes.count, !bytes[position...].starts(with: end) { position += 1 }
    endsInComment = position >= bytes.count
    return position + end.count
  }

  private func wordEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var position = start
    while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
    return position
  }

  package static func isWordByte(_ byte: UInt8) -> Bool {
    byte &- 48 <= 9 || (byte | 32) &- 97 <= 25 || byte == UInt8(ascii: "_") || byte >= 128
  }
}
