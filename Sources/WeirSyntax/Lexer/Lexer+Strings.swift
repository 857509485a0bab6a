extension Lexer {
  /// A string in quotes; it may go on over newlines. A backslash keeps the quote behind it from closing.
  ///
  /// grammar: string
  mutating func scanString(quote: UInt8, kind: TokenKind) {
    let start = position
    position += 1
    if skipToClosing(quote) {
      append(kind, from: start)
    } else {
      recoverFromOpenString(start, kind: kind)
    }
  }

  /// `_"any text"`.
  ///
  /// grammar: quotedColumn
  mutating func scanQuotedColumn() {
    let start = position
    position += 2
    if skipToClosing(UInt8(ascii: "\"")) {
      append(.quotedColumn, from: start)
    } else {
      recoverFromOpenString(start, kind: .quotedColumn)
    }
  }

  private mutating func skipToClosing(_ quote: UInt8) -> Bool {
    while position < bytes.count {
      let next = bytes[position]
      position += 1
      if next == quote { return true }
      if next == UInt8(ascii: "\\") { position += 1 }
    }
    position = bytes.count
    return false
  }

  /// Ends an unclosed string at its line's end, so that the rest of the text is still looked at.
  private mutating func recoverFromOpenString(_ start: Int, kind: TokenKind) {
    position = start
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    let quote = kind == .singleQuoted ? "'" : "\""
    let opening = SourceSpan(start..<start + 1, file: source.file)
    errors.append(SyntaxError("this string is not closed by `\(quote)`", at: opening, isIncomplete: true))
    append(.invalid, from: start)
  }

  /// A backquote: one name of any characters up to a closing one, or a word.
  ///
  /// It encloses one name if the next backquote of the line, with no quote or comma and with balanced brackets between, is
  /// followed by neither a letter, digit, `_` nor a backquote; else it is a word, or alone the empty string.
  ///
  /// grammar: backquoted
  mutating func scanBackquote() {
    let start = position
    if let closing = closingBackquote() {
      position = closing + 1
      append(.closedWord, from: start)
      return
    }
    position += 1
    scanWordCharacters()
    append(.word, from: start)
  }

  /// Letters, digits, `_`, and a `.` between them (`` `600000.SH ``) unless what follows it is called (`` `a.upper() ``).
  private mutating func scanWordCharacters() {
    while isNamePart(byte()) { position += 1 }
    while byte() == UInt8(ascii: "."), isNamePart(byte(1)), position > 0, isNamePart(bytes[position - 1]) {
      var length = 1
      while isNamePart(byte(length)) { length += 1 }
      if byte(length) == UInt8(ascii: "(") || byte(length) == UInt8(ascii: "!") { return }
      position += length
    }
  }

  /// The offset of the backquote that encloses one name with the one at `position`; nil where the word rule holds.
  private func closingBackquote() -> Int? {
    guard isNamePart(byte(1)) else { return nil }
    var depth = 0
    var index = position + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "`"): return depth == 0 && closes(at: index) ? index : nil
      case UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","): return nil
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth < 0 { return nil }
      default: break
      }
      index += 1
    }
    return nil
  }

  private func closes(at index: Int) -> Bool {
    if isBlank(bytes[index - 1]) { return false }
    let after = index + 1 < bytes.count ? bytes[index + 1] : 0
    return !isNamePart(after) && after != UInt8(ascii: "`")
  }
}
