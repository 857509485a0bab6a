import Synchronization

/// The trading calendars of the process, by name: those of some exchanges, and those that scripts make.
package enum TradingCalendars {
  private static let known = Mutex(Dictionary(uniqueKeysWithValues: builtIn.map { ($0.name, $0) }))

  package static func find(_ name: String) -> TradingCalendar? { known.withLock { $0[name] } }

  /// - Throws: `.name` for a calendar that is not known.
  package static func named(_ name: String) throws -> TradingCalendar {
    guard let calendar = find(name) else { throw KernelError(.name, "the trading calendar '\(name)' is not known: make it with `addMarketHoliday`") }
    return calendar
  }

  package static var names: [String] { known.withLock { $0.keys.sorted() } }
  package static func set(_ calendar: TradingCalendar) { known.withLock { $0[calendar.name] = calendar } }
  package static func remove(_ name: String) { known.withLock { $0[name] = nil } }

  private static var builtIn: [TradingCalendar] {
    let american = AmericanHolidays.years.flatMap(AmericanHolidays.days)
    return ["XNYS", "XNAS"].map { TradingCalendar($0, .holidayDate, days: american, years: AmericanHolidays.years) }
      + ["XSHG", "XSHE", "CCFX", "SSE", "SZSE", "CFFEX", "SHFE", "DCE", "CZCE", "INE"].map {
        TradingCalendar($0, .holidayDate, days: ChineseHolidays.days, years: ChineseHolidays.years)
      }
  }
}

/// When the New York Stock Exchange is closed, by its rule 7.2.
private enum AmericanHolidays {
  static let years = 2000...2030

  static func days(of year: Int) -> [Int] {
    let floating = [
      weekday(0, 3, year, 1), weekday(0, 3, year, 2), easterSunday(year) - 2, lastMonday(year, 5), weekday(0, 1, year, 9), weekday(3, 4, year, 11),
    ]
    // The first of January is not made up for on a Friday, which ends the year before.
    let newYear = day(year, 1, 1)
    let fixed = [(7, 4), (12, 25)] + (year >= 2022 ? [(6, 19)] : [])
    return floating + fixed.map { observed(day(year, $0.0, $0.1)) } + (weekday(of: newYear) == 5 ? [] : [observed(newYear)]) + (single[year] ?? []).map { day(year, $0.0, $0.1) }
  }

  /// Days of mourning, of attacks and of storms.
  private static let single: [Int: [(Int, Int)]] = [
    2001: [(9, 11), (9, 12), (9, 13), (9, 14)], 2004: [(6, 11)], 2007: [(1, 2)], 2012: [(10, 29), (10, 30)], 2018: [(12, 5)], 2025: [(1, 9)],
  ]

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int { CivilDate(year: year, month: month, day: day).daysSinceEpoch }

  /// 0 is Monday.
  private static func weekday(of day: Int) -> Int { Int(TemporalConversion.floorModulo(Int64(day) + 3, 7)) }

  /// The `nth` such weekday of a month.
  private static func weekday(_ weekday: Int, _ nth: Int, _ year: Int, _ month: Int) -> Int {
    let first = day(year, month, 1)
    return first + Int(TemporalConversion.floorModulo(Int64(weekday - self.weekday(of: first)), 7)) + (nth - 1) * 7
  }

  private static func lastMonday(_ year: Int, _ month: Int) -> Int {
    let last = day(year, month, CivilDate.daysInMonth(year, month))
    return last - weekday(of: last)
  }

  /// The Friday before a Saturday, the Monday behind a Sunday.
  private static func observed(_ day: Int) -> Int {
    switch weekday(of: day) {
    case 5: day - 1
    case 6: day + 1
    default: day
    }
  }

  /// - Source: the algorithm of Meeus, Jones and Butcher for the Gregorian Easter.
  private static func easterSunday(_ year: Int) -> Int {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
    return day(year, f / 31, f % 31 + 1)
  }
}

/// When the exchanges of mainland China are closed from Monday to Friday, as their yearly notices say.
private enum ChineseHolidays {
  static let years = 2018...2025

  static var days: [Int] {
    text.split(whereSeparator: { $0 == " " || $0 == "\n" }).flatMap { word -> [Int] in
      let ends = word.split(separator: "-").map { Int($0) ?? 0 }
      guard let first = ends.first, let last = ends.last else { return [] }
      return Array(day(first)...day(last))
    }
  }

  private static func day(_ number: Int) -> Int { CivilDate(year: number / 10000, month: number / 100 % 100, day: number % 100).daysSinceEpoch }

  private static let text = """
    20180101 20180215-20180221 20180405-20180406 20180430-20180501 20180618 20180924 20181001-20181005 20181231
    20190101 20190204-20190208 20190405 20190501-20190503 20190607 20190913 20191001-20191007
    20200101 20200124-20200131 20200406 20200501-20200505 20200625-20200626 20201001-20201008
    20210101 20210211-20210217 20210405 20210503-20210505 20210614 20210920-20210921 20211001-20211007
    20220103 20220131-20220204 20220404-20220405 20220502-20220504 20220603 20220912 20221003-20221007
    20230102 20230123-20230127 20230405 20230501-20230503 20230622-20230623 20230929-20231006
    20240101 20240209-20240216 20240404-20240405 20240501-20240503 20240610 20240916-20240917 20241001-20241007
    20250101 20250128-20250204 20250404 20250501-20250505 20250602 20251001-20251008
    """
}
