/// Words as names of files and directories.
enum PathWord {
  /// Longer names would not fit beside what file systems add to them.
  private static let lengthMax = 120

  /// Letters, digits, `_` and `-` as they are, every other byte of ASCII as `%2E`; the end of a long word is replaced by its hash. Different words have different names, and none
  /// has a point in it.
  static func encoded(_ word: String) -> String {
    guard !word.isEmpty else { return "%" }
    var name: [UInt8] = []
    for byte in word.utf8 {
      let isLetter = (byte | 32) &- 97 < 26
      if isLetter || byte &- 48 <= 9 || byte == 95 || byte == 45 || byte >= 128 {
        name.append(byte)
      } else {
        let digits = Array("0123456789ABCDEF".utf8)
        name += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    guard name.count > lengthMax else { return String(decoding: name, as: UTF8.self) }
    // Cut where no character is cut in two.
    var end = lengthMax - 20
    while end > 0, name[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: name[..<end], as: UTF8.self) + "%" + String(hash(word), radix: 16)
  }

  private static func hash(_ word: String) -> UInt64 {
    word.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
