extension TemporalPattern {
  /// - Precondition: `value` is a raw value of `type` and not null.
  package func format(_ value: Int64, _ type: ElementType) -> String {
    let (civil, clock) = TemporalPattern.split(value, type)
    var bytes: [UInt8] = []
    for element in elements {
      guard let part = element.part else {
        bytes += element.literal
        continue
      }
      append(part, element.width, civil, clock, to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The day and the nanosecond of it; a time of day lies on the first day.
  private static func split(_ value: Int64, _ type: ElementType) -> (CivilDate, Int64) {
    if type == .month { return (CivilDate(daysSinceEpoch: Int(TemporalConversion.firstDay(ofMonth: value))), 0) }
    let unitsPerDay = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
    let day = TemporalConversion.floorDivide(value, unitsPerDay)
    return (CivilDate(daysSinceEpoch: Int(day)), (value - day * unitsPerDay) * type.nanosecondsPerUnit)
  }

  private func append(_ part: Part, _ width: Int, _ civil: CivilDate, _ clock: Int64, to bytes: inout [UInt8]) {
    let hour = Int(clock / 3_600_000_000_000)
    switch part {
    case .year: append(width == 2 ? civil.year % 100 : civil.year, width == 1 ? 4 : width, to: &bytes)
    case .month: append(civil.month, width, to: &bytes)
    case .monthName: bytes += TemporalPattern.monthNames[civil.month - 1]
    case .day: append(civil.day, width, to: &bytes)
    case .hour: append(hour, width, to: &bytes)
    case .hour12: append(hour % 12 == 0 ? 12 : hour % 12, width, to: &bytes)
    case .minute: append(Int(clock / 60_000_000_000 % 60), width, to: &bytes)
    case .second: append(Int(clock / 1_000_000_000 % 60), width, to: &bytes)
    case .half: bytes += Array((hour < 12 ? "AM" : "PM").utf8)
    case .millisecond: append(Int(clock / 1_000_000 % 1000), 3, to: &bytes)
    case .microsecond: append(Int(clock / 1000 % 1_000_000), 6, to: &bytes)
    case .nanosecond: append(Int(clock % 1_000_000_000), 9, to: &bytes)
    }
  }

  private func append(_ value: Int, _ width: Int, to bytes: inout [UInt8]) {
    let digits = String(value)
    for _ in 0..<max(0, width - digits.utf8.count) { bytes.append(48) }
    bytes += Array(digits.utf8)
  }
}
