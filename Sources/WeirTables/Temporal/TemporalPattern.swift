/// A way to write temporal values, such as `dd-MM-yyyy` or `yyyyMMddHHmmss`.
///
/// Letters `y M d H h m s a S n` are parts of the value, everything else stands for itself.
/// - Source: DolphinDB documentation, `temporalParse` and the formats of temporal values.
package struct TemporalPattern: Sendable {
  enum Part: Sendable, Equatable {
    case year, month, monthName, day, hour, hour12, minute, second, half, millisecond, microsecond, nanosecond
  }

  struct Element: Sendable {
    /// Nil for text that stands for itself.
    var part: Part?
    /// Letters of the part.
    var width = 0
    var literal: [UInt8] = []
    /// The next element is a part too, so only the width tells where this one ends.
    var hasFixedWidth = false
  }

  let elements: [Element]
  /// What a text of this pattern is parsed to.
  package let type: ElementType

  /// - Throws: `.value` for a part with a number of letters that it does not have.
  package init(_ format: String) throws {
    var elements: [Element] = []
    let bytes = Array(format.utf8)
    var index = 0
    while index < bytes.count {
      let letter = bytes[index]
      var end = index + 1
      if TemporalPattern.isPart(letter) {
        while end < bytes.count, bytes[end] == letter { end += 1 }
        if elements.last?.part != nil { elements[elements.count - 1].hasFixedWidth = true }
        elements.append(Element(part: try TemporalPattern.part(letter, width: end - index, format), width: end - index))
      } else {
        while end < bytes.count, !TemporalPattern.isPart(bytes[end]) { end += 1 }
        elements.append(Element(literal: Array(bytes[index..<end])))
      }
      index = end
    }
    guard elements.contains(where: { $0.part != nil }) else { throw KernelError.value("Invalid temporal format: '\(format)'.") }
    self.elements = elements
    type = TemporalPattern.type(of: elements.compactMap(\.part))
  }

  private static func isPart(_ byte: UInt8) -> Bool { "yMdHhmsaSn".utf8.contains(byte) }

  private static func part(_ letter: UInt8, width: Int, _ format: String) throws -> Part {
    let names = ["y": 4, "M": 3, "d": 2, "H": 2, "h": 2, "m": 2, "s": 2, "a": 2]
    let name = String(decoding: [letter], as: UTF8.self)
    if let most = names[name], width > most || name == "y" && width == 3 {
      throw KernelError.value("Invalid temporal format: '\(format)'.")
    }
    switch name {
    case "y": return .year
    case "M": return width == 3 ? .monthName : .month
    case "d": return .day
    case "H": return .hour
    case "h": return .hour12
    case "m": return .minute
    case "s": return .second
    case "a": return .half
    case "S":
      guard width == 3 else { throw KernelError.value("Invalid temporal format: '\(format)'. Millisecond (S) must have three digits.") }
      return .millisecond
    default:
      guard width == 6 || width == 9 else {
        throw KernelError.value("Invalid temporal format: '\(format)'. Nanosecond (n) must have six or nine digits.")
      }
      return width == 6 ? .microsecond : .nanosecond
    }
  }

  /// The coarsest type that holds all parts.
  private static func type(of parts: [Part]) -> ElementType {
    let hasDay = parts.contains(.day)
    let hasMonth = parts.contains(.month) || parts.contains(.monthName)
    let hasDate = hasDay || hasMonth || parts.contains(.year)
    let fine = parts.contains(.nanosecond) || parts.contains(.microsecond)
    if fine { return hasDate ? .nanotimestamp : .nanotime }
    if parts.contains(.millisecond) { return hasDate ? .timestamp : .time }
    if parts.contains(.second) { return hasDate ? .datetime : .second }
    if parts.contains(.minute) { return hasDate ? .datetime : .minute }
    if parts.contains(.hour) || parts.contains(.hour12) { return hasDate ? .dateHour : .second }
    return hasDay || !hasMonth ? .date : .month
  }

  /// The year that two digits mean: 00 to 39 lie in this century, 40 to 99 in the last.
  package static func fullYear(_ year: Int) -> Int { year < 40 ? 2000 + year : 1900 + year }

  static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"].map { Array($0.utf8) }
}
