/// Temporal text: `2012.06.13`, `2012-06-13`, `2012/06/13`, `20120613`, `13:30:10.008`, `13:30m`, `2012.06M`, and a date and a time joined by `T` or a blank.
package enum TemporalParser {
  /// The raw value of `type`, or nil when the text is not one. A finer text gives a coarser type by cutting; a time alone gives no date.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, as type: ElementType) -> Int64? {
    var scanner = Scanner(bytes: bytes)
    if type.isTimeOfDay {
      // A date and time gives its time part.
      if let (_, nanoseconds) = scanner.dateAndClock(), let nanoseconds { return nanoseconds / type.nanosecondsPerUnit }
      scanner.position = 0
      guard let nanoseconds = scanner.clock(), scanner.isAtEnd else { return nil }
      return nanoseconds / type.nanosecondsPerUnit
    }
    if type == .month { return scanner.month() }
    guard let (day, clock) = scanner.dateAndClock() else { return nil }
    if type == .date { return day }
    let nanoseconds = clock ?? 0
    let unit = type.nanosecondsPerUnit
    return day * (TemporalConversion.nanosecondsPerDay / unit) + nanoseconds / unit
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    var isAtEnd: Bool { position == bytes.count }
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func accept(_ byte: UInt8) -> Bool {
      guard current == byte else { return false }
      position += 1
      return true
    }

    /// Up to `most` digits; nil when there is none.
    mutating func digits(_ most: Int) -> (value: Int64, count: Int)? {
      let start = position
      var value: Int64 = 0
      while position < bytes.count, position - start < most, bytes[position] &- 48 <= 9 {
        value = value * 10 + Int64(bytes[position] &- 48)
        position += 1
      }
      return position == start ? nil : (value, position - start)
    }

    mutating func month() -> Int64? {
      guard let year = digits(4), year.count == 4 else { return nil }
      if let separator = current, separator == 46 || separator == 45 || separator == 47 { position += 1 }
      guard let month = digits(2), month.value >= 1, month.value <= 12 else { return nil }
      if !accept(UInt8(ascii: "M")), !isAtEnd {
        guard let separator = current, separator == 46 || separator == 45 || separator == 47 else { return nil }
      }
      return year.value * 12 + month.value - 1
    }

    mutating func date() -> Int64? {
      guard let year = digits(4), year.count == 4 else { return nil }
      var separator: UInt8?
      if let next = current, next == 46 || next == 45 || next == 47 {
        separator = next
        position += 1
      }
      guard let month = digits(2), separator != nil || month.count == 2 else { return nil }
      if let separator { guard accept(separator) else { return nil } }
      guard let day = digits(2), separator != nil || day.count == 2 else { return nil }
      let civil = CivilDate(year: Int(year.value), month: Int(month.value), day: Int(day.value))
      return civil.isValid ? Int64(civil.daysSinceEpoch) : nil
    }

    mutating func dateAndClock() -> (Int64, Int64?)? {
      guard let day = date() else { return nil }
      if isAtEnd { return (day, nil) }
      guard accept(UInt8(ascii: "T")) || accept(UInt8(ascii: " ")) || accept(UInt8(ascii: "D")), let clock = clock() else { return nil }
      if isAtEnd || accept(UInt8(ascii: "Z")), isAtEnd { return (day, clock) }
      return nil
    }

    /// Nanoseconds after midnight. Hours alone are allowed (`T13`), minutes may carry their `m`.
    mutating func clock() -> Int64? {
      guard let hour = digits(2), hour.value < 24 else { return nil }
      var seconds = hour.value * 3600
      guard accept(UInt8(ascii: ":")) else { return seconds * 1_000_000_000 }
      guard let minute = digits(2), minute.value < 60 else { return nil }
      seconds += minute.value * 60
      if accept(UInt8(ascii: "m")) { return seconds * 1_000_000_000 }
      guard accept(UInt8(ascii: ":")) else { return seconds * 1_000_000_000 }
      guard let second = digits(2), second.value < 60 else { return nil }
      seconds += second.value
      guard accept(UInt8(ascii: ".")) else { return seconds * 1_000_000_000 }
      guard var fraction = digits(9) else { return nil }
      while fraction.count < 9 { fraction = (fraction.value * 10, fraction.count + 1) }
      return seconds * 1_000_000_000 + fraction.value
    }
  }
}
