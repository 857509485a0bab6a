extension Lexer {
  /// A number, a duration, or a date or time; its value is decoded when the parser asks for it.
  mutating func scanNumber() {
    if isMemberIndex() { return scanDigitsOnly() }
    if let length = temporalLength() {
      let start = position
      position += length
      append(.temporal, from: start)
      return
    }
    scanPlainNumber()
  }

  /// `d.3`: behind the dot of a member only digits belong to the number.
  private func isMemberIndex() -> Bool {
    guard flags.isEmpty, let last = tokens.last, last.kind == .dot else { return false }
    return true
  }

  private mutating func scanDigitsOnly() {
    let start = position
    while isDigit(byte()) { position += 1 }
    append(.number, from: start)
  }

  /// Digits, a fraction, an exponent, and a suffix or unit.
  ///
  /// grammar: number
  private mutating func scanPlainNumber() {
    let start = position
    while isDigit(byte()) { position += 1 }
    var isInteger = true
    if byte() == UInt8(ascii: "."), beginsFraction() {
      isInteger = false
      position += 1
      while isDigit(byte()) { position += 1 }
    }
    if scanExponent() { isInteger = false }
    scanSuffix(from: start, isInteger: isInteger)
  }

  /// A `.` belongs to the number unless a range or a member begins there: `1..5`, `3.f()`.
  private func beginsFraction() -> Bool {
    let after = byte(1)
    if isDigit(after) { return true }
    if after == UInt8(ascii: ".") { return false }
    if isLetter(after) || after == UInt8(ascii: "_") { return isSuffixAlone(at: 1) }
    return true
  }

  /// `3.f`, `1.F`: a suffix letter that ends there is the number's, not a member.
  private func isSuffixAlone(at distance: Int) -> Bool {
    let letter = byte(distance)
    guard letter == UInt8(ascii: "f") || letter == UInt8(ascii: "F") || letter == UInt8(ascii: "P") else { return false }
    let after = byte(distance + 1)
    return !isNamePart(after) && after != UInt8(ascii: "(")
  }

  private mutating func scanExponent() -> Bool {
    guard lowered(byte()) == UInt8(ascii: "e") else { return false }
    let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
    guard isDigit(byte(signed ? 2 : 1)) else { return false }
    position += signed ? 2 : 1
    while isDigit(byte()) { position += 1 }
    return true
  }

  /// What follows the digits: nothing, a type's letter, or a unit of time.
  ///
  /// grammar: duration
  private mutating func scanSuffix(from start: Int, isInteger: Bool) {
    let suffixStart = position
    while isNamePart(byte()) { position += 1 }
    let suffix = bytes[suffixStart..<position]
    let digits = bytes[start..<suffixStart]
    if suffix.isEmpty || NumberText.isTypeSuffix(suffix, digits: digits) {
      append(.number, from: start)
    } else if isInteger, NumberText.isUnit(suffix) {
      append(.duration, from: start)
    } else {
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      append(.invalid, from: start)
      report("`\(text)` is neither a number nor a duration", from: start, hint: "a name must not begin with a digit")
    }
  }
}
