/// The units of a DURATION; raw values order them from the longest calendar unit to the shortest clock unit.
package enum DurationUnit: UInt8, Sendable, CaseIterable {
  case year, month, week, day, businessDay, hour, minute, second, millisecond, microsecond, nanosecond
  /// A trading calendar of four capitals, whose code stands in `Duration.calendar`.
  case calendar

  /// As it is written behind the number.
  package var spelling: String {
    switch self {
    case .year: "y"
    case .month: "M"
    case .week: "w"
    case .day: "d"
    case .businessDay: "B"
    case .hour: "H"
    case .minute: "m"
    case .second: "s"
    case .millisecond: "ms"
    case .microsecond: "us"
    case .nanosecond: "ns"
    case .calendar: ""
    }
  }

  package init?(spelling: String) {
    guard let unit = DurationUnit.allCases.first(where: { $0 != .calendar && $0.spelling == spelling }) else { return nil }
    self = unit
  }

  /// The length in nanoseconds of a unit that always has the same one; nil for years, months, business days and calendars.
  package var nanoseconds: Int64? {
    switch self {
    case .week: 7 * 86_400_000_000_000
    case .day: 86_400_000_000_000
    case .hour: 3_600_000_000_000
    case .minute: 60_000_000_000
    case .second: 1_000_000_000
    case .millisecond: 1_000_000
    case .microsecond: 1_000
    case .nanosecond: 1
    case .year, .month, .businessDay, .calendar: nil
    }
  }
}

/// A number of units, as in `3d` or `2XNYS`.
package struct Duration: Sendable, Hashable {
  package var count: Int32
  package var unit: DurationUnit
  /// Four capitals, each in five bits, for `.calendar`; else 0.
  package var calendar: UInt32

  package init(_ count: Int32, _ unit: DurationUnit, calendar: UInt32 = 0) {
    self.count = count
    self.unit = unit
    self.calendar = calendar
  }

  /// One 64-bit word: count in the upper half, then calendar (24 bits) and unit (8 bits). `Int64.min` is null.
  package var packed: Int64 { Int64(count) << 32 | Int64(calendar) << 8 | Int64(unit.rawValue) }

  package init(packed: Int64) {
    count = Int32(truncatingIfNeeded: packed >> 32)
    calendar = UInt32(truncatingIfNeeded: packed >> 8) & 0xFF_FFFF
    unit = DurationUnit(rawValue: UInt8(truncatingIfNeeded: packed)) ?? .nanosecond
  }

  /// The number and unit in text, read as scripts write them; nil when it is neither a unit nor four capitals.
  package init?(count: Int32, unitText: String) {
    if let unit = DurationUnit(spelling: unitText) {
      self.init(count, unit)
      return
    }
    let letters = Array(unitText.utf8)
    guard letters.count == 4, letters.allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
    self.init(count, .calendar, calendar: letters.reduce(0) { $0 << 5 | UInt32($1 - 64) })
  }

  package var description: String {
    guard unit == .calendar else { return "\(count)\(unit.spelling)" }
    let letters = [15, 10, 5, 0].map { Unicode.Scalar(UInt8(64 + (calendar >> UInt32($0)) & 31)) }
    return "\(count)" + String(String.UnicodeScalarView(letters))
  }
}
