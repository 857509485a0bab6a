/// Builds JSON text as bytes.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// The instances around what is being written.
  var instanceDepth = 0

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func integer(_ value: Int64) { raw(String(value)) }

  /// `count` items with commas between them.
  mutating func commaSeparated(_ count: Int, _ item: (Int, inout JSONWriter) -> Void) {
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      item(index, &self)
    }
  }

  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// In quotes, with escapes. Bytes that are not UTF-8 become the replacement character when the text is made.
  mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20: control(byte)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      let digits = String(byte, radix: 16)
      raw("\\u00" + (digits.utf8.count == 1 ? "0" : "") + digits)
    }
  }
}
