/// Reads JSON (RFC 8259). Errors name the byte, from 1 on.
package struct JSONParser {
  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// Deeper documents are refused: each level takes stack.
  private static let depthMax = 200

  package init(_ text: String) { bytes = Array(text.utf8) }

  /// The one document that `text` is.
  /// - Throws: `.value` for a text that is no JSON.
  package static func document(_ text: String) throws -> JSONValue {
    var parser = JSONParser(text)
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.index == parser.bytes.count else { throw parser.error("one value is expected") }
    return value
  }

  /// Documents one after the other, with or without commas and blanks between them.
  /// - Throws: as `document`.
  package static func documents(_ text: String) throws -> [JSONValue] {
    var parser = JSONParser(text)
    var values: [JSONValue] = []
    while true {
      parser.skipBlanks()
      if !values.isEmpty, parser.take(",") { parser.skipBlanks() }
      guard parser.index < parser.bytes.count else { return values }
      try Interruption.check(atRow: values.count)
      values.append(try parser.value())
    }
  }

  private func error(_ what: String) -> KernelError { .value("the text is no JSON at byte \(index + 1): \(what)") }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == 32 || (9...10).contains(bytes[index]) || bytes[index] == 13 { index += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws {
    guard take(scalar) else { throw error("`\(scalar)` is expected") }
  }

  private mutating func value() throws -> JSONValue {
    skipBlanks()
    guard index < bytes.count else { throw error("a value is expected") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try nested { try $0.object() }
    case UInt8(ascii: "["): return try nested { try $0.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), 48...57: return .number(try number())
    default: return try word()
    }
  }

  private mutating func nested(_ body: (inout JSONParser) throws -> JSONValue) throws -> JSONValue {
    guard depth < JSONParser.depthMax else { throw error("nested more than \(JSONParser.depthMax) levels deep") }
    depth += 1
    index += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func object() throws -> JSONValue {
    var members: [JSONValue.Member] = []
    skipBlanks()
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("a name in quotes is expected") }
      let name = try string()
      skipBlanks()
      try expect(":")
      try Interruption.check(atRow: members.count)
      members.append(JSONValue.Member(name: name, value: try value()))
      skipBlanks()
    } while take(",")
    try expect("}")
    return .object(members)
  }

  private mutating func array() throws -> JSONValue {
    var elements: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(elements) }
    repeat {
      try Interruption.check(atRow: elements.count)
      elements.append(try value())
      skipBlanks()
    } while take(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func word() throws -> JSONValue {
    let start = index
    while index < bytes.count, (97...122).contains(bytes[index]) { index += 1 }
    switch String(decoding: bytes[start..<index], as: UTF8.self) {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      index = start
      throw error("a value is expected")
    }
  }

  private mutating func number() throws -> String {
    let start = index
    _ = take("-")
    try digits()
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("-") { _ = take("+") }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func digits() throws {
    let start = index
    while index < bytes.count, bytes[index] &- 48 <= 9 { index += 1 }
    guard index > start else { throw error("a digit is expected") }
  }
}

// MARK: Strings

extension JSONParser {
  private mutating func string() throws -> String {
    index += 1
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      default: text.append(byte)
      }
    }
    throw error("the string does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws {
    guard index < bytes.count else { throw error("the string does not end") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "u"): text.append(contentsOf: Array(String(try unicodeScalar()).utf8))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    default:
      index -= 1
      throw error("`\\` is followed by no escape")
    }
  }

  /// Four hexadecimal digits, or two times four that are a pair of surrogates; half a pair becomes the replacement character.
  private mutating func unicodeScalar() throws -> Unicode.Scalar {
    let first = try hexadecimal()
    if (0xD800..<0xDC00).contains(first), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") {
      index += 2
      let second = try hexadecimal()
      if (0xDC00..<0xE000).contains(second) {
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
      }
      return Unicode.Scalar(second) ?? "\u{FFFD}"
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard index < bytes.count, let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { throw error("a hexadecimal digit is expected") }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
