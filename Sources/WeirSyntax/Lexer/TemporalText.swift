/// Reads the text of dates and times; the lexer has found its shape to be one of them.
struct TemporalText {
  private let bytes: [UInt8]
  private let text: String

  /// Nil for what is no date or time: a 13th month, a 25th hour.
  static func decode(_ text: String) -> TemporalLiteral? { TemporalText(bytes: Array(text.utf8), text: text).literal() }

  private func literal() -> TemporalLiteral? {
    if bytes.count >= 8, bytes[4] == UInt8(ascii: ".") { return dated() }
    guard let time = time(at: 0) else { return nil }
    return time
  }

  private func number(_ start: Int, _ count: Int) -> Int64 {
    bytes[start..<start + count].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
  }

  private func made(_ kind: TemporalLiteral.Kind, _ value: Int64) -> TemporalLiteral {
    TemporalLiteral(kind: kind, value: value, text: text)
  }

  private func dated() -> TemporalLiteral? {
    let year = number(0, 4)
    let month = number(5, 2)
    guard month >= 1, month <= 12 else { return nil }
    if bytes[7] == UInt8(ascii: "M") { return made(.month, year * 12 + month - 1) }
    let day = number(8, 2)
    guard day >= 1, day <= daysInMonth(year: year, month: month) else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    if bytes.count == 10 { return made(.date, days) }
    return withTime(days)
  }

  private func withTime(_ days: Int64) -> TemporalLiteral? {
    if bytes.count == 13 {
      let hour = number(11, 2)
      return hour < 24 ? made(.datehour, days * 24 + hour) : nil
    }
    if bytes.count == 16 {
      let (hour, minute) = (number(11, 2), number(14, 2))
      return hour < 24 && minute < 60 ? made(.datetime, days * 86_400 + hour * 3_600 + minute * 60) : nil
    }
    guard let time = time(at: 11), let value = time.value else { return nil }
    switch time.kind {
    case .second: return made(.datetime, days * 86_400 + value)
    case .time: return made(.timestamp, days * 86_400_000 + value)
    case .nanotime:
      let (wide, overflow) = days.multipliedReportingOverflow(by: 86_400_000_000_000)
      let (sum, overflowToo) = wide.addingReportingOverflow(value)
      return overflow || overflowToo ? nil : made(.nanotimestamp, sum)
    default: return nil
    }
  }

  /// `13:30m`, `13:30:10`, and up to nine digits of a fraction; more than three make it a NANOTIME.
  private func time(at start: Int) -> TemporalLiteral? {
    let hour = number(start, 2)
    let minute = number(start + 3, 2)
    guard hour < 24, minute < 60 else { return nil }
    if bytes[start + 5] == UInt8(ascii: "m") { return made(.minute, hour * 60 + minute) }
    let second = number(start + 6, 2)
    guard second < 60 else { return nil }
    let seconds = hour * 3_600 + minute * 60 + second
    let digits = bytes.count - start - 9
    if digits <= 0 || bytes[start + 8] == UInt8(ascii: "s") { return made(.second, seconds) }
    guard digits <= 9 else { return nil }
    let fraction = number(start + 9, digits)
    if digits <= 3 { return made(.time, seconds * 1_000 + fraction * power(3 - digits)) }
    return made(.nanotime, seconds * 1_000_000_000 + fraction * power(9 - digits))
  }

  private func power(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { value, _ in value * 10 } }

  private func daysInMonth(year: Int64, month: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days in the proleptic Gregorian calendar (Hinnant, `days_from_civil`).
  private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
