/// Reads the text of numbers and durations.
enum NumberText {
  /// The letters that give a number its type.
  static let typeSuffixes = Array("bchilfFpP".utf8)
  /// The letters that, behind `00`, give a null of a type.
  static let nullSuffixes = Array("bchilfFdMtmsDTnNpP".utf8)
  /// Units of both flavours: `a`, `u`, `n` are those of time-series statements alone.
  static let units = ["y", "M", "w", "d", "B", "H", "m", "s", "ms", "us", "ns", "a", "u", "n", "h", "b"]

  static func isTypeSuffix(_ suffix: Slice<UnsafeBufferPointer<UInt8>>, digits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard suffix.count == 1, let letter = suffix.first else { return false }
    if typeSuffixes.contains(letter) { return true }
    return digits.count == 2 && digits.allSatisfy { $0 == UInt8(ascii: "0") } && nullSuffixes.contains(letter)
  }

  /// A unit of time, or the four capitals of a trading calendar.
  static func isUnit(_ suffix: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    if suffix.count == 4, suffix.allSatisfy(isUpper) { return true }
    guard suffix.count <= 2 else { return false }
    let text = String(decoding: suffix, as: UTF8.self)
    return units.contains(text)
  }

  /// The constant a number token stands for.
  static func decode(_ text: String, isNegative: Bool) -> Constant {
    guard let last = text.utf8.last, isLetter(last) else { return plain(text, isNegative: isNegative) }
    if text.utf8.count == 3, text.hasPrefix("00"), let null = typedNull(last, text: text) { return null }
    let body = String(text.dropLast())
    return .number(NumberLiteral(text: text, isNegative: isNegative, value: value(body, suffix: last, isNegative: isNegative)))
  }

  /// Without a suffix: an INT (null when out of range) or a DOUBLE.
  private static func plain(_ text: String, isNegative: Bool) -> Constant {
    let signed = isNegative ? "-" + text : text
    if text.utf8.allSatisfy(isDigit) {
      return .number(NumberLiteral(text: text, isNegative: isNegative, value: .int(notMinimum(Int32(signed)))))
    }
    return .number(NumberLiteral(text: text, isNegative: isNegative, value: .double(Double(signed))))
  }

  private static func value(_ body: String, suffix: UInt8, isNegative: Bool) -> NumberValue {
    let signed = isNegative ? "-" + body : body
    let whole = Int64(signed) ?? saturated(signed, isNegative: isNegative)
    switch suffix {
    case UInt8(ascii: "b"): return .bool(whole != 0)
    case UInt8(ascii: "c"): return .char(notMinimum(Int8(exactly: whole)))
    case UInt8(ascii: "h"): return .short(notMinimum(Int16(exactly: whole)))
    case UInt8(ascii: "i"): return .int(notMinimum(Int32(exactly: whole)))
    case UInt8(ascii: "l"): return .long(notMinimum(whole))
    case UInt8(ascii: "f"): return .float(Float(signed))
    case UInt8(ascii: "F"): return .double(Double(signed))
    default: return .decimal(signed)
    }
  }

  /// A fraction is rounded half up; a LONG out of range saturates.
  private static func saturated(_ signed: String, isNegative: Bool) -> Int64 {
    let wide = (Double(signed) ?? 0).rounded(.toNearestOrAwayFromZero)
    if wide >= 9.2e18 { return .max }
    if wide <= -9.2e18 { return .min + 1 }
    return Int64(wide)
  }

  /// The smallest value of an integer type is its null.
  private static func notMinimum<T: FixedWidthInteger>(_ value: T?) -> T? { value == T.min ? nil : value }

  private static func typedNull(_ suffix: UInt8, text: String) -> Constant? {
    func number(_ value: NumberValue) -> Constant { .number(NumberLiteral(text: text, value: value)) }
    func temporal(_ kind: TemporalLiteral.Kind) -> Constant { .temporal(TemporalLiteral(kind: kind, value: nil, text: text)) }
    switch suffix {
    case UInt8(ascii: "b"): return number(.bool(nil))
    case UInt8(ascii: "c"): return number(.char(nil))
    case UInt8(ascii: "h"): return number(.short(nil))
    case UInt8(ascii: "i"): return number(.int(nil))
    case UInt8(ascii: "l"): return number(.long(nil))
    case UInt8(ascii: "f"): return number(.float(nil))
    case UInt8(ascii: "F"): return number(.double(nil))
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return number(.decimal(nil))
    case UInt8(ascii: "d"): return temporal(.date)
    case UInt8(ascii: "M"): return temporal(.month)
    case UInt8(ascii: "t"): return temporal(.time)
    case UInt8(ascii: "m"): return temporal(.minute)
    case UInt8(ascii: "s"): return temporal(.second)
    case UInt8(ascii: "D"): return temporal(.datetime)
    case UInt8(ascii: "T"): return temporal(.timestamp)
    case UInt8(ascii: "n"): return temporal(.nanotime)
    case UInt8(ascii: "N"): return temporal(.nanotimestamp)
    default: return nil
    }
  }

  /// The count and unit of a duration token; nil when the count is out of range.
  static func decodeDuration(_ text: String, isNegative: Bool) -> DurationLiteral? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits) else { return nil }
    return DurationLiteral(count: isNegative ? -count : count, unit: String(text.dropFirst(digits.count)))
  }
}

extension NumberLiteral {
  /// The number as a duration of a time-series statement: `1h` hours, `1b` nanoseconds.
  package var duration: DurationLiteral? {
    guard let unit = text.utf8.last, unit == UInt8(ascii: "h") || unit == UInt8(ascii: "b") else { return nil }
    return NumberText.decodeDuration(text, isNegative: isNegative)
  }

  /// The number as a BIGINT of a time-series statement; nil when it is not whole, has a suffix, or does not fit.
  package var bigint: Int64? { Int64(isNegative ? "-" + text : text) }
}
