import WeirRuntime
import WeirTables

// Trading calendars.
extension StandardCatalog {
  static let markets: [Builtin] = [
    Builtin(
      "getMarketCalendar(marketName, [startDate], [endDate])", summary: "The trading days of an exchange.",
      example: Example("getMarketCalendar(\"XNYS\", 2022.01.01, 2022.01.06)", gives: "[2022.01.03,2022.01.04,2022.01.05,2022.01.06]")
    ) { call in
      let calendar = try naming(call.name) { try TradingCalendars.named(try call.string(0)) }
      let first = try marketDate(call, 1) ?? calendar.extent?.lowerBound ?? 0
      let last = try marketDate(call, 2) ?? calendar.extent?.upperBound ?? -1
      let result = try Vector.empty(.date)
      guard first <= last else { return .vector(result) }
      if calendar.kind == .holidayDate {
        try naming(call.name) {
          try calendar.require(first)
          try calendar.require(last)
        }
      }
      for (count, day) in (first...last).enumerated() {
        try Interruption.check(atRow: count)
        if calendar.isOpen(on: day) { try result.append(.integer(Int64(day), .date)) }
      }
      return .vector(result)
    },
    Builtin(
      "addMarketHoliday(marketName, holiday, [dateType='holidayDate'])",
      summary: "Makes a trading calendar of a name of four capitals: from the days on which the exchange is closed, or as 'tradingDate' from those on which it is open.",
      example: Example("addMarketHoliday(\"WEIA\", 2022.01.03 2022.01.05)\nd = temporalAdd(2022.01.01, 2, \"WEIA\")\ndeleteMarketHoliday(\"WEIA\")\nd", gives: "2022.01.06")
    ) { call in
      let name = try call.string(0)
      guard name.utf8.count == 4, name.utf8.allSatisfy({ (65...90).contains($0) }) else { throw call.invalid(0, "must be four capitals") }
      guard TradingCalendars.find(name) == nil else { throw KernelError.value("The added market '\(name)' already exists.") }
      guard let kind = TradingCalendar.Kind(rawValue: try call.string(2, default: "holidayDate")) else { throw call.invalid(2, "must be 'holidayDate' or 'tradingDate'") }
      TradingCalendars.set(TradingCalendar(name, kind, days: try marketDates(call, 1)))
      return .missing
    },
    Builtin(
      "updateMarketHoliday(marketName, holiday)", summary: "Other days for a trading calendar that there is.",
      example: Example("addMarketHoliday(\"WEIB\", [2022.01.03])\nupdateMarketHoliday(\"WEIB\", 2022.01.03 2022.01.04)\nd = temporalAdd(2022.01.01, 1WEIB)\ndeleteMarketHoliday(\"WEIB\")\nd", gives: "2022.01.05")
    ) { call in
      let calendar = try naming(call.name) { try TradingCalendars.named(try call.string(0)) }
      TradingCalendars.set(TradingCalendar(calendar.name, calendar.kind, days: try marketDates(call, 1)))
      return .missing
    },
    Builtin(
      "deleteMarketHoliday(marketName)", summary: "Forgets a trading calendar.",
      example: Example("addMarketHoliday(\"WEIC\", [2022.01.03])\ndeleteMarketHoliday(\"WEIC\")\n\"WEIC\" in listAllMarkets()", gives: "false")
    ) { call in
      TradingCalendars.remove(try naming(call.name) { try TradingCalendars.named(try call.string(0)) }.name)
      return .missing
    },
    Builtin("listAllMarkets()", summary: "The names of the trading calendars.", example: Example("\"XNYS\" in listAllMarkets()", gives: "true")) { _ in
      .vector(try StringVector(TradingCalendars.names))
    },
    Builtin(
      "getTradingCalendarType(marketName)", summary: "Whether a trading calendar was made from the days on which the exchange is closed or open.",
      example: Example("getTradingCalendarType(\"SZSE\")", gives: "holidayDate")
    ) { call in .string(try naming(call.name) { try TradingCalendars.named(try call.string(0)) }.kind.rawValue) },
  ]

  private static func marketDate(_ call: borrowing Call, _ index: Int) throws -> Int? {
    guard call.has(index), !call[index].isNull else { return nil }
    guard call[index].elementType == .date, call[index].isScalar else { throw call.expected(index, "a DATE") }
    return Int(call[index].rawInteger)
  }

  private static func marketDates(_ call: borrowing Call, _ index: Int) throws -> [Int] {
    let dates = try call.vectorOrScalar(index)
    guard dates.type == .date, !dates.hasNull else { throw call.expected(index, "DATEs without nulls") }
    return (0..<dates.count).map { Int(dates.cell(at: $0).rawInteger) }
  }
}
