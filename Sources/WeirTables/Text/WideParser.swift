/// Text to 16-byte values.
package enum WideParser {
  package static func parse(_ text: String, as type: ElementType) -> Wide? {
    switch type {
    case .uuid: hexadecimal(text.filter { $0 != "-" })
    case .int128: hexadecimal(text)
    case .ipAddress: text.contains(":") ? ipv6(text) : ipv4(text)
    default: nil
    }
  }

  private static func hexadecimal(_ digits: String) -> Wide? {
    guard digits.utf8.count == 32, let high = UInt64(digits.prefix(16), radix: 16), let low = UInt64(digits.suffix(16), radix: 16) else { return nil }
    return Wide(low: low, high: high)
  }

  private static func ipv4(_ text: String) -> Wide? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4 else { return nil }
    var low: UInt64 = 0
    for part in parts {
      guard let part else { return nil }
      low = low << 8 | UInt64(part)
    }
    return Wide(low: low, high: 0)
  }

  private static func ipv6(_ text: String) -> Wide? {
    let halves = splitAtDoubleColon(text)
    guard let head = groups(halves.0), let tail = groups(halves.1 ?? "") else { return nil }
    let missing = 8 - head.count - tail.count
    guard halves.1 == nil ? missing == 0 : missing >= 1 else { return nil }
    let all = head + Array(repeating: 0, count: missing) + tail
    let words = [all[..<4], all[4...]].map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
    return Wide(low: words[1], high: words[0])
  }

  private static func splitAtDoubleColon(_ text: String) -> (String, String?) {
    let characters = Array(text)
    for index in characters.indices.dropLast() where characters[index] == ":" && characters[index + 1] == ":" {
      return (String(characters[..<index]), String(characters[(index + 2)...]))
    }
    return (text, nil)
  }

  private static func groups(_ text: String) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      guard part.utf8.count <= 4, let group = UInt16(part, radix: 16) else { return nil }
      groups.append(group)
    }
    return groups
  }
}
