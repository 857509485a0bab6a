/// A sequence of days that divides the calendar, such as the first days of quarters or the last business days of years.
///
/// The days are numbered; `index` says which one a day belongs to, `day` which day that is.
package enum CalendarGrid: Sendable {
  /// The first day of every `months` months, counted from a month of the year (0 is January).
  case periodBegin(months: Int, startingMonth: Int, isBusiness: Bool)
  /// The last day of every `months` months, counted so that one ends with the given month (0 is January).
  case periodEnd(months: Int, endingMonth: Int, isBusiness: Bool)
  /// The first of a month and the day `dayOfMonth`.
  case semiMonthBegin(dayOfMonth: Int)
  /// The last of a month and the day `dayOfMonth`.
  case semiMonthEnd(dayOfMonth: Int)
  /// A day of the week, Monday being 0; the last one that is not behind the day, or the first one that is not before it.
  case weekBegin(weekday: Int)
  case weekEnd(weekday: Int)
  /// The `week`th (from 0) such weekday of a month; of `lastWeekOfMonth` the last.
  case weekOfMonth(week: Int, weekday: Int)
  case lastWeekOfMonth(weekday: Int)
  /// Years of 52 or 53 weeks that begin on a weekday near the end of a month (1 to 12); `nearest` takes the closest one, else the last one in the month.
  case fiscalYear(weekday: Int, startingMonth: Int, isNearest: Bool)
  /// Quarters of such a year; a 53rd week goes to the quarter `longQuarter` (1 to 4).
  case fiscalQuarter(weekday: Int, startingMonth: Int, longQuarter: Int, isNearest: Bool)
  /// Monday to Friday.
  case businessDay
  /// The days on which an exchange trades.
  case tradingDay(TradingCalendar)

  /// Whether a day belongs to the next day of the grid and not to the last one.
  package var isEnd: Bool {
    switch self {
    case .periodEnd, .weekEnd: true
    default: false
    }
  }
}

extension CalendarGrid {
  /// The number of the grid's day that `day` belongs to.
  package func index(of day: Int) -> Int {
    switch self {
    case .periodBegin(let months, let start, let isBusiness):
      let index = floorDivide(month(day) - start, months)
      // A weekend that begins a period belongs to the one before.
      return isBusiness && self.day(index) > day ? index - 1 : index
    case .periodEnd(let months, let end, let isBusiness):
      let index = -floorDivide(end - month(day), months)
      return isBusiness && self.day(index) < day ? index + 1 : index
    case .semiMonthBegin(let dayOfMonth), .semiMonthEnd(let dayOfMonth):
      return month(day) * 2 + (CivilDate(daysSinceEpoch: day).day >= dayOfMonth ? 1 : 0)
    case .weekBegin(let weekday): return floorDivide(day + 3 - weekday, 7)
    case .weekEnd(let weekday): return -floorDivide(weekday - 3 - day, 7)
    case .weekOfMonth, .lastWeekOfMonth: return self.day(month(day)) <= day ? month(day) : month(day) - 1
    case .fiscalYear: return floorIndex(of: day, from: CivilDate(daysSinceEpoch: day).year)
    case .fiscalQuarter: return floorIndex(of: day, from: CivilDate(daysSinceEpoch: day).year * 4 + 3)
    case .businessDay:
      let week = floorDivide(day + 3, 7)
      return week * 5 + min(day + 3 - week * 7, 4)
    case .tradingDay(let calendar): return calendar.index(of: day)
    }
  }

  /// The last index whose day is not behind `day`, sought around a guess.
  private func floorIndex(of day: Int, from guess: Int) -> Int {
    var index = guess
    while self.day(index + 1) <= day { index += 1 }
    while self.day(index) > day { index -= 1 }
    return index
  }

