/// Cuts the input of a `--json` run into what is run at once.
///
/// Text in front of the first line `//%% cell NAME` is cut behind each semicolon that ends a statement, so that it can run
/// as it arrives. From then on a cell runs when the next cell line or the end of the input is seen.
package struct CellSplitter {
  package enum Piece: Equatable, Sendable {
    /// What stands before any cell line.
    case statement(String)
    case cell(name: String, text: String)
  }

  /// What has arrived and belongs to the piece that is not complete yet.
  private var pending: [UInt8] = []
  private var lineStart = 0
  /// Nil before the first cell line.
  private var cellName: String?
  private var scanner = StatementScanner()

  package init() {}

  /// - Returns: the pieces that `bytes` complete.
  package mutating func add(_ bytes: some Sequence<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    for byte in bytes {
      pending.append(byte)
      let endsStatement = cellName == nil && scanner.take(byte)
      if endsStatement { pieces += takePiece(upTo: pending.count) }
      if byte == UInt8(ascii: "\n") { pieces += endLine() }
    }
    return pieces
  }

  /// - Returns: what is left at the end of the input.
  package mutating func finish() -> [Piece] { endLine() + takePiece(upTo: pending.count) }

  private mutating func endLine() -> [Piece] {
    defer { lineStart = pending.count }
    guard let name = Self.cellName(of: pending[lineStart...]) else { return [] }
    let pieces = takePiece(upTo: lineStart)
    pending.removeAll()
    cellName = name
    return pieces
  }

  /// What has gathered before `end`: a cell even when it is empty, since it is announced, a statement only when it has text.
  private mutating func takePiece(upTo end: Int) -> [Piece] {
    defer {
      pending.removeFirst(end)
      lineStart = 0
    }
    if let cellName { return [.cell(name: cellName, text: String(decoding: pending[..<end], as: UTF8.self))] }
    // Lines are counted from the first one that has text.
    let text = pending[..<end].drop { $0 <= 0x20 }
    if text.allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: ";") }) { return [] }
    return [.statement(String(decoding: text, as: UTF8.self))]
  }

  /// The name in a line of the form `//%% cell NAME`.
  private static func cellName(of line: ArraySlice<UInt8>) -> String? {
    let mark = "//%% cell ".utf8
    guard line.starts(with: mark) else { return nil }
    let name = line.dropFirst(mark.count)
    let end = name.lastIndex { $0 > 0x20 } ?? name.startIndex - 1
    return String(decoding: name[..<(end + 1)], as: UTF8.self)
  }
}
