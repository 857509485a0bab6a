/// Bytes as text of 64 letters (RFC 4648).
package enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encoded(_ bytes: TextBytes) throws -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    while index < bytes.count {
      try Interruption.check(atRow: index / 3)
      let rest = bytes.count - index
      let group = UInt32(bytes[index]) << 16 | (rest > 1 ? UInt32(bytes[index + 1]) << 8 : 0) | (rest > 2 ? UInt32(bytes[index + 2]) : 0)
      result.append(letters[Int(group >> 18)])
      result.append(letters[Int(group >> 12 & 63)])
      result.append(rest > 1 ? letters[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      result.append(rest > 2 ? letters[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return result
  }

  /// - Throws: `.value` for what is no such text.
  package static func decoded(_ text: TextBytes) throws -> [UInt8] {
    var result: [UInt8] = []
    var group: UInt32 = 0
    var bits = 0
    for (index, byte) in text.enumerated() where byte != UInt8(ascii: "=") && byte != 10 && byte != 13 {
      guard let value = letters.firstIndex(of: byte) else { throw KernelError.value("the text is not Base64") }
      try Interruption.check(atRow: index)
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return result
  }
}
