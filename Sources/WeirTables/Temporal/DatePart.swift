import WeirHost

/// What a calendar says about one day.
package enum DatePart: Sendable {
  case year, quarterOfYear, monthOfYear, weekOfYear, dayOfYear, dayOfMonth, daysInMonth
  /// Monday is 0.
  case dayOfWeek
  /// Sunday is 0.
  case weekday
  case isLeapYear, isYearStart, isYearEnd, isQuarterStart, isQuarterEnd, isMonthStart, isMonthEnd

  package var isBoolean: Bool {
    switch self {
    case .isLeapYear, .isYearStart, .isYearEnd, .isQuarterStart, .isQuarterEnd, .isMonthStart, .isMonthEnd: true
    default: false
    }
  }

  /// - Parameter day: after 1970.01.01.
  func value(ofDay day: Int64) -> Int32 {
    switch self {
    case .dayOfWeek: return DatePart.dayOfWeek(day)
    case .weekday: return Int32(TemporalConversion.floorModulo(day + 4, 7))
    case .weekOfYear: return DatePart.weekOfYear(day)
    default: return value(of: CivilDate(daysSinceEpoch: Int(day)), day)
    }
  }

  private func value(of civil: CivilDate, _ day: Int64) -> Int32 {
    switch self {
    case .year: return Int32(truncatingIfNeeded: civil.year)
    case .quarterOfYear: return Int32((civil.month - 1) / 3 + 1)
    case .monthOfYear: return Int32(civil.month)
    case .dayOfMonth: return Int32(civil.day)
    case .dayOfYear: return Int32(Int(day) - CivilDate(year: civil.year, month: 1, day: 1).daysSinceEpoch + 1)
    case .daysInMonth: return Int32(CivilDate.daysInMonth(civil.year, civil.month))
    case .isLeapYear: return CivilDate.isLeap(civil.year) ? 1 : 0
    case .isYearStart: return civil.month == 1 && civil.day == 1 ? 1 : 0
    case .isYearEnd: return civil.month == 12 && civil.day == 31 ? 1 : 0
    case .isQuarterStart: return civil.month % 3 == 1 && civil.day == 1 ? 1 : 0
    case .isQuarterEnd: return civil.month % 3 == 0 && civil.day == CivilDate.daysInMonth(civil.year, civil.month) ? 1 : 0
    case .isMonthStart: return civil.day == 1 ? 1 : 0
    default: return civil.day == CivilDate.daysInMonth(civil.year, civil.month) ? 1 : 0
    }
  }

  /// 1970.01.01 was a Thursday.
  static func dayOfWeek(_ day: Int64) -> Int32 { Int32(TemporalConversion.floorModulo(day + 3, 7)) }

  /// Weeks begin on Monday; the first one of a year is the one with its first Thursday (ISO 8601).
  private static func weekOfYear(_ day: Int64) -> Int32 {
    let thursday = day - Int64(dayOfWeek(day)) + 3
    let year = CivilDate(daysSinceEpoch: Int(thursday)).year
    return Int32((Int(thursday) - CivilDate(year: year, month: 1, day: 1).daysSinceEpoch) / 7 + 1)
  }
}

/// What a clock says about one moment.
package enum ClockPart: Sendable {
  case hour, minuteOfHour, secondOfMinute, millisecond, microsecond, nanosecond

  /// Nanoseconds of one, and how many there are before they begin anew.
  fileprivate var unit: (nanoseconds: Int64, cycle: Int64) {
    switch self {
    case .hour: (3_600_000_000_000, 24)
    case .minuteOfHour: (60_000_000_000, 60)
    case .secondOfMinute: (1_000_000_000, 60)
    case .millisecond: (1_000_000, 1000)
    case .microsecond: (1000, 1_000_000)
    case .nanosecond: (1, 1_000_000_000)
    }
  }
}

extension Vector {
  /// A calendar part of every element: INT, or BOOL for the questions.
  /// - Throws: `.type` when the elements have no date.
  package final func datePart(_ part: DatePart) throws -> Vector {
    guard type != .void else { return try Vector.nulls(part.isBoolean ? .bool : .int, count: count) }
    guard type.hasDate else { throw KernelError.type("a temporal value with a date is expected, got \(type.name)") }
    let result = try FixedVector(.int, count: count)
    let target = result.pointer(Int32.self)
    if type == .month {
      TemporalLoop.days(pointer(Int32.self), count, target, dayOf: TemporalConversion.firstDay) { part.value(ofDay: $0) }
    } else {
      let units = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
      if storage == .int32 {
        TemporalLoop.days(pointer(Int32.self), count, target, dayOf: { TemporalConversion.floorDivide($0, units) }) { part.value(ofDay: $0) }
      } else {
        TemporalLoop.days(pointer(Int64.self), count, target, dayOf: { TemporalConversion.floorDivide($0, units) }) { part.value(ofDay: $0) }
      }
    }
    return part.isBoolean ? try result.cast(to: .bool) : result
  }

  /// A clock part of every element, as INT.
  /// - Throws: `.type` when the elements have no time.
  package final func clockPart(_ part: ClockPart) throws -> Vector {
    guard type != .void else { return try Vector.nulls(.int, count: count) }
    let own = type.nanosecondsPerUnit
    guard own > 0, type != .date else { throw KernelError.type("a temporal value with a time is expected, got \(type.name)") }
    let result = try FixedVector(.int, count: count)
    let target = result.pointer(Int32.self)
    let (nanoseconds, cycle) = part.unit
    // A part finer than the type counts in units of the type.
    let divisor = max(nanoseconds / own, 1)
    let factor = max(own / nanoseconds, 1)
    let body = { (value: Int64) in
      Int32(truncatingIfNeeded: TemporalConversion.floorModulo(TemporalConversion.floorDivide(value, divisor), max(cycle / factor, 1)) &* factor % cycle)
    }
    if storage == .int32 { TemporalLoop.each(pointer(Int32.self), count, target, body) } else { TemporalLoop.each(pointer(Int64.self), count, target, body) }
    return result
  }
}

/// Loops over raw temporal values; nulls stay null.
/// Interrupted, they leave the rows to come unwritten; nobody sees them, because the evaluator looks at the cancellation behind every call.
enum TemporalLoop {
  @inline(__always)
  static func each<Source: FixedWidthInteger & VectorElement, Target: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ count: Int, _ target: UnsafeMutablePointer<Target>, _ body: (Int64) -> Target
  ) {
    var row = 0
    while row < count {
      if row & 65_535 == 0, StopFlag.isRaised { return }
      target[row] = source[row].isNull ? .null : body(Int64(source[row]))
      row &+= 1
    }
  }

  /// Rows mostly stay on the same day, so what was said about the last one is kept.
  @inline(__always)
  static func days<Source: FixedWidthInteger & VectorElement>(
    _ source: UnsafeMutablePointer<Source>, _ count: Int, _ target: UnsafeMutablePointer<Int32>, dayOf: (Int64) -> Int64, _ body: (Int64) -> Int32
  ) {
    var row = 0
    var lastDay = Int64.min
    var lastValue: Int32 = .null
    while row < count {
      if row & 65_535 == 0, StopFlag.isRaised { return }
      if source[row].isNull {
        target[row] = .null
      } else {
        let day = dayOf(Int64(source[row]))
        if day != lastDay {
          lastDay = day
          lastValue = body(day)
        }
        target[row] = lastValue
      }
      row &+= 1
    }
  }
}
