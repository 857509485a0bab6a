extension DaylightRule {
  /// Reads `std offset [dst [offset] , start [/time] , end [/time]]`; nil when the text is nothing of the kind.
  init?(posix text: String) {
    var reader = RuleReader(text)
    guard reader.takeName(), let standard = reader.takeClock(hoursMax: 167) else { return nil }
    standardOffset = -standard
    if reader.isAtEnd {
      daylight = nil
      return
    }
    guard reader.takeName() else { return nil }
    // One hour ahead of the standard time where nothing else is said.
    var offset = standardOffset + 3_600
    if !reader.isAt(",") {
      guard let explicit = reader.takeClock(hoursMax: 167) else { return nil }
      offset = -explicit
    }
    guard let start = reader.takeChange(), let end = reader.takeChange(), reader.isAtEnd else { return nil }
    daylight = Daylight(offset: offset, start: start, end: end)
  }
}

/// Takes the parts of a rule off the front of its text.
private struct RuleReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }
  func isAt(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard isAt(character) else { return false }
    rest.removeFirst()
    return true
  }

  /// A name: at least three letters, or anything in angle brackets such as `<+08>`.
  mutating func takeName() -> Bool {
    if take("<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let letters = rest.prefix { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }.count
    rest = rest.dropFirst(letters)
    return letters >= 3
  }

  mutating func takeNumber() -> Int? {
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard !digits.isEmpty, digits.count <= 3 else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func takeClock(hoursMax: Int) -> Int? {
    let sign = take("-") ? -1 : 1
    if sign == 1 { _ = take("+") }
    guard let hours = takeNumber(), hours <= hoursMax else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where take(":") {
      guard let part = takeNumber(), part < 60 else { return nil }
      seconds += part * unit
    }
    return sign * seconds
  }

  /// `,Mm.w.d[/time]`, `,Jn[/time]` or `,n[/time]`; the time is 02:00 where nothing else is said.
  mutating func takeChange() -> DaylightRule.Change? {
    guard take(","), let day = takeDay() else { return nil }
    guard take("/") else { return DaylightRule.Change(day: day, second: 7_200) }
    return takeClock(hoursMax: 167).map { DaylightRule.Change(day: day, second: $0) }
  }

  private mutating func takeDay() -> DaylightRule.Change.Day? {
    if take("J") { return takeNumber().flatMap { (1...365).contains($0) ? .withoutLeapDay($0) : nil } }
    guard take("M") else { return takeNumber().flatMap { $0 <= 365 ? .withLeapDay($0) : nil } }
    guard let month = takeNumber(), take("."), let week = takeNumber(), take("."), let weekday = takeNumber() else { return nil }
    guard (1...12).contains(month), (1...5).contains(week), weekday <= 6 else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }
}
