/// How often a resampled sequence has a moment: `2M`, `3min`, `W`, ...
///
/// - Source: DolphinDB documentation, `transFreq`, `temporalSeq` and `asFreq`.
package struct SamplingRule: Sendable {
  package enum Step: Sendable {
    case calendar(CalendarGrid)
    /// A fixed number of nanoseconds.
    case clock(Int64)
  }

  package let count: Int
  package let step: Step
  /// Windows are closed and labelled on the right unless somebody says otherwise.
  package let leansRight: Bool

  /// - Throws: `.value` for a text that is no rule.
  package init(_ text: String) throws {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = String(text.dropFirst(digits.count))
    guard let step = SamplingRule.step(name), let count = digits.isEmpty ? 1 : Int(digits), count > 0, count < 1 << 31 else {
      throw KernelError.value("'\(text)' is no sampling rule such as \"M\", \"2Q\" or \"3min\"")
    }
    self.count = count
    self.step = step
    leansRight = ["M", "A", "Q", "BM", "BA", "BQ", "W"].contains(name)
  }

  private static func step(_ name: String) -> Step? {
    if let nanoseconds = clocks[name] { return .clock(nanoseconds) }
    return (grid(name) ?? TradingCalendars.find(name).map { .tradingDay($0) }).map { .calendar($0) }
  }

  private static let clocks: [String: Int64] = [
    "D": TemporalConversion.nanosecondsPerDay, "H": 3_600_000_000_000, "min": 60_000_000_000, "S": 1_000_000_000, "L": 1_000_000, "U": 1000, "N": 1,
  ]

  private static func grid(_ name: String) -> CalendarGrid? {
    switch name {
    case "B": .businessDay
    case "W": .weekEnd(weekday: 0)
    case "WOM": .weekOfMonth(week: 0, weekday: 0)
    case "LWOM": .lastWeekOfMonth(weekday: 0)
    case "M": .periodEnd(months: 1, endingMonth: 0, isBusiness: false)
    case "MS": .periodBegin(months: 1, startingMonth: 0, isBusiness: false)
    case "BM": .periodEnd(months: 1, endingMonth: 0, isBusiness: true)
    case "BMS": .periodBegin(months: 1, startingMonth: 0, isBusiness: true)
    case "SM": .semiMonthEnd(dayOfMonth: 15)
    case "SMS": .semiMonthBegin(dayOfMonth: 15)
    case "Q": .periodEnd(months: 3, endingMonth: 11, isBusiness: false)
    case "QS": .periodBegin(months: 3, startingMonth: 0, isBusiness: false)
    case "BQ": .periodEnd(months: 3, endingMonth: 11, isBusiness: true)
    case "BQS": .periodBegin(months: 3, startingMonth: 0, isBusiness: true)
    case "SA": .periodEnd(months: 6, endingMonth: 11, isBusiness: false)
    case "SAS": .periodBegin(months: 6, startingMonth: 0, isBusiness: false)
    case "A": .periodEnd(months: 12, endingMonth: 11, isBusiness: false)
    case "AS": .periodBegin(months: 12, startingMonth: 0, isBusiness: false)
    case "BA": .periodEnd(months: 12, endingMonth: 11, isBusiness: true)
    case "BAS": .periodBegin(months: 12, startingMonth: 0, isBusiness: true)
    case "RE": .fiscalYear(weekday: 0, startingMonth: 1, isNearest: true)
    case "REQ": .fiscalQuarter(weekday: 0, startingMonth: 1, longQuarter: 1, isNearest: true)
    default: nil
    }
  }
}

/// Windows of one length, side by side from an origin on.
package struct SamplingWindows: Sendable {
  /// A moment where a window begins, and the length of all, in units of the values.
  package let origin: Int64
  package let length: Int64
  package let closesRight: Bool
  package let labelsRight: Bool

  package init(origin: Int64, length: Int64, closesRight: Bool, labelsRight: Bool) {
    self.origin = origin
    self.length = length
    self.closesRight = closesRight
    self.labelsRight = labelsRight
  }

  /// The label of the window that `value` lies in.
  package func label(_ value: Int64) -> Int64 {
    let distance = value &- origin
    let index = closesRight ? -TemporalConversion.floorDivide(0 &- distance, length) - 1 : TemporalConversion.floorDivide(distance, length)
    return origin &+ (index &+ (labelsRight ? 1 : 0)) &* length
  }
}
