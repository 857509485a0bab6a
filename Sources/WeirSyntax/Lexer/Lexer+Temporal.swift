extension Lexer {
  /// The length of the date or time that begins here; nil if none does.
  ///
  /// grammar: temporal
  func temporalLength() -> Int? {
    if let date = dateLength() {
      return date + timePartLength(after: date)
    }
    if let month = monthLength() { return month }
    return timeLength(at: 0)
  }

  private func hasDigits(_ count: Int, at distance: Int) -> Bool {
    for index in 0..<count where !isDigit(byte(distance + index)) { return false }
    return true
  }

  private func ends(at distance: Int) -> Bool { !isNamePart(byte(distance)) }

  /// `2012.06.13`
  private func dateLength() -> Int? {
    guard hasDigits(4, at: 0), byte(4) == UInt8(ascii: "."), hasDigits(2, at: 5), byte(7) == UInt8(ascii: "."),
      hasDigits(2, at: 8)
    else { return nil }
    return ends(at: 10) || byte(10) == UInt8(ascii: "T") ? 10 : nil
  }

  /// `2012.06M`
  private func monthLength() -> Int? {
    guard hasDigits(4, at: 0), byte(4) == UInt8(ascii: "."), hasDigits(2, at: 5), byte(7) == UInt8(ascii: "M"), ends(at: 8)
    else { return nil }
    return 8
  }

  /// A `T` or one blank and a time behind a date, or `T` and an hour; 0 if the date stands alone.
  private func timePartLength(after date: Int) -> Int {
    if byte(date) == UInt8(ascii: "T") {
      if let time = timeLength(at: date + 1) { return 1 + time }
      if hasDigits(2, at: date + 1), byte(date + 3) == UInt8(ascii: ":"), hasDigits(2, at: date + 4), ends(at: date + 6) {
        return 6
      }
      return hasDigits(2, at: date + 1) && ends(at: date + 3) ? 3 : 0
    }
    guard byte(date) == UInt8(ascii: " "), let time = timeLength(at: date + 1) else { return 0 }
    return bytes[position + date + time] == UInt8(ascii: "m") ? 0 : 1 + time
  }

  /// `13:30m`, `13:30:10`, `13:30:10s`, `13:30:10.008`, `13:30:10.008007006`
  private func timeLength(at distance: Int) -> Int? {
    guard hasDigits(2, at: distance), byte(distance + 2) == UInt8(ascii: ":"), hasDigits(2, at: distance + 3) else { return nil }
    if byte(distance + 5) == UInt8(ascii: "m"), ends(at: distance + 6) { return 6 }
    guard byte(distance + 5) == UInt8(ascii: ":"), hasDigits(2, at: distance + 6), !isDigit(byte(distance + 8)) else { return nil }
    guard byte(distance + 8) == UInt8(ascii: "."), isDigit(byte(distance + 9)) else {
      if byte(distance + 8) == UInt8(ascii: "s"), ends(at: distance + 9) { return 9 }
      return ends(at: distance + 8) ? 8 : nil
    }
    var length = 9
    while isDigit(byte(distance + length)) { length += 1 }
    return ends(at: distance + length) ? length : nil
  }
}
