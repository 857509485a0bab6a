import CKernels

/// Texts made from texts.
package enum TextEdit {
  package static func trimmed(_ text: TextBytes, left: Bool, right: Bool, _ isBlank: (UInt8) -> Bool) -> [UInt8] {
    var start = 0
    var end = text.count
    while left, start < end, isBlank(text[start]) { start += 1 }
    while right, end > start, isBlank(text[end - 1]) { end -= 1 }
    return Array(text[start..<end])
  }

  /// Filled up with `filling` to `length` bytes, or cut to it.
  package static func padded(_ text: TextBytes, _ length: Int, _ filling: [UInt8], onLeft: Bool) -> [UInt8] {
    guard length > text.count, !filling.isEmpty else { return Array(text.prefix(length)) }
    let missing = length - text.count
    var pad: [UInt8] = []
    pad.reserveCapacity(missing)
    while pad.count < missing { pad.append(filling[pad.count % filling.count]) }
    return onLeft ? pad + Array(text) : Array(text) + pad
  }

  package static func replaced(_ text: TextBytes, _ pattern: [UInt8], _ replacement: [UInt8]) throws -> [UInt8] {
    guard !pattern.isEmpty else { return Array(text) }
    var result: [UInt8] = []
    var start = 0
    var turn = 0
    while let found = TextSearch.find(pattern, in: text, from: start) {
      turn &+= 1
      try Interruption.check(atRow: turn)
      result += text[start..<found]
      result += replacement
      start = found + pattern.count
    }
    return result + text[start...]
  }

  /// The bytes from `offset`, `length` of them or as many as there are.
  package static func slice(_ text: TextBytes, _ offset: Int, _ length: Int) -> [UInt8] {
    guard offset < text.count else { return [] }
    return Array(text[offset..<min(text.count, length > text.count - offset ? text.count : offset + length)])
  }

  /// As `slice`, in characters of Unicode.
  package static func characterSlice(_ text: TextBytes, _ offset: Int, _ length: Int) -> [UInt8] {
    Array(String(String.UnicodeScalarView(String(decoding: text, as: UTF8.self).unicodeScalars.dropFirst(offset).prefix(length))).utf8)
  }

  /// The characters of Unicode from the last to the first.
  package static func reversed(_ text: String) throws -> String {
    var text = text
    let bytes: [UInt8] = try text.withUTF8 { bytes in
      try .build(bytes.count) { target in
        var end = bytes.count
        var written = 0
        while end > 0 {
          try Interruption.check(atRow: end)
          var start = end - 1
          while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
          for index in start..<end { target[written + index - start] = bytes[index] }
          written += end - start
          end = start
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Letters behind anything but a letter or digit are capitals, the others are not.
  package static func capitalized(_ text: TextBytes) -> [UInt8] {
    var isInside = false
    return text.map { byte in
      let isLetter = (byte | 32) &- 97 < 26
      defer { isInside = isLetter || byte &- 48 <= 9 }
      guard isLetter else { return byte }
      return isInside ? byte | 32 : byte & 0xDF
    }
  }

  package static func lowered(_ text: TextBytes) throws -> [UInt8] { try mapped(text) { $0 &- 65 < 26 ? $0 | 32 : $0 } }
  package static func raised(_ text: TextBytes) throws -> [UInt8] { try mapped(text) { $0 &- 97 < 26 ? $0 & 0xDF : $0 } }

  @inline(__always)
  private static func mapped(_ text: TextBytes, _ change: (UInt8) -> UInt8) throws -> [UInt8] {
    try .build(text.count) { target in
      try Interruption.inChunks(text.count) { start, end in for index in start..<end { target[index] = change(text[index]) } }
    }
  }
}

/// Where a text is in another.
package enum TextSearch {
  /// - Returns: the first place at or behind `start`, in bytes.
  package static func find(_ wanted: [UInt8], in text: TextBytes, from start: Int = 0) -> Int? {
    guard !wanted.isEmpty else { return start <= text.count ? start : nil }
    guard start <= text.count - wanted.count, let base = text.baseAddress else { return nil }
    guard let found = weir_find_bytes(base + start, text.count - start, wanted, wanted.count) else { return nil }
    return found - base
  }

  package static func holds(_ wanted: [UInt8], _ text: TextBytes, at position: Int) -> Bool {
    guard position >= 0, position + wanted.count <= text.count else { return false }
    for index in wanted.indices where text[position + index] != wanted[index] { return false }
    return true
  }

  /// The parts between the delimiters.
  package static func split(_ text: TextBytes, _ delimiter: [UInt8]) throws -> StringVector {
    let parts = try StringVector(count: 0)
    var start = 0
    while !delimiter.isEmpty, let found = find(delimiter, in: text, from: start) {
      try parts.appendBytes(TextBytes(rebasing: text[start..<found]))
      start = found + delimiter.count
    }
    try parts.appendBytes(TextBytes(rebasing: text[start...]))
    return parts
  }

  /// The texts of a vector one behind the other, with `separator` in between.
  package static func joined(_ texts: Vector, by separator: String) throws -> String {
    guard let strings = texts as? StringVector else { return try (0..<texts.count).mapRows { texts.text(at: $0) }.joined(separator: separator) }
    var bytes: [UInt8] = []
    for row in 0..<strings.count {
      try Interruption.check(atRow: row)
      if row > 0 { bytes.append(contentsOf: separator.utf8) }
      bytes.append(contentsOf: strings.bytes(at: row))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Questions about all bytes of a text; the empty text answers no.
package enum TextTest {
  package static func all(_ text: TextBytes, _ holds: (UInt8) -> Bool) -> Bool { !text.isEmpty && text.allSatisfy(holds) }
  package static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 < 26 }
  package static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 <= 9 }
  package static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte &- 9 <= 4 }
  package static func isUpper(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
  package static func isLower(_ byte: UInt8) -> Bool { byte &- 97 < 26 }

  /// There is a letter, and none of the other case.
  package static func hasOnlyCase(_ text: TextBytes, upper: Bool) -> Bool {
    text.contains(where: isLetter) && !text.contains(where: upper ? isLower : isUpper)
  }

  /// There is a letter, and exactly those that begin a word are capitals.
  package static func isTitle(_ text: TextBytes) -> Bool {
    var isInside = false
    var hasLetter = false
    for byte in text {
      if isLetter(byte) {
        guard isUpper(byte) != isInside else { return false }
        hasLetter = true
      }
      isInside = isLetter(byte)
    }
    return hasLetter
  }
}
