/// 16-byte values as text.
package enum WideText {
  package static func format(_ value: Wide, _ type: ElementType) -> String {
    switch type {
    case .uuid: uuid(value)
    case .ipAddress: ipAddress(value)
    case .complex: complex(value)
    case .point: "(\(NumberText.console(first(value))), \(NumberText.console(second(value))))"
    default: hexadecimal(value.high, 16) + hexadecimal(value.low, 16)
    }
  }

  /// The real part of a COMPLEX, the x of a POINT.
  package static func first(_ value: Wide) -> Double { Double(bitPattern: value.low) }
  /// The imaginary part of a COMPLEX, the y of a POINT.
  package static func second(_ value: Wide) -> Double { Double(bitPattern: value.high) }

  static func hexadecimal(_ value: UInt64, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func uuid(_ value: Wide) -> String {
    let digits = Array((hexadecimal(value.high, 16) + hexadecimal(value.low, 16)).utf8)
    let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
    return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  private static func complex(_ value: Wide) -> String {
    let imaginary = second(value)
    return NumberText.console(first(value)) + (imaginary < 0 ? "-" : "+") + NumberText.console(abs(imaginary)) + "i"
  }

  private static func ipAddress(_ value: Wide) -> String {
    guard value.high == 0 else { return ipv6(value) }
    return [24, 16, 8, 0].map { String(value.low >> UInt64($0) & 255) }.joined(separator: ".")
  }

  /// Groups of 16 bits, the longest run of zeros shortened to `::`.
  private static func ipv6(_ value: Wide) -> String {
    let groups = [value.high, value.low].flatMap { word in [48, 32, 16, 0].map { word >> UInt64($0) & 0xFFFF } }
    var longest = 0..<0
    var start = 0
    for index in 0...groups.count {
      if index < groups.count, groups[index] == 0 { continue }
      if index - start > max(longest.count, 1) { longest = start..<index }
      start = index + 1
    }
    func text(_ part: ArraySlice<UInt64>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    guard !longest.isEmpty else { return text(groups[...]) }
    return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
  }
}
