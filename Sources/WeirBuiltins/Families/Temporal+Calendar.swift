import WeirRuntime
import WeirTables

// The days that begin and end weeks, months, quarters and years.
extension StandardCatalog {
  static let calendarDays: [Builtin] = calendarMonths + calendarYears + calendarWeeks + fiscalYears

  private static let calendarMonths: [Builtin] = [
    grid("monthBegin(X", "The first day of the month of `X`", Example("monthBegin(2016.12.06)", gives: "2016.12.01")) { _ in
      .periodBegin(months: 1, startingMonth: 0, isBusiness: false)
    },
    grid("monthEnd(X", "The last day of the month of `X`", Example("monthEnd(2016.12.06)", gives: "2016.12.31")) { _ in
      .periodEnd(months: 1, endingMonth: 0, isBusiness: false)
    },
    grid("businessMonthBegin(X", "The first Monday to Friday of the month of `X`", Example("businessMonthBegin(2016.10.06)", gives: "2016.10.03")) { _ in
      .periodBegin(months: 1, startingMonth: 0, isBusiness: true)
    },
    grid("businessMonthEnd(X", "The last Monday to Friday of the month of `X`", Example("businessMonthEnd(2016.07.06)", gives: "2016.07.29")) { _ in
      .periodEnd(months: 1, endingMonth: 0, isBusiness: true)
    },
    grid(
      "semiMonthBegin(X, [dayOfMonth=15]", "The last day at or before `X` that is the first of a month or its `dayOfMonth`",
      Example("semiMonthBegin(2012.06.24)", gives: "2012.06.15")
    ) { call in .semiMonthBegin(dayOfMonth: try number(call, 1, in: 2...27, default: 15)) },
    grid(
      "semiMonthEnd(X, [dayOfMonth=15]", "The end of the month before, or from `dayOfMonth` on that day of the month of `X`",
      Example("semiMonthEnd(2012.06.12)", gives: "2012.05.31")
    ) { call in .semiMonthEnd(dayOfMonth: try number(call, 1, in: 2...27, default: 15)) },
  ]

  private static let calendarYears: [Builtin] = [
    begin("quarterBegin", months: 3, "quarter", Example("quarterBegin(2012.06.12)", gives: "2012.04.01")),
    end("quarterEnd", months: 3, "quarter", Example("quarterEnd(2012.06.12)", gives: "2012.06.30")),
    begin("businessQuarterBegin", months: 3, "quarter", Example("businessQuarterBegin(2012.06.12)", gives: "2012.04.02"), isBusiness: true),
    end("businessQuarterEnd", months: 3, "quarter", Example("businessQuarterEnd(2012.06.12)", gives: "2012.06.29"), isBusiness: true),
    begin("semiannualBegin", months: 6, "half-year", Example("semiannualBegin(2025.08.10)", gives: "2025.07.01")),
    end("semiannualEnd", months: 6, "half-year", Example("semiannualEnd(2025.08.10)", gives: "2025.12.31")),
    begin("yearBegin", months: 12, "year", Example("yearBegin(2012.06.12, 10)", gives: "2011.10.01")),
    end("yearEnd", months: 12, "year", Example("yearEnd(2012.06.12, 3)", gives: "2013.03.31")),
    begin("businessYearBegin", months: 12, "year", Example("businessYearBegin(2011.06.02)", gives: "2011.01.03"), isBusiness: true),
    end("businessYearEnd", months: 12, "year", Example("businessYearEnd(2011.06.12)", gives: "2011.12.30"), isBusiness: true),
  ]

