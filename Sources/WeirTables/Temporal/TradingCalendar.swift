/// The days on which an exchange trades. They are numbered; `index` says which one is the last that is not behind a day, `day` which day has a number.
package final class TradingCalendar: Sendable {
  /// What the days of a calendar are that somebody makes.
  package enum Kind: String, Sendable, CaseIterable {
    /// Days from Monday to Friday on which it is closed.
    case holidayDate
    /// The days on which it is open, and there are no others.
    case tradingDate
  }

  package let name: String
  package let kind: Kind
  /// Ascending, after 1970.01.01: what `kind` says.
  package let days: [Int]
  /// The years that the calendar knows; nil for one that somebody made, who knows it better.
  private let years: ClosedRange<Int>?

  package init(_ name: String, _ kind: Kind, days: [Int], years: ClosedRange<Int>? = nil) {
    self.name = name
    self.kind = kind
    self.years = years
    let isBusinessDay = { (day: Int) in CalendarGrid.businessDay(notBefore: day) == day }
    self.days = Set(kind == .holidayDate ? days.filter(isBusinessDay) : days).sorted()
  }

  /// The first of January of the first year that it has a day in, and the last of December of the last; nil when it has none.
  package var extent: ClosedRange<Int>? {
    if let years { return firstDay(years.lowerBound)...(firstDay(years.upperBound + 1) - 1) }
    guard let first = days.first, let last = days.last else { return nil }
    return firstDay(CivilDate(daysSinceEpoch: first).year)...(firstDay(CivilDate(daysSinceEpoch: last).year + 1) - 1)
  }

  private func firstDay(_ year: Int) -> Int { CivilDate(year: year, month: 1, day: 1).daysSinceEpoch }

  /// - Throws: `.value` for a day of which the calendar knows nothing.
  package func require(_ day: Int) throws {
    if let years, !years.contains(CivilDate(daysSinceEpoch: day).year) {
      throw KernelError.value("the trading calendar \(name) knows the years \(years.lowerBound) to \(years.upperBound) only")
    }
    guard kind == .holidayDate || days.first.map({ $0 <= day }) ?? false && days.last.map({ day <= $0 }) ?? false else {
      throw KernelError.value("The returned date does not exist in trading calendar [\(name)].")
    }
  }

  /// How many of `days` are not behind `day`.
  private func count(upTo day: Int) -> Int {
    var (low, high) = (0, days.count)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  package func index(of day: Int) -> Int {
    let count = count(upTo: day)
    return kind == .tradingDate ? count - 1 : CalendarGrid.businessDay.index(of: day) - count
  }

  /// - Precondition: for trading days, the day exists; what lies outside gives the first or the last.
  package func day(_ index: Int) -> Int {
    if kind == .tradingDate { return days.isEmpty ? 0 : days[min(max(index, 0), days.count - 1)] }
    // Each holiday before it moves the day on, perhaps beyond another holiday.
    var passed = 0
    while true {
      let day = CalendarGrid.businessDay.day(index + passed)
      let count = count(upTo: day)
      if count == passed { return day }
      passed = count
    }
  }

  package func isOpen(on day: Int) -> Bool {
    let isListed = count(upTo: day) > count(upTo: day - 1)
    return kind == .tradingDate ? isListed : !isListed && CalendarGrid.businessDay(notBefore: day) == day
  }

  /// `count` trading days on or back. Seen from the day before going on, and from the day behind going back, days without trade are no step at all.
  /// - Throws: `.value` when the calendar does not know the day that this gives.
  package func moved(_ day: Int, by count: Int) throws -> Int {
    let index = index(of: day) + (count > 0 || isOpen(on: day) ? 0 : 1) + count
    if kind == .tradingDate, !days.indices.contains(index) { throw KernelError.value("The returned date does not exist in trading calendar [\(name)].") }
    if kind == .holidayDate { try require(day) }
    let moved = self.day(index)
    try require(moved)
    return moved
  }
}
