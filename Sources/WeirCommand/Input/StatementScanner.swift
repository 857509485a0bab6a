/// Finds the semicolons that end a statement: those outside of brackets, strings and comments.
///
/// Knows no more of the language than that, and takes bytes as they come.
package struct StatementScanner {
  private enum Place {
    case code
    case string(quote: UInt8)
    case escape(quote: UInt8)
    case lineComment
    case blockComment
  }

  /// What a line has shown so far: `-- ` opens a comment only in front of all other text.
  private enum LineHead { case blank, dash, twoDashes, text }

  private var place = Place.code
  private var lineHead = LineHead.blank
  private var depth = 0
  private var previous: UInt8 = 0

  package init() {}

  /// - Returns: whether `byte` ends a statement.
  package mutating func take(_ byte: UInt8) -> Bool {
    let before = previous
    previous = byte
    switch place {
    case .code: return takeCode(byte, after: before)
    case .string(let quote):
      if byte == UInt8(ascii: "\\") { place = .escape(quote: quote) }
      if byte == quote { place = .code }
    case .escape(let quote): place = .string(quote: quote)
    case .lineComment:
      if byte == UInt8(ascii: "\n") { enter(.code) }
    case .blockComment:
      if byte == UInt8(ascii: "/") && before == UInt8(ascii: "*") { enter(.code) }
    }
    if byte == UInt8(ascii: "\n") { lineHead = .blank }
    return false
  }

  private mutating func takeCode(_ byte: UInt8, after before: UInt8) -> Bool {
    advanceLineHead(byte)
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): place = .string(quote: byte)
    case UInt8(ascii: "/") where before == UInt8(ascii: "/"): enter(.lineComment)
    case UInt8(ascii: "*") where before == UInt8(ascii: "/"): enter(.blockComment)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
    case UInt8(ascii: ";"): return depth == 0
    default: break
    }
    return false
  }

  private mutating func advanceLineHead(_ byte: UInt8) {
    switch (lineHead, byte) {
    case (_, UInt8(ascii: "\n")): lineHead = .blank
    case (.blank, UInt8(ascii: " ")), (.blank, UInt8(ascii: "\t")), (.blank, UInt8(ascii: "\r")): break
    case (.blank, UInt8(ascii: "-")): lineHead = .dash
    case (.dash, UInt8(ascii: "-")): lineHead = .twoDashes
    case (.twoDashes, UInt8(ascii: " ")), (.twoDashes, UInt8(ascii: "\t")): enter(.lineComment)
    default: lineHead = .text
    }
  }

  /// A sign that opens or closes a comment is no part of the next one: `/*/` is still open.
  private mutating func enter(_ next: Place) {
    place = next
    previous = 0
  }
}
