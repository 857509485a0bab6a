/// When clocks change, year after year: the `TZ` rule of POSIX, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct DaylightRule: Sendable, Equatable {
  /// Seconds ahead of UTC; the sign is the opposite of the one in the text.
  let standardOffset: Int
  /// Nil where clocks never change.
  let daylight: Daylight?

  struct Daylight: Sendable, Equatable {
    let offset: Int
    let start: Change
    let end: Change
  }

  /// A day of the year, and the second of that day on the clock that is about to be changed.
  struct Change: Sendable, Equatable {
    enum Day: Sendable, Equatable {
      /// `M month.week.weekday`; week 5 is the last, weekday 0 is Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
      /// `J1` to `J365`; 29 February is not counted.
      case withoutLeapDay(Int)
      /// `0` to `365`; 29 February is counted.
      case withLeapDay(Int)
    }
    let day: Day
    let second: Int
  }

  func offsetSeconds(atUTC seconds: Int64) -> Int {
    guard let daylight else { return standardOffset }
    let year = CivilDay.year(ofDay: (seconds + Int64(standardOffset)).flooredDivision(by: 86_400))
    let start = daylight.start.localSeconds(in: year) - Int64(standardOffset)
    let end = daylight.end.localSeconds(in: year) - Int64(daylight.offset)
    // South of the equator the summer lies around the turn of the year.
    let isDaylight = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end
    return isDaylight ? daylight.offset : standardOffset
  }
}

extension DaylightRule.Change {
  /// Seconds since 1970-01-01T00:00:00 on the clock that is about to be changed.
  func localSeconds(in year: Int64) -> Int64 { dayNumber(in: year) * 86_400 + Int64(second) }

  private func dayNumber(in year: Int64) -> Int64 {
    switch day {
    case .withLeapDay(let day):
      return CivilDay.number(year: year, month: 1, day: 1) + Int64(day)
    case .withoutLeapDay(let day):
      let leapDay: Int64 = CivilDay.isLeap(year) && day >= 60 ? 1 : 0
      return CivilDay.number(year: year, month: 1, day: 1) + Int64(day - 1) + leapDay
    case .weekday(let month, let week, let weekday):
      let first = CivilDay.number(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday, weekday 4.
      let firstWeekday = (first + 4) - (first + 4).flooredDivision(by: 7) * 7
      var found = first + (Int64(weekday) - firstWeekday + 7) % 7 + Int64(week - 1) * 7
      let next = month == 12 ? CivilDay.number(year: year + 1, month: 1, day: 1) : CivilDay.number(year: year, month: month + 1, day: 1)
      while found >= next { found -= 7 }
      return found
    }
  }
}

/// Days since 1970-01-01 in the Gregorian calendar.
///
/// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
private enum CivilDay {
  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func number(year: Int64, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.flooredDivision(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func year(ofDay day: Int64) -> Int64 {
    let shifted = day + 719_468
    let era = shifted.flooredDivision(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    // The shifted year begins in March; January and February belong to the next one.
    return yearOfEra + era * 400 + (dayOfYear >= 306 ? 1 : 0)
  }
}
