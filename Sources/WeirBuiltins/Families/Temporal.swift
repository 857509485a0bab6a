import WeirHost
import WeirRuntime
import WeirTables

// Dates and times.
extension StandardCatalog {
  static let temporal: [Builtin] = temporalTypes + dateParts + clockParts + calendarDays + temporalArithmetic + temporalText + resampling + markets + clocks
}

// MARK: Conversions

extension StandardCatalog {
  private static let temporalTypes: [Builtin] = [
    conversion("date", .date, "The date of `X`; an integer counts days from 1970.01.01.", Example("date(2012.12.03 01:22:01)", gives: "2012.12.03")),
    conversion("month", .month, "The month of `X`.", Example("month(2012.12.23)", gives: "2012.12M")),
    conversion("minute", .minute, "The hour and minute of `X`; an integer counts minutes from midnight.", Example("minute(61)", gives: "01:01m")),
    conversion("second", .second, "The time of `X` to the second; an integer counts seconds from midnight.", Example("second(61)", gives: "00:01:01")),
    conversion("time", .time, "The time of `X` to the millisecond; an integer counts milliseconds.", Example("time(1)", gives: "00:00:00.001")),
    conversion(
      "nanotime", .nanotime, "The time of `X` to the nanosecond; an integer counts nanoseconds.",
      Example("nanotime(12:06:09)", gives: "12:06:09.000000000")),
    conversion(
      "datehour", .dateHour, "The date and hour of `X`; an integer counts hours from 1970.01.01.",
      Example("datehour(2012.06.13 13:30:10)", gives: "2012.06.13T13")),
    conversion(
      "datetime", .datetime, "The date and time of `X` to the second; an integer counts seconds from 1970.01.01.",
      Example("datetime(2009.11.10)", gives: "2009.11.10T00:00:00")),
    conversion(
      "timestamp", .timestamp, "The date and time of `X` to the millisecond; an integer counts milliseconds from 1970.01.01.",
      Example("timestamp(2016.10.12)", gives: "2016.10.12T00:00:00.000")),
    conversion(
      "nanotimestamp", .nanotimestamp, "The date and time of `X` to the nanosecond; an integer counts nanoseconds from 1970.01.01.",
      Example("nanotimestamp(1000000000)", gives: "1970.01.01T00:00:01.000000000")),
  ]

  private static func conversion(_ name: String, _ type: ElementType, _ summary: String, _ example: Example) -> Builtin {
    Builtin("\(name)([X])", summary: summary, example: example, axis: .elementwise, ascendsOver: type.temporalLine) { call in
      guard call.has(0) else { return .null(type) }
      return try mapping(call) { try $0.cast(to: type) }
    }
  }
}

// MARK: Parts

extension StandardCatalog {
  private static let dateParts: [Builtin] = [
    datePart("year", .year, "The year of `X`.", Example("year(2012.12.03)", gives: "2012")),
    datePart("quarterOfYear", .quarterOfYear, "The quarter of `X`, 1 to 4.", Example("quarterOfYear(2012.07.02)", gives: "3")),
    datePart("monthOfYear", .monthOfYear, "The month of `X`, 1 to 12.", Example("monthOfYear(2012.07.02)", gives: "7")),
    datePart(
      "weekOfYear", .weekOfYear, "The week of `X`, 1 to 53; the first week of a year holds its first Thursday.",
      Example("weekOfYear(2012.07.02)", gives: "27")),
    datePart("dayOfYear", .dayOfYear, "The day of `X` in its year, from 1.", Example("dayOfYear(2012.12.31)", gives: "366")),
    datePart("dayOfMonth", .dayOfMonth, "The day of `X` in its month, from 1.", Example("dayOfMonth(2012.07.02)", gives: "2")),
    datePart("dayOfWeek", .dayOfWeek, "The day of `X` in its week; Monday is 0.", Example("dayOfWeek(2012.12.05)", gives: "2")),
    datePart("daysInMonth", .daysInMonth, "How many days the month of `X` has.", Example("daysInMonth(2012.02.01)", gives: "29")),
    datePart("isLeapYear", .isLeapYear, "Whether the year of `X` has 366 days.", Example("isLeapYear(2012.06.25)", gives: "true")),
    datePart(
      "isYearStart", .isYearStart, "Whether `X` is the first day of a year.", Example("isYearStart(2011.01.01)", gives: "true"),
      aliases: ["isYearBegin"]),
    datePart("isYearEnd", .isYearEnd, "Whether `X` is the last day of a year.", Example("isYearEnd(2011.12.31)", gives: "true")),
    datePart("isQuarterStart", .isQuarterStart, "Whether `X` is the first day of a quarter.", Example("isQuarterStart(2011.04.01)", gives: "true")),
    datePart("isQuarterEnd", .isQuarterEnd, "Whether `X` is the last day of a quarter.", Example("isQuarterEnd(2011.04.01)", gives: "false")),
    datePart("isMonthStart", .isMonthStart, "Whether `X` is the first day of a month.", Example("isMonthStart(2011.04.01)", gives: "true")),
    datePart("isMonthEnd", .isMonthEnd, "Whether `X` is the last day of a month.", Example("isMonthEnd(2012.02.29)", gives: "true")),
    Builtin(
      "weekday(X, [startFromSunday=true])", summary: "The day of `X` in its week; 0 is Sunday, or Monday when `startFromSunday` is false.",
      example: Example("weekday(2012.12.05)", gives: "3"), axis: .elementwise
    ) { call in
      let part: DatePart = try call.bool(1, default: true) ? .weekday : .dayOfWeek
      return try mapping(call) { try $0.datePart(part) }
    },
  ]

