/// The smallest piece of a text the parser looks at: twelve bytes, no text of its own.
package struct Token: Sendable {
  package var kind: TokenKind
  /// For a word that is a keyword in some position; whether it is one here the parser decides.
  package var keyword: Keyword
  package var flags: Flags
  package var start: UInt32
  package var end: UInt32

  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A newline stands between this token and the one before.
    package static let newlineBefore = Flags(rawValue: 1)
    /// A blank, newline or comment stands between this token and the one before.
    package static let blankBefore = Flags(rawValue: 2)
    /// A keyword in small letters throughout.
    package static let lowerCase = Flags(rawValue: 4)
  }

  package var hasNewlineBefore: Bool { flags.contains(.newlineBefore) }
  package var hasBlankBefore: Bool { flags.contains(.blankBefore) }
}

package enum TokenKind: UInt8, Sendable {
  case endOfText
  /// Bytes that begin no token; an error was recorded.
  case invalid
  case identifier
  case number
  /// `2012.06.13T13:30:10`, `13:30m`, `2012.06M`.
  case temporal
  case duration
  /// `"…"`
  case doubleQuoted
  /// `'…'`
  case singleQuoted
  /// `` `word ``
  case word
  /// `` `any text` ``
  case closedWord
  /// `_"…"`
  case quotedColumn
  /// `_$name`
  case macro
  /// `_$$name`
  case macroList

  case leftParenthesis
  case rightParenthesis
  case leftBracket
  case rightBracket
  case leftBrace
  case rightBrace
  case comma
  case semicolon
  case dot
  case doubleDot
  case ellipsis
  case colon
  case doubleColon
  case question
  case arrow
  case assign
  case addAssign
  case subtractAssign
  case multiplyAssign
  case divideAssign
  case ratioAssign
  case hash

  case orSign
  case andSign
  case less
  case lessOrEqual
  case equal
  case greater
  case greaterOrEqual
  case notEqual
  case bitOr
  case bitXor
  case bitAnd
  case shiftLeft
  case shiftRight
  case add
  case subtract
  case multiply
  case matrixMultiply
  case divide
  case ratio
  case modulo
  case cast
  case joinSign
  case at
  case bang
}
