/// What the text of one cell looks like, and what a column of such cells is.
enum CellKind: UInt8 {
  case empty, boolean, integer, long, floating
  /// Six or eight digits that are a date as well as an integer.
  case digitDate
  case date, month, minute, second, time, nanotime, datetime, timestamp, nanotimestamp
  case text

  /// The type of a column whose cells are all of this kind.
  var type: ElementType {
    switch self {
    case .boolean: .bool
    case .integer: .int
    case .long: .long
    case .floating: .double
    case .digitDate, .date: .date
    case .month: .month
    case .minute: .minute
    case .second: .second
    case .time: .time
    case .nanotime: .nanotime
    case .datetime: .datetime
    case .timestamp: .timestamp
    case .nanotimestamp: .nanotimestamp
    case .empty, .text: .symbol
    }
  }

  /// The kind that holds the cells of both.
  func joined(_ other: CellKind) -> CellKind {
    if self == other || other == .empty { return self }
    if self == .empty { return other }
    let (low, high) = rawValue < other.rawValue ? (self, other) : (other, self)
    switch (low, high) {
    case (.integer, .digitDate): return .integer
    case (.long, .digitDate): return .long
    case (.floating, .digitDate), (.integer, .floating), (.long, .floating): return .floating
    case (.integer, .long): return .long
    case (.digitDate, .date): return .date
    case (.minute, .second), (.minute, .time), (.minute, .nanotime), (.second, .time), (.second, .nanotime), (.time, .nanotime): return high
    case (.date, .datetime), (.date, .timestamp), (.date, .nanotimestamp), (.datetime, .timestamp), (.datetime, .nanotimestamp),
      (.timestamp, .nanotimestamp):
      return high
    default: return .text
    }
  }

  /// - Parameter bytes: without blanks around.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.first else {
      self = .empty
      return
    }
    let isNumberLike = first &- 48 <= 9 || first == UInt8(ascii: "-") || first == UInt8(ascii: "+") || first == UInt8(ascii: ".")
    if isNumberLike {
      self = CellKind.number(bytes) ?? CellKind.temporal(bytes) ?? .text
    } else {
      self = CellKind.word(bytes)
    }
  }

  private static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> CellKind {
    guard bytes.count <= 5 else { return .text }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "true", "false": return .boolean
    case "nan", "inf": return .floating
    default: return .text
    }
  }

  /// Digits with at most a sign, a point and an exponent. Codes such as `000001` keep their zeros: they are text.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> CellKind? {
    var index = bytes[0] &- 48 <= 9 || bytes[0] == UInt8(ascii: ".") ? 0 : 1
    let firstDigit = index
    while index < bytes.count, bytes[index] &- 48 <= 9 { index += 1 }
    let digits = index - firstDigit
    if digits > 1, bytes[firstDigit] == UInt8(ascii: "0") {
      return index == bytes.count && isDigitDate(bytes) ? .digitDate : leadsWithZeros(bytes, digits)
    }
    if index == bytes.count { return digits == 0 ? nil : integer(bytes, digits) }
    return isFraction(bytes, from: index, digits) ? .floating : nil
  }

  /// Leaves `01:30` and `2018-01-02` to the temporal forms.
  private static func leadsWithZeros(_ bytes: UnsafeBufferPointer<UInt8>, _ digits: Int) -> CellKind? {
    digits == bytes.count || bytes[0] &- 48 > 9 ? .text : nil
  }

  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ digits: Int) -> CellKind {
    if isDigitDate(bytes) { return .digitDate }
    if digits < 10 { return .integer }
    guard digits < 20, let value = Int64(String(decoding: bytes, as: UTF8.self)) else { return .text }
    return value > Int64(Int32.min) && value <= Int64(Int32.max) ? .integer : .long
  }

  private static func isFraction(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ digitsBefore: Int) -> Bool {
    var index = start
    var digits = digitsBefore
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < bytes.count, bytes[index] &- 48 <= 9 {
        index += 1
        digits += 1
      }
    }
    guard digits > 0 else { return false }
    if index < bytes.count, bytes[index] | 32 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { index += 1 }
      guard index < bytes.count else { return false }
      while index < bytes.count, bytes[index] &- 48 <= 9 { index += 1 }
    }
    return index == bytes.count
  }

  /// `yyMMdd` or `yyyyMMdd` that is a day of the calendar; a year of four digits is one of 1900 to 2100.
  static func isDigitDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 6 || bytes.count == 8, bytes.allSatisfy({ $0 &- 48 <= 9 }) else { return false }
    guard let day = LooseDate.parse(bytes) else { return false }
    return bytes.count == 6 || day >= LooseDate.firstDayOf1900 && day < LooseDate.firstDayOf2101
  }

  private static func temporal(_ bytes: UnsafeBufferPointer<UInt8>) -> CellKind? {
    let text = bytes
    if text.last == UInt8(ascii: "M") { return TemporalParser.parse(text, as: .month) == nil ? nil : .month }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return LooseDate.parse(text) == nil ? nil : .date }
    let fraction = text.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 > colon ? text.count - $0 - 1 : nil }
    if colon <= 2 { return clock(text, fraction) }
    guard let fraction else { return TemporalParser.parse(text, as: .datetime) == nil ? nil : .datetime }
    let kind: CellKind = fraction <= 3 ? .timestamp : .nanotimestamp
    return TemporalParser.parse(text, as: kind.type) == nil ? nil : kind
  }

  private static func clock(_ text: UnsafeBufferPointer<UInt8>, _ fraction: Int?) -> CellKind? {
    guard TemporalParser.parse(text, as: .nanotime) != nil else { return nil }
    if let fraction { return fraction <= 3 ? .time : .nanotime }
    return text.filter { $0 == UInt8(ascii: ":") }.count == 1 ? .minute : .second
  }
}
