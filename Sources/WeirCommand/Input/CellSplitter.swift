import WeirSyntax

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

  /// Cuts what stands before the first cell line.
  private var statements = StatementSplitter()
  /// The text of the cell so far.
  private var cell: [UInt8] = []
  /// Nil before the first cell line.
  private var cellName: String?
  /// The line that is being read.
  private var line: [UInt8] = []

  package init() {}

  /// - Returns: the pieces that `bytes` complete.
  package mutating func add(_ bytes: some Sequence<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    for byte in bytes {
      line.append(byte)
      if cellName == nil { pieces += statements.take(CollectionOfOne(byte)).compactMap { Self.statement($0.bytes[...]) } } else { cell.append(byte) }
      if byte == UInt8(ascii: "\n") { pieces += endLine() }
    }
    return pieces
  }

  /// - Returns: what is left at the end of the input.
  package mutating func finish() -> [Piece] { endLine() + takePiece(without: 0) }

  private mutating func endLine() -> [Piece] {
    defer { line = [] }
    guard let name = Self.cellName(of: line[...]) else { return [] }
    let pieces = takePiece(without: line.count)
    cellName = name
    return pieces
  }

  /// What has gathered, without its last bytes: a cell even when it is empty, since it is announced, a statement only when it has text.
  private mutating func takePiece(without count: Int) -> [Piece] {
    defer { cell = [] }
    if let cellName { return [.cell(name: cellName, text: String(decoding: cell.dropLast(count), as: UTF8.self))] }
    guard let rest = statements.finish() else { return [] }
    return Self.statement(rest.bytes.dropLast(count)).map { [$0] } ?? []
  }

  /// Lines are counted from the first one that has text.
  private static func statement(_ bytes: ArraySlice<UInt8>) -> Piece? {
    let text = bytes.drop { $0 <= 0x20 }
    if text.allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: ";") }) { return nil }
    return .statement(String(decoding: text, as: UTF8.self))
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
