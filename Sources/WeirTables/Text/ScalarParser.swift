import Glibc

/// Text to scalars, as casts from strings read them.
package enum ScalarParser {
  /// Text that does not read as `type` gives the type's null.
  /// - Throws: `.type` for types that have no text form.
  package static func parse(_ text: String, as type: ElementType, scale: Int = 0) throws -> Cell {
    var text = text
    text.makeContiguousUTF8()
    return try text.utf8.span.withUnsafeBufferPointer { buffer in
      switch type.category {
      case .logical: return boolean(buffer)
      case .integral: return type == .char ? try character(buffer) : integer(buffer, type)
      case .floating: return number(text, type)
      case .temporal: return TemporalParser.parse(buffer, as: type).map { .integer($0, type) } ?? .null(type)
      case .literal: return .literal(text, type)
      case .decimal: return try decimal(buffer, type, scale: scale)
      case .wide: return WideParser.parse(text, as: type).map { .wide($0, type) } ?? .null(type)
      case .duration: return duration(buffer)
      default: throw KernelError.type("a STRING cannot be converted to \(type.name)")
      }
    }
  }

  private static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard let value = leadingInteger(bytes) else { return .null(.bool) }
      return .bool(value != 0)
    }
  }

  /// One byte is the character itself, more are its code.
  private static func character(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Cell {
    if bytes.count == 1 { return .integer(Int64(Int8(bitPattern: bytes[0])), .char) }
    guard let code = Int8(String(decoding: bytes, as: UTF8.self)) else { throw KernelError.type("Failed to convert the string to CHAR") }
    return .integer(Int64(code), .char)
  }

  /// The digits that the text begins with: `int("10.9")` is 10.
  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ type: ElementType) -> Cell {
    guard let value = leadingInteger(bytes) else { return .null(type) }
    return .integer(Cell.wrapped(value, to: type.storage), type)
  }

  package static func leadingInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var index = 0
    while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    var negative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      negative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    let firstDigit = index
    var value: Int64 = 0
    while index < bytes.count, bytes[index] &- 48 <= 9 {
      value = value &* 10 &+ Int64(bytes[index] &- 48)
      index += 1
    }
    guard index > firstDigit else { return nil }
    return negative ? 0 &- value : value
  }

  private static func number(_ text: String, _ type: ElementType) -> Cell {
    var value = 0.0
    let consumed = text.withCString { start -> Int in
      var end: UnsafeMutablePointer<CChar>?
      value = strtod(start, &end)
      return end.map { UnsafePointer($0) - start } ?? 0
    }
    guard consumed > 0, !value.isNaN else { return .null(type) }
    return type == .float ? .float(Float(value)) : .double(value)
  }

  private static func decimal(_ bytes: UnsafeBufferPointer<UInt8>, _ type: ElementType, scale: Int) throws -> Cell {
    var value = Int128(0)
    var digitsBehindPoint = -1
    var index = 0
    let negative = bytes.first == UInt8(ascii: "-")
    if negative || bytes.first == UInt8(ascii: "+") { index = 1 }
    let firstDigit = index
    var roundUp = false
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "."), digitsBehindPoint < 0 {
        digitsBehindPoint = 0
        continue
      }
      guard byte &- 48 <= 9 else { return .null(type, scale: scale) }
      if digitsBehindPoint >= scale {
        if digitsBehindPoint == scale { roundUp = byte >= UInt8(ascii: "5") }
        digitsBehindPoint += 1
        continue
      }
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw KernelError(.overflow, "Decimal math overflow") }
      value = scaled + Int128(byte &- 48)
      if digitsBehindPoint >= 0 { digitsBehindPoint += 1 }
    }
    guard index > firstDigit else { return .null(type, scale: scale) }
    value = try DecimalScale.rescale(value, from: min(max(digitsBehindPoint, 0), scale), to: scale) + (roundUp ? 1 : 0)
    return try DecimalScale.cell(negative ? -value : value, type, scale: scale)
  }

  private static func duration(_ bytes: UnsafeBufferPointer<UInt8>) -> Cell {
    let split = bytes.firstIndex { !($0 &- 48 <= 9 || $0 == UInt8(ascii: "-")) } ?? bytes.count
    guard let count = Int32(String(decoding: bytes[..<split], as: UTF8.self)),
      let value = Duration(count: count, unitText: String(decoding: bytes[split...], as: UTF8.self))
    else { return .null(.duration) }
    return .duration(value)
  }
}
