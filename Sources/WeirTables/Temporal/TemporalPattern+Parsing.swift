extension TemporalPattern {
  /// The parts that a text gave.
  private struct Reading {
    var year: Int?
    var month: Int?
    var day: Int?
    var hour = 0
    var hour12: Int?
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var nanosecond = 0
  }

  /// The raw value of `type`; nil when the text does not follow the pattern or names no moment.
  package func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var reading = Reading()
    var position = 0
    for element in elements {
      guard let part = element.part else {
        guard position + element.literal.count <= bytes.count, bytes[position..<(position + element.literal.count)].elementsEqual(element.literal)
        else { return nil }
        position += element.literal.count
        continue
      }
      guard read(part, element, bytes, &position, &reading) else { return nil }
    }
    return position == bytes.count ? value(of: reading) : nil
  }

  private func read(_ part: Part, _ element: Element, _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ reading: inout Reading) -> Bool {
    switch part {
    case .monthName: return readMonthName(bytes, &position, &reading)
    case .half: return readHalf(bytes, &position, &reading)
    default: break
    }
    let most = element.hasFixedWidth ? element.width : 9
    let start = position
    var value = 0
    while position < bytes.count, position - start < most, bytes[position] &- 48 <= 9 {
      value = value * 10 + Int(bytes[position] &- 48)
      position += 1
    }
    let digits = position - start
    guard digits > 0, !element.hasFixedWidth || digits == element.width else { return false }
    return store(part, value, digits, &reading)
  }

  private func store(_ part: Part, _ value: Int, _ digits: Int, _ reading: inout Reading) -> Bool {
    switch part {
    case .year:
      guard digits == 4 || digits == 2 else { return false }
      reading.year = digits == 2 ? TemporalPattern.fullYear(value) : value
    case .month: reading.month = value
    case .day: reading.day = value
    case .hour: reading.hour = value
    case .hour12: reading.hour12 = value
    case .minute: reading.minute = value
    case .second: reading.second = value
    case .millisecond:
      guard digits == 3 else { return false }
      reading.nanosecond = value * 1_000_000
    case .microsecond:
      guard digits == 6 else { return false }
      reading.nanosecond = value * 1000
    default:
      guard digits == 9 else { return false }
      reading.nanosecond = value
    }
    return true
  }

  private func readMonthName(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ reading: inout Reading) -> Bool {
    guard position + 3 <= bytes.count else { return false }
    let name = bytes[position..<(position + 3)].map { $0 & 0xDF }
    guard let index = TemporalPattern.monthNames.firstIndex(of: name) else { return false }
    reading.month = index + 1
    position += 3
    return true
  }

  private func readHalf(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ reading: inout Reading) -> Bool {
    guard position + 2 <= bytes.count, bytes[position + 1] & 0xDF == UInt8(ascii: "M") else { return false }
    let letter = bytes[position] & 0xDF
    guard letter == UInt8(ascii: "A") || letter == UInt8(ascii: "P") else { return false }
    reading.isAfternoon = letter == UInt8(ascii: "P")
    position += 2
    return true
  }

  private func value(of reading: Reading) -> Int64? {
    guard let clock = nanosecondOfDay(reading) else { return nil }
    if type.isTimeOfDay { return clock / type.nanosecondsPerUnit }
    // A date without all its parts is of the first month or day, a year without one of 1970.
    let civil = CivilDate(year: reading.year ?? 1970, month: reading.month ?? 1, day: reading.day ?? 1)
    guard civil.isValid else { return nil }
    if type == .month { return Int64(civil.year * 12 + civil.month - 1) }
    let unit = type.nanosecondsPerUnit
    let (days, overflow) = Int64(civil.daysSinceEpoch).multipliedReportingOverflow(by: TemporalConversion.nanosecondsPerDay / unit)
    return overflow ? nil : days + clock / unit
  }

  private func nanosecondOfDay(_ reading: Reading) -> Int64? {
    var hour = reading.hour
    if let hour12 = reading.hour12 {
      guard hour12 <= 12 else { return nil }
      hour = reading.isAfternoon == nil ? hour12 : hour12 % 12
    }
    if reading.isAfternoon == true, hour < 12 { hour += 12 }
    guard hour < 24, reading.minute < 60, reading.second < 60 else { return nil }
    return Int64((hour * 60 + reading.minute) * 60 + reading.second) * 1_000_000_000 + Int64(reading.nanosecond)
  }
}
