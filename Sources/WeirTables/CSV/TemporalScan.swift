/// Moments in the form that the language itself writes, read straight from the bytes; everything else is left to `TemporalParser`.
enum TemporalScan {
  /// `yyyy.MM.dd`, with `-` and `/` too, checked against the calendar.
  @inline(__always)
  static func day(_ start: UnsafePointer<UInt8>, _ cache: inout DayCache) -> Int64? {
    let low = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
    let high = UnsafeRawPointer(start + 8).loadUnaligned(as: UInt16.self)
    if low == cache.low, high == cache.high { return cache.day }
    guard let day = parseDay(start) else { return nil }
    cache = DayCache(low: low, high: high, day: day)
    return day
  }

  private static func parseDay(_ start: UnsafePointer<UInt8>) -> Int64? {
    let separator = start[4]
    guard separator == start[7], separator == 46 || separator == 45 || separator == 47 else { return nil }
    guard let century = twoDigits(start), let year = twoDigits(start + 2), let month = twoDigits(start + 5), let day = twoDigits(start + 8) else {
      return nil
    }
    let civil = CivilDate(year: Int(century * 100 + year), month: Int(month), day: Int(day))
    return civil.isValid ? Int64(civil.daysSinceEpoch) : nil
  }

  /// `HH:mm:ss` with up to nine digits behind a point: nanoseconds, and where it ends.
  @inline(__always)
  static func clock(_ start: UnsafePointer<UInt8>) -> (nanoseconds: Int64, end: UnsafePointer<UInt8>)? {
    guard start[2] == UInt8(ascii: ":"), start[5] == UInt8(ascii: ":"), let hour = twoDigits(start), let minute = twoDigits(start + 3),
      let second = twoDigits(start + 6), hour < 24, minute < 60, second < 60
    else { return nil }
    let nanoseconds = ((hour * 60 + minute) * 60 + second) * 1_000_000_000
    guard start[8] == UInt8(ascii: ".") else { return (nanoseconds, start + 8) }
    var position = start + 9
    var fraction: Int64 = 0
    var unit: Int64 = 1_000_000_000
    var digit = position.pointee &- 48
    while digit <= 9, unit > 1 {
      fraction = fraction * 10 + Int64(digit)
      unit /= 10
      position += 1
      digit = position.pointee &- 48
    }
    return unit == 1_000_000_000 ? nil : (nanoseconds + fraction * unit, position)
  }

  @inline(__always)
  private static func twoDigits(_ start: UnsafePointer<UInt8>) -> Int64? {
    let tens = start[0] &- 48
    let ones = start[1] &- 48
    return tens <= 9 && ones <= 9 ? Int64(tens) * 10 + Int64(ones) : nil
  }
}

/// The day that was read last: the rows of a file mostly stay on it.
struct DayCache {
  var low: UInt64 = 0
  var high: UInt16 = 0
  var day: Int64 = 0
}