  private static let calendarWeeks: [Builtin] = [
    grid("businessDay(X", "`X`, or the Friday before when it is a weekend", Example("businessDay(2019.01.06)", gives: "2019.01.04")) { _ in .businessDay },
    grid(
      "weekBegin(X, [weekday=0]", "The last `weekday` (0 is Monday) at or before `X`", Example("weekBegin(2019.11.24)", gives: "2019.11.18")
    ) { call in .weekBegin(weekday: try number(call, 1, in: 0...6, default: 0)) },
    grid(
      "weekEnd(X, [weekday=0]", "The first `weekday` (0 is Monday) at or behind `X`", Example("weekEnd(2019.11.24)", gives: "2019.11.25"),
      aliases: ["week"]
    ) { call in .weekEnd(weekday: try number(call, 1, in: 0...6, default: 0)) },
    grid(
      "weekOfMonth(X, [week=0], [weekday=0]", "The last day at or before `X` that is the `week`th (from 0) `weekday` (0 is Monday) of a month",
      Example("weekOfMonth(2019.11.01, 2, 4)", gives: "2019.10.18")
    ) { call in .weekOfMonth(week: try number(call, 1, in: 0...3, default: 0), weekday: try number(call, 2, in: 0...6, default: 0)) },
    grid(
      "lastWeekOfMonth(X, [weekday=0]", "The last day at or before `X` that is the last `weekday` (0 is Monday) of a month",
      Example("lastWeekOfMonth(2019.11.24, 2)", gives: "2019.10.30")
    ) { call in .lastWeekOfMonth(weekday: try number(call, 1, in: 0...6, default: 0)) },
  ]

  private static let fiscalYears: [Builtin] = [
    grid(
      "fy5253(X, [weekday=0], [startingMonth=1], [nearest=true]", "The first day of the fiscal year of 52 or 53 weeks that `X` lies in",
      Example("fy5253(2016.11.01, 0, 1, true)", gives: "2016.02.01")
    ) { call in
      .fiscalYear(
        weekday: try number(call, 1, in: 0...6, default: 0), startingMonth: try number(call, 2, in: 1...12, default: 1),
        isNearest: try call.bool(3, default: true))
    },
    grid(
      "fy5253Quarter(X, [weekday=0], [startingMonth=1], [qtrWithExtraWeek=1], [nearest=true]",
      "The first day of the quarter that `X` lies in, of a fiscal year of 52 or 53 weeks",
      Example("fy5253Quarter(2019.12.01, 0, 1, 1, true)", gives: "2019.11.04")
    ) { call in
      .fiscalQuarter(
        weekday: try number(call, 1, in: 0...6, default: 0), startingMonth: try number(call, 2, in: 1...12, default: 1),
        longQuarter: try number(call, 3, in: 1...4, default: 1), isNearest: try call.bool(4, default: true))
    },
  ]

  private static func begin(_ name: String, months: Int, _ period: String, _ example: Example, isBusiness: Bool = false) -> Builtin {
    let day = isBusiness ? "first Monday to Friday" : "first day"
    return grid("\(name)(X, [startingMonth=1]", "The \(day) of the \(period) of `X`, counted so that one begins with `startingMonth`", example) { call in
      .periodBegin(months: months, startingMonth: try number(call, 1, in: 1...12, default: 1) - 1, isBusiness: isBusiness)
    }
  }

  private static func end(_ name: String, months: Int, _ period: String, _ example: Example, isBusiness: Bool = false) -> Builtin {
    let day = isBusiness ? "last Monday to Friday" : "last day"
    return grid("\(name)(X, [endingMonth=12]", "The \(day) of the \(period) of `X`, counted so that one ends with `endingMonth`", example) { call in
      .periodEnd(months: months, endingMonth: try number(call, 1, in: 1...12, default: 12) - 1, isBusiness: isBusiness)
    }
  }

  /// A function whose signature ends with `[offset], [n=1]`.
  private static func grid(
    _ signature: String, _ summary: String, _ example: Example, aliases: [String] = [], _ make: @escaping @Sendable (borrowing Call) throws -> CalendarGrid
  ) -> Builtin {
    let offset = signature.count { $0 == "," } + 1
    return Builtin(
      "\(signature), [offset], [n=1])", aliases: aliases, summary: summary + "; with `n` only every `n`th counts, from that of `offset` on.",
      example: example, axis: .elementwise
    ) { call in
      let grid = try make(call)
      let step = try call.int(offset + 1, default: 1)
      guard step >= 1 else { throw call.invalid(offset + 1, "must be positive, got \(step)") }
      var origin: Int?
      if call.has(offset), !call[offset].isNull { origin = Int(try call[offset].castScalar(to: .date).rawInteger) }
      return try mapping(call) { try grid.days(of: $0, origin: origin, step: step) }
    }
  }

  private static func number(_ call: borrowing Call, _ index: Int, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
    let value = try call.int(index, default: fallback)
    guard range.contains(value) else { throw call.invalid(index, "must be \(range.lowerBound) to \(range.upperBound), got \(value)") }
    return value
  }
}