  /// The day with that number, after 1970.01.01.
  package func day(_ index: Int) -> Int {
    switch self {
    case .periodBegin(let months, let start, let isBusiness):
      let day = firstDay(index * months + start)
      return isBusiness ? CalendarGrid.businessDay(notBefore: day) : day
    case .periodEnd(let months, let end, let isBusiness):
      let day = firstDay(index * months + end + 1) - 1
      return isBusiness ? CalendarGrid.businessDay(notBehind: day) : day
    case .semiMonthBegin(let dayOfMonth): return firstDay(floorDivide(index, 2)) + (index & 1 == 0 ? 0 : dayOfMonth - 1)
    case .semiMonthEnd(let dayOfMonth): return firstDay(floorDivide(index, 2)) + (index & 1 == 0 ? -1 : dayOfMonth - 1)
    case .weekBegin(let weekday), .weekEnd(let weekday): return index * 7 - 3 + weekday
    case .weekOfMonth(let week, let weekday): return firstDay(index) + modulo(weekday - weekdayOf(firstDay(index)), 7) + week * 7
    case .lastWeekOfMonth(let weekday):
      let last = firstDay(index + 1) - 1
      return last - modulo(weekdayOf(last) - weekday, 7)
    case .fiscalYear(let weekday, let month, let isNearest): return CalendarGrid.fiscalYearStart(index, weekday, month, isNearest)
    case .fiscalQuarter(let weekday, let month, let longQuarter, let isNearest):
      let year = floorDivide(index, 4)
      let quarter = index - year * 4
      let start = CalendarGrid.fiscalYearStart(year, weekday, month, isNearest)
      let weeks = (CalendarGrid.fiscalYearStart(year + 1, weekday, month, isNearest) - start) / 7
      return start + (quarter * 13 + (weeks > 52 && quarter >= longQuarter ? weeks - 52 : 0)) * 7
    case .businessDay:
      let week = floorDivide(index, 5)
      return week * 7 - 3 + (index - week * 5)
    case .tradingDay(let calendar): return calendar.day(index)
    }
  }

  private static func fiscalYearStart(_ year: Int, _ weekday: Int, _ month: Int, _ isNearest: Bool) -> Int {
    let last = CivilDate(year: year, month: month, day: CivilDate.daysInMonth(year, month)).daysSinceEpoch
    let behind = Int(TemporalConversion.floorModulo(Int64(last) + 3 - Int64(weekday), 7))
    return isNearest && behind > 3 ? last - behind + 7 : last - behind
  }

  static func businessDay(notBefore day: Int) -> Int {
    let weekday = Int(DatePart.dayOfWeek(Int64(day)))
    return weekday < 5 ? day : day + 7 - weekday
  }

  static func businessDay(notBehind day: Int) -> Int { day - max(Int(DatePart.dayOfWeek(Int64(day))) - 4, 0) }

  private func month(_ day: Int) -> Int { Int(TemporalConversion.month(ofDay: Int64(day))) }
  private func firstDay(_ month: Int) -> Int { Int(TemporalConversion.firstDay(ofMonth: Int64(month))) }
  private func weekdayOf(_ day: Int) -> Int { Int(DatePart.dayOfWeek(Int64(day))) }
  private func floorDivide(_ value: Int, _ divisor: Int) -> Int { Int(TemporalConversion.floorDivide(Int64(value), Int64(divisor))) }
  private func modulo(_ value: Int, _ divisor: Int) -> Int { Int(TemporalConversion.floorModulo(Int64(value), Int64(divisor))) }
}

extension CalendarGrid {
  /// The day of the grid that `day` belongs to, when only every `step`th counts, from the one that `origin` belongs to.
  package func day(of day: Int, origin: Int, step: Int) -> Int {
    let index = index(of: day)
    guard step > 1 else { return self.day(index) }
    let start = self.index(of: origin)
    let distance = isEnd ? -floorDivide(start - index, step) : floorDivide(index - start, step)
    return self.day(start + distance * step)
  }

  /// The day of the grid for every element, as DATE.
  /// - Parameter origin: in days; nil takes the first day among the elements.
  /// - Throws: `.type` when the elements have no date.
  package func days(of values: Vector, origin: Int?, step: Int) throws -> Vector {
    guard values.type.hasDate, let dates = try values.cast(to: .date) as? FixedVector else {
      throw KernelError.type("a temporal value with a date is expected, got \(values.type.name)")
    }
    let source = dates.pointer(Int32.self)
    let result = try FixedVector(.date, count: dates.count)
    if case .tradingDay(let calendar) = self, let extent = extent(source, dates.count) {
      try calendar.require(extent.lowerBound)
      try calendar.require(extent.upperBound)
    }
    let first = origin ?? Int((0..<dates.count).lazy.map { source[$0] }.filter { !$0.isNull }.min() ?? 0)
    TemporalLoop.days(source, dates.count, result.pointer(Int32.self), dayOf: { $0 }) {
      Int32(truncatingIfNeeded: day(of: Int($0), origin: first, step: step))
    }
    return result
  }

  private func extent(_ days: UnsafePointer<Int32>, _ count: Int) -> ClosedRange<Int>? {
    let known = (0..<count).lazy.map { days[$0] }.filter { !$0.isNull }
    guard let least = known.min(), let greatest = known.max() else { return nil }
    return Int(least)...Int(greatest)
  }
}
