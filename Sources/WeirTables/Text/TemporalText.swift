/// Temporal values as scripts write them.
package enum TemporalText {
  /// - Precondition: `value` is not null.
  package static func format(_ value: Int64, _ type: ElementType) -> String {
    var text = ""
    append(value, type, to: &text)
    return text
  }

  package static func append(_ value: Int64, _ type: ElementType, to text: inout String) {
    switch type {
    case .date: appendDate(value, to: &text)
    case .month:
      let year = TemporalConversion.floorDivide(value, 12)
      appendPadded(year, 4, to: &text)
      text += "."
      appendPadded(value - year * 12 + 1, 2, to: &text)
      text += "M"
    case .dateHour:
      let day = TemporalConversion.floorDivide(value, 24)
      appendDate(day, to: &text)
      text += "T"
      appendPadded(value - day * 24, 2, to: &text)
    case .minute:
      appendPadded(value / 60, 2, to: &text)
      text += ":"
      appendPadded(value % 60, 2, to: &text)
      text += "m"
    case .second, .time, .nanotime: appendClock(value, unitsPerSecond(type), to: &text)
    default:
      let unitsPerDay = 86_400 * unitsPerSecond(type)
      let day = TemporalConversion.floorDivide(value, unitsPerDay)
      appendDate(day, to: &text)
      text += "T"
      // Wraps around and back where the first day of all begins before the smallest value.
      appendClock(value &- day &* unitsPerDay, unitsPerSecond(type), to: &text)
    }
  }

  private static func unitsPerSecond(_ type: ElementType) -> Int64 { 1_000_000_000 / type.nanosecondsPerUnit }

  private static func appendDate(_ day: Int64, to text: inout String) {
    let civil = CivilDate(daysSinceEpoch: Int(day))
    appendPadded(Int64(civil.year), 4, to: &text)
    text += "."
    appendPadded(Int64(civil.month), 2, to: &text)
    text += "."
    appendPadded(Int64(civil.day), 2, to: &text)
  }

  private static func appendClock(_ value: Int64, _ unitsPerSecond: Int64, to text: inout String) {
    let seconds = value / unitsPerSecond
    appendPadded(seconds / 3600, 2, to: &text)
    text += ":"
    appendPadded(seconds / 60 % 60, 2, to: &text)
    text += ":"
    appendPadded(seconds % 60, 2, to: &text)
    guard unitsPerSecond > 1 else { return }
    text += "."
    appendPadded(value % unitsPerSecond, unitsPerSecond == 1000 ? 3 : 9, to: &text)
  }

  private static func appendPadded(_ value: Int64, _ width: Int, to text: inout String) {
    let digits = String(value.magnitude)
    if value < 0 { text += "-" }
    for _ in 0..<max(0, width - digits.utf8.count) { text += "0" }
    text += digits
  }
}
