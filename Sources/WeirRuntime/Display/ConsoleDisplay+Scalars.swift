import WeirTables

extension ConsoleDisplay {
  /// A scalar by itself: strings bare, nulls as the literal of their type.
  static func scalar(_ value: borrowing Cell) -> String {
    if value.isNull { return nullLiteral(value.elementType) }
    return bare(value)
  }

  /// A scalar in the cell of a table: strings and characters bare, null empty.
  package static func tableCell(_ value: borrowing Cell) -> String {
    if value.isNull { return "" }
    return value.elementType == .char ? value.text : bare(value)
  }

  /// A scalar among others: strings in quotes; a null is nothing, or its literal where nothing could be mistaken for a missing element.
  static func element(_ value: borrowing Cell, isNested: Bool) -> String {
    if value.isNull {
      guard isNested, !value.isVoid, !value.elementType.isLiteral else { return "" }
      return nullLiteral(value.elementType)
    }
    return value.stringValue == nil ? bare(value) : "\"\(value.text)\""
  }

  /// - Precondition: `value` is a scalar, not null.
  private static func bare(_ value: borrowing Cell) -> String {
    switch value.elementType {
    case .float, .double: NumberText.console(value.rawDouble)
    case .char: character(value.rawInteger)
    default: value.text
    }
  }

  /// A printable character in quotes, any other as its code.
  private static func character(_ code: Int64) -> String {
    guard code >= 32, code < 127 else { return "\(code)" }
    return "'\(Character(Unicode.Scalar(UInt8(code))))'"
  }

  /// How a script writes the null of `type`; empty for strings, `NULL` where there is no literal.
  static func nullLiteral(_ type: ElementType) -> String {
    switch type {
    case .bool: "00b"
    case .char: "00c"
    case .short: "00h"
    case .int: "00i"
    case .long: "00l"
    case .date: "00d"
    case .month: "00M"
    case .time: "00t"
    case .minute: "00m"
    case .second: "00s"
    case .datetime: "00D"
    case .timestamp: "00T"
    case .nanotime: "00n"
    case .nanotimestamp: "00N"
    case .float: "00f"
    case .double: "00F"
    case .string, .symbol, .blob: ""
    case .uuid: "00000000-0000-0000-0000-000000000000"
    case .ipAddress: "0.0.0.0"
    case .int128: String(repeating: "0", count: 32)
    default: "NULL"
    }
  }
}
