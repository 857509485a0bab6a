extension Lexer {
  /// Skips blanks, newlines and comments, and notes them in `flags`.
  ///
  /// grammar: blank
  mutating func skipBlanks() {
    while position < bytes.count {
      let next = bytes[position]
      if isBlank(next) {
        flags.insert(.blankBefore)
        position += 1
      } else if next == UInt8(ascii: "\n") {
        flags.formUnion([.blankBefore, .newlineBefore])
        position += 1
      } else if next == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
        skipLine()
      } else if next == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        skipBlockComment()
      } else if next == UInt8(ascii: "-"), startsDashComment() {
        skipLine()
      } else if next == 0xC2, byte(1) == 0xA0 {
        // A no-break space, which texts pasted from pages hold.
        flags.insert(.blankBefore)
        position += 2
      } else if next == 0xE3, byte(1) == 0x80, byte(2) == 0x80 {
        flags.insert(.blankBefore)
        position += 3
      } else {
        return
      }
    }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    flags.insert(.blankBefore)
  }

  private mutating func skipBlockComment() {
    let start = position
    position += 2
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        position += 2
        flags.insert(.blankBefore)
        return
      }
      if bytes[position] == UInt8(ascii: "\n") { flags.insert(.newlineBefore) }
      position += 1
    }
    let opening = SourceSpan(start..<min(start + 2, bytes.count), file: source.file)
    errors.append(SyntaxError("this comment is not closed by `*/`", at: opening, isIncomplete: true))
  }

  /// `-- ` opens a comment only as the first two characters of a line's text, so that `a--1` stays `a - -1`.
  private func startsDashComment() -> Bool {
    guard byte(1) == UInt8(ascii: "-"), flags.contains(.newlineBefore) else { return false }
    let after = byte(2)
    return isBlank(after) || after == UInt8(ascii: "\n") || position + 2 >= bytes.count
  }
}
