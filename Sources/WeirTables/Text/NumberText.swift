import Glibc

/// Numbers as text.
package enum NumberText {
  /// The shortest decimal that reads back to the same value; whole numbers without a point. `string` and machine-readable output use it.
  package static func shortest(_ value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value.isNaN { return "NaN" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The shortest decimal that reads back to the same 32-bit value.
  package static func shortest(_ value: Float) -> String {
    if value.isInfinite || value.isNaN { return shortest(Double(value)) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// As the console shows it: up to six digits behind the point, trailing zeros dropped, an exponent where that would say nothing.
  package static func console(_ value: Double) -> String {
    if !value.isFinite { return shortest(value) }
    let magnitude = abs(value)
    if magnitude != 0, magnitude < 1e-4 || magnitude >= 1e15 { return exponent(value) }
    return trimmed(fixed(value, digits: 6))
  }

  /// `digits` digits behind the point.
  package static func fixed(_ value: Double, digits: Int) -> String { formatted("%.*f", Int32(digits), value) }

  private static func exponent(_ value: Double) -> String {
    let text = formatted("%.*E", 6, value)
    guard let mark = text.firstIndex(of: "E") else { return text }
    let power = Int(text[text.index(after: mark)...].drop { $0 == "+" }) ?? 0
    return trimmed(String(text[..<mark])) + "E\(power)"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var bytes = Array(text.utf8)
    while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    let result = String(decoding: bytes, as: UTF8.self)
    return result == "-0" ? "0" : result
  }

  private static func formatted(_ format: String, _ precision: Int32, _ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      let length = withVaList([precision, value]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
      return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// An unscaled decimal with all digits of its scale.
  package static func decimal(_ unscaled: Int128, scale: Int) -> String {
    let digits = String(unscaled.magnitude)
    let sign = unscaled < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
    let point = padded.index(padded.endIndex, offsetBy: -scale)
    return sign + padded[..<point] + "." + padded[point...]
  }
}
