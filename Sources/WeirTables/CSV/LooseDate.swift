/// Dates as files write them: `2018.09.03`, `2018-9-3`, `20180903`, and with a year of two digits `18.09.03`, `180903`.
enum LooseDate {
  static let firstDayOf1900 = Int64(CivilDate(year: 1900, month: 1, day: 1).daysSinceEpoch)
  static let firstDayOf2101 = Int64(CivilDate(year: 2101, month: 1, day: 1).daysSinceEpoch)

  /// Days since the epoch; nil when the text is no date.
  static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    if bytes.count == 6 || bytes.count == 8, let first = bytes.first, first &- 48 <= 9 {
      if let day = shortYear(bytes) { return day }
    }
    return TemporalParser.parse(bytes, as: .date)
  }

  /// `yyMMdd`, or `yy.MM.dd` with any of the three separators.
  private static func shortYear(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    let step = bytes.count == 8 ? 3 : 2
    if step == 3 { guard bytes[2] == bytes[5], bytes[2] == 45 || bytes[2] == 46 || bytes[2] == 47 else { return nil } }
    guard let year = twoDigits(bytes, 0), let month = twoDigits(bytes, step), let day = twoDigits(bytes, step * 2) else { return nil }
    let civil = CivilDate(year: TemporalPattern.fullYear(year), month: month, day: day)
    return civil.isValid ? Int64(civil.daysSinceEpoch) : nil
  }

  private static func twoDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    let tens = bytes[start] &- 48
    let ones = bytes[start + 1] &- 48
    return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
  }
}
