import WeirTables

/// Days and times of day at which something is to happen again.
package struct Schedule: Sendable {
  package enum Days: Sendable {
    case daily
    /// 0 is Sunday.
    case weekly([Int])
    /// From 1; a month without such a day is passed by.
    case monthly([Int])
  }

  /// Minutes after midnight, ascending.
  package let times: [Int]
  package let days: Days
  /// Days since 1970.01.01, the last one with it.
  package let first: Int
  package let last: Int

  package static let minutesPerDay = 1440

  /// - Precondition: `times` is not empty, ascending, and within a day.
  package init(times: [Int], days: Days, from first: Int, through last: Int) {
    precondition(!times.isEmpty && times[0] >= 0 && times[times.count - 1] < Schedule.minutesPerDay)
    self.times = times
    self.days = days
    self.first = first
    self.last = last
  }

  /// The first moment at `minute` or behind it, in local minutes since 1970.01.01T00:00; nil when there is none any more.
  package func next(from minute: Int) -> Int? {
    var day = max(first, Schedule.day(of: minute))
    // The same days come again after four hundred years at the latest.
    let end = min(last, day + 146_097)
    while day <= end {
      if includes(day), let time = times.first(where: { day * Schedule.minutesPerDay + $0 >= minute }) { return day * Schedule.minutesPerDay + time }
      day += 1
    }
    return nil
  }

  /// Days since 1970.01.01.
  static func day(of minute: Int) -> Int { Int(TemporalConversion.floorDivide(Int64(minute), Int64(minutesPerDay))) }

  private func includes(_ day: Int) -> Bool {
    switch days {
    case .daily: true
    // 1970.01.01 was a Thursday.
    case .weekly(let weekdays): weekdays.contains(((day + 4) % 7 + 7) % 7)
    case .monthly(let dates): dates.contains(CivilDate(daysSinceEpoch: day).day)
    }
  }
}