  private static func datePart(_ name: String, _ part: DatePart, _ summary: String, _ example: Example, aliases: [String] = []) -> Builtin {
    Builtin("\(name)(X)", aliases: aliases, summary: summary, example: example, axis: .elementwise, ascendsOver: part == .year ? .calendar : nil) { call in
      try mapping(call) { try $0.datePart(part) }
    }
  }

  private static let clockParts: [Builtin] = [
    clockPart("hour", .hour, "The hour of `X`, 0 to 23.", Example("hour(2012.12.03 01:22:01)", gives: "1"), aliases: ["hourOfDay"]),
    clockPart("minuteOfHour", .minuteOfHour, "The minute of `X` in its hour, 0 to 59.", Example("minuteOfHour(01:02:03)", gives: "2")),
    clockPart("secondOfMinute", .secondOfMinute, "The second of `X` in its minute, 0 to 59.", Example("secondOfMinute(01:02:03)", gives: "3")),
    clockPart("millisecond", .millisecond, "The milliseconds of `X` behind its second.", Example("millisecond(01:02:03.456)", gives: "456")),
    clockPart("microsecond", .microsecond, "The microseconds of `X` behind its second.", Example("microsecond(01:02:03.456)", gives: "456000")),
    clockPart("nanosecond", .nanosecond, "The nanoseconds of `X` behind its second.", Example("nanosecond(01:02:03.456)", gives: "456000000")),
  ]

  private static func clockPart(_ name: String, _ part: ClockPart, _ summary: String, _ example: Example, aliases: [String] = []) -> Builtin {
    Builtin("\(name)(X)", aliases: aliases, summary: summary, example: example, axis: .elementwise, ascendsOver: part == .hour ? .clock : nil) { call in
      try mapping(call) { try $0.clockPart(part) }
    }
  }
}

// MARK: Clocks

extension StandardCatalog {
  private static let clocks: [Builtin] = [
    Builtin(
      "now([nanoSecond=false])", summary: "The present moment on the local clock, to the millisecond or the nanosecond.",
      example: Example("typestr(now())", gives: "TIMESTAMP")
    ) { call in
      let nanoseconds = call.session.host.clock.localNanoseconds()
      if try call.bool(0, default: false) { return .integer(nanoseconds, .nanotimestamp) }
      return .integer(TemporalConversion.floorDivide(nanoseconds, 1_000_000), .timestamp)
    },
    Builtin("today()", summary: "The present date on the local clock.", example: Example("typestr(today())", gives: "DATE")) { call in
      let nanoseconds = call.session.host.clock.localNanoseconds()
      return .integer(TemporalConversion.floorDivide(nanoseconds, TemporalConversion.nanosecondsPerDay), .date)
    },
    Builtin(
      "gmtime(X)", summary: "`X`, told in local time, in UTC.", example: Example("localtime(gmtime(2018.01.22T15:20:26))", gives: "2018.01.22T15:20:26"),
      axis: .elementwise
    ) { call in
      let zone = call.session.host.clock.localZone
      return try mapping(call) { try ZoneConversion.convert($0, from: zone, to: .utc) }
    },
    Builtin(
      "localtime(X)", summary: "`X`, told in UTC, in local time.", example: Example("gmtime(localtime(2018.01.22T15:20:26))", gives: "2018.01.22T15:20:26"),
      axis: .elementwise
    ) { call in
      let zone = call.session.host.clock.localZone
      return try mapping(call) { try ZoneConversion.convert($0, from: .utc, to: zone) }
    },
    Builtin(
      "convertTZ(obj, srcTZ, destTZ)", summary: "`obj`, told in the time zone `srcTZ`, in the time zone `destTZ`.",
      example: Example("convertTZ(2016.04.25T08:25:45, \"US/Eastern\", \"Asia/Shanghai\")", gives: "2016.04.25T20:25:45"), axis: .elementwise
    ) { call in
      let source = try zone(call, 1)
      let target = try zone(call, 2)
      return try mapping(call) { try ZoneConversion.convert($0, from: source, to: target) }
    },
  ]

  private static func zone(_ call: borrowing Call, _ index: Int) throws -> TimeZone {
    let name = try call.string(index)
    guard let zone = TimeZone.named(name, on: call.session.host.disk) else { throw call.invalid(index, "names no time zone: '\(name)'") }
    return zone
  }
}
