/// Cuts a text into tokens.
///
/// It looks at bytes and never at meaning; the two places where a text alone does not decide (what a `<`, `{` or `:` is,
/// whether a word is a keyword) are left to the parser. It never fails: what begins no token becomes `.invalid` and an error.
struct Lexer {
  let source: SourceText
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var tokens: [Token] = []
  var errors: [SyntaxError] = []
  var flags: Token.Flags = []

  /// The tokens of `source`, the last one `.endOfText`, and what was wrong with single ones; `isStopped` is asked now and then, and ends the text early with an error.
  static func tokenize(_ source: SourceText, isStopped: (() -> Bool)? = nil) -> (tokens: [Token], errors: [SyntaxError]) {
    source.bytes.withUnsafeBufferPointer { bytes in
      var lexer = Lexer(source: source, bytes: bytes)
      lexer.tokens.reserveCapacity(bytes.count / 4 + 8)
      lexer.run(isStopped)
      return (lexer.tokens, lexer.errors)
    }
  }

  private init(source: SourceText, bytes: UnsafeBufferPointer<UInt8>) {
    self.source = source
    self.bytes = bytes
  }

  private mutating func run(_ isStopped: (() -> Bool)?) {
    skipByteOrderMark()
    flags = [.newlineBefore, .blankBefore]
    while true {
      skipBlanks()
      guard position < bytes.count else { break }
      scanToken()
      flags = []
      if tokens.count & 0xFFFF == 0, let isStopped, isStopped() {
        report("interrupted", from: position)
        break
      }
    }
    append(.endOfText, from: bytes.count)
  }

  private mutating func skipByteOrderMark() {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  /// The byte `distance` ahead; 0 behind the end, which begins no token.
  @inline(__always)
  func byte(_ distance: Int = 0) -> UInt8 {
    let index = position &+ distance
    return index < bytes.count ? bytes[index] : 0
  }

  mutating func append(_ kind: TokenKind, from start: Int, keyword: Keyword = .none) {
    tokens.append(Token(kind: kind, keyword: keyword, flags: flags, start: UInt32(start), end: UInt32(position)))
  }

  mutating func report(_ message: String, from start: Int, hint: String? = nil, isIncomplete: Bool = false) {
    let span = SourceSpan(start..<max(position, start), file: source.file)
    errors.append(SyntaxError(message, at: span, hint: hint, isIncomplete: isIncomplete))
  }

  /// One token, chosen by its first byte.
  private mutating func scanToken() {
    let first = byte()
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
    case UInt8(ascii: "\""): scanString(quote: first, kind: .doubleQuoted)
    case UInt8(ascii: "'"): scanString(quote: first, kind: .singleQuoted)
    case UInt8(ascii: "`"): scanBackquote()
    case UInt8(ascii: "_") where byte(1) == UInt8(ascii: "\""): scanQuotedColumn()
    case UInt8(ascii: "_") where byte(1) == UInt8(ascii: "$"): scanMacro()
    case UInt8(ascii: ".") where isDigit(byte(1)) && !followsOperand(): scanNumber()
    case _ where isNameStart(first): scanWord()
    default: scanSign()
    }
  }

  /// Whether the token before stands directly in front and ends an operand, so that a `.` here is a member's.
  private func followsOperand() -> Bool {
    guard flags.isEmpty, let last = tokens.last else { return false }
    switch last.kind {
    case .identifier, .rightParenthesis, .rightBracket, .rightBrace, .word, .closedWord, .doubleQuoted, .quotedColumn: return true
    default: return false
    }
  }

  private mutating func scanSign() {
    let start = position
    let first = byte()
    if first < 128 {
      for sign in Punctuation.byFirstByte[Int(first)] where isNext(sign.rest) {
        position += 1 + sign.rest.count
        append(sign.kind, from: start)
        return
      }
    }
    position += 1
    append(.invalid, from: start)
    report("the character `\(String(decoding: bytes[start..<position], as: UTF8.self))` means nothing here", from: start)
  }

  private func isNext(_ rest: [UInt8]) -> Bool {
    for (index, expected) in rest.enumerated() where byte(index + 1) != expected { return false }
    return true
  }

  /// A name or keyword. A trailing `!` belongs to it unless a `=` follows: `sort!(x)`, but `x!=y`.
  ///
  /// grammar: word
  private mutating func scanWord() {
    let start = position
    while isNamePart(byte()) { position += 1 }
    if byte() == UInt8(ascii: "!"), byte(1) != UInt8(ascii: "=") {
      position += 1
      append(.identifier, from: start)
      return
    }
    let found = KeywordTable.shared.find(UnsafeBufferPointer(rebasing: bytes[start..<position]))
    if found.isLowerCase { flags.insert(.lowerCase) }
    append(.identifier, from: start, keyword: found.keyword)
  }

  /// `_$name`, `_$$name`.
  ///
  /// grammar: macro
  private mutating func scanMacro() {
    let start = position
    let isList = byte(2) == UInt8(ascii: "$")
    position += isList ? 3 : 2
    while isNamePart(byte()) { position += 1 }
    append(isList ? .macroList : .macro, from: start)
  }
}
