/// Cuts a text that arrives in pieces at each `;` outside of brackets, strings and comments.
///
/// It keeps what is not complete yet. Backquoted words need no care: neither form holds a `;`.
package struct StatementSplitter: Sendable {
  private enum State: Sendable {
    case plain
    case string(quote: UInt8)
    case escape(quote: UInt8)
    case lineComment
    case blockComment
  }

  /// A statement with its `;`, and the line, from 1, its text begins on.
  package struct Piece: Sendable, Hashable {
    package var bytes: [UInt8]
    package var firstLine: Int
  }

  private var pending: [UInt8] = []
  private var state = State.plain
  private var depth = 0
  private var line = 1
  private var firstLine = 1
  /// Where the text behind the last sign of a comment begins: `/*/` is still open.
  private var signsFrom = 0

  package init() {}

  /// Takes more of the text; gives the statements that it completes.
  package mutating func take(_ bytes: some Sequence<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    for byte in bytes {
      pending.append(byte)
      if byte == UInt8(ascii: "\n") { line += 1 }
      if step(byte) { pieces.append(cut()) }
    }
    return pieces
  }

  /// What is left at the end of the text; nil if that is blank.
  package mutating func finish() -> Piece? {
    let rest = cut()
    return rest.bytes.contains { !isBlank($0) && $0 != UInt8(ascii: "\n") } ? rest : nil
  }

  private mutating func cut() -> Piece {
    defer {
      pending = []
      firstLine = line
      state = .plain
      depth = 0
      signsFrom = 0
    }
    return Piece(bytes: pending, firstLine: firstLine)
  }

  /// Whether `byte` ends a statement.
  private mutating func step(_ byte: UInt8) -> Bool {
    switch state {
    case .plain: return stepPlain(byte)
    case .string(let quote):
      if byte == quote { state = .plain } else if byte == UInt8(ascii: "\\") { state = .escape(quote: quote) }
    case .escape(let quote): state = .string(quote: quote)
    case .lineComment: if byte == UInt8(ascii: "\n") { state = .plain }
    case .blockComment: if byte == UInt8(ascii: "/"), previous == UInt8(ascii: "*") { enter(.plain) }
    }
    return false
  }

  /// The byte before the one just appended; 0 when that belongs to a sign already.
  private var previous: UInt8 { pending.count > signsFrom + 1 ? pending[pending.count - 2] : 0 }

  private mutating func enter(_ next: State) {
    state = next
    signsFrom = pending.count
  }

  private mutating func stepPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"): return depth == 0
    case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .string(quote: byte)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
    case UInt8(ascii: "/") where previous == UInt8(ascii: "/"): state = .lineComment
    case UInt8(ascii: "*") where previous == UInt8(ascii: "/"): enter(.blockComment)
    case UInt8(ascii: " "), UInt8(ascii: "\t"): if isDashComment() { state = .lineComment }
    default: break
    }
    return false
  }

  /// `-- ` as the first characters of a line's text.
  private func isDashComment() -> Bool {
    guard pending.count >= 3, pending[pending.count - 2] == UInt8(ascii: "-"), pending[pending.count - 3] == UInt8(ascii: "-")
    else { return false }
    for byte in pending.dropLast(3).reversed() {
      if byte == UInt8(ascii: "\n") { return true }
      if !isBlank(byte) { return false }
    }
    return true
  }
}
