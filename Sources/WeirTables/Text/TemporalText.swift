/// Temporal values as scripts write them.
package enum TemporalText {
  /// - Precondition: `value` is not null.
  package static func format(_ value: Int64, _ type: ElementType) -> String {
    // Columns are written as texts by the million: bytes in place cost a tenth of strings that are put together.
    String(unsafeUninitializedCapacity: bytesMax) { bytes in
      var text = TextBuffer(bytes)
      append(value, type, to: &text)
      return text.count
    }
  }

  /// Two numbers of 20 bytes each would be the year and the hour at most, with the rest around them.
  private static let bytesMax = 96

  private static func append(_ value: Int64, _ type: ElementType, to text: inout TextBuffer) {
    switch type {
    case .date: appendDate(value, to: &text)
    case .month:
      let year = TemporalConversion.floorDivide(value, 12)
      text.append(year, width: 4)
      text.append(".")
      text.append(value - year * 12 + 1, width: 2)
      text.append("M")
    case .dateHour:
      let day = TemporalConversion.floorDivide(value, 24)
      appendDate(day, to: &text)
      text.append("T")
      text.append(value - day * 24, width: 2)
    case .minute:
      text.append(value / 60, width: 2)
      text.append(":")
      text.append(value % 60, width: 2)
      text.append("m")
    case .second, .time, .nanotime: appendClock(value, unitsPerSecond(type), to: &text)
    default:
      let unitsPerDay = 86_400 * unitsPerSecond(type)
      let day = TemporalConversion.floorDivide(value, unitsPerDay)
      appendDate(day, to: &text)
      text.append("T")
      // Wraps around and back where the first day of all begins before the smallest value.
      appendClock(value &- day &* unitsPerDay, unitsPerSecond(type), to: &text)
    }
  }

  private static func unitsPerSecond(_ type: ElementType) -> Int64 { 1_000_000_000 / type.nanosecondsPerUnit }

  private static func appendDate(_ day: Int64, to text: inout TextBuffer) {
    let civil = CivilDate(daysSinceEpoch: Int(day))
    text.append(Int64(civil.year), width: 4)
    text.append(".")
    text.append(Int64(civil.month), width: 2)
    text.append(".")
    text.append(Int64(civil.day), width: 2)
  }

  private static func appendClock(_ value: Int64, _ unitsPerSecond: Int64, to text: inout TextBuffer) {
    let seconds = value / unitsPerSecond
    text.append(seconds / 3600, width: 2)
    text.append(":")
    text.append(seconds / 60 % 60, width: 2)
    text.append(":")
    text.append(seconds % 60, width: 2)
    guard unitsPerSecond > 1 else { return }
    text.append(".")
    text.append(value % unitsPerSecond, width: unitsPerSecond == 1000 ? 3 : 9)
  }
}

/// A text that is made of digits and signs.
private struct TextBuffer {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  /// - Parameter bytes: as many as the text will have at most.
  init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func append(_ sign: Unicode.Scalar) {
    bytes[count] = UInt8(truncatingIfNeeded: sign.value)
    count += 1
  }

  /// A number of at least `width` digits, with zeros before it.
  mutating func append(_ value: Int64, width: Int) {
    if value < 0 { append("-") }
    var digits = width
    var rest = value.magnitude
    var limit = TextBuffer.powers[width]
    while rest >= limit {
      digits += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = next
    }
    for place in stride(from: count + digits - 1, through: count, by: -1) {
      bytes[place] = 48 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += digits
  }

  private static let powers: [UInt64] = (0...9).reduce(into: [1]) { powers, _ in powers.append((powers.last ?? 1) * 10) }
}
