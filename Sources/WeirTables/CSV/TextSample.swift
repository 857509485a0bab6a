/// What the cells of one column of the sample have in common.
struct ColumnSample {
  private var kind = CellKind.empty
  private var hasLeadingZero = false

  mutating func add(_ field: TextField) {
    let bytes = field.trimmed
    let own = CellKind(bytes)
    kind = kind.joined(own)
    if own == .digitDate, bytes.first == UInt8(ascii: "0") { hasLeadingZero = true }
  }

  /// Numbers beside a code with a leading zero are codes too.
  var type: ElementType { hasLeadingZero && kind != .digitDate && kind != .date ? .symbol : kind.type }
}

/// The records that the types of the columns are read from: all of a small text, of a large one its first records and some from places all over it. Always
/// the same ones, so that a file always gives the same types.
struct TextSample {
  /// Bytes looked at, at the beginning of the text.
  private static let headBytes = 256 << 10
  /// Bytes looked at in each of the other places.
  private static let spotBytes = 8 << 10
  private static let spotsMax = 32

  private(set) var columns: [ColumnSample]
  private var sawQuotedLineBreak = false

  /// - Parameters:
  ///   - start: of a record, in the first piece.
  ///   - columnCount: cells of a record.
  init(from start: UnsafePointer<UInt8>, _ pieces: [TextPiece], _ format: TextFormat, columnCount: Int) {
    columns = Array(repeating: ColumnSample(), count: columnCount)
    var rest = TextSample.headBytes
    for (index, piece) in pieces.enumerated() {
      let scanner = FieldScanner(format, limit: piece.end)
      var position = index == 0 ? start : piece.start
      if rest > 0 {
        let next = add(from: position, until: position + min(piece.end - position, rest), scanner)
        rest -= next - position
        position = next
      }
      addSpots(from: position, scanner, count: TextSample.spotsMax / pieces.count)
    }
  }

  private mutating func addSpots(from start: UnsafePointer<UInt8>, _ scanner: FieldScanner, count: Int) {
    // Where a quoted cell may hold line breaks, no place in the middle is known to begin a record.
    guard !sawQuotedLineBreak, count > 0 else { return }
    let step = max((scanner.limit - start) / count, TextSample.spotBytes)
    var spot = start
    while spot < scanner.limit {
      let end = spot + min(scanner.limit - spot, TextSample.spotBytes)
      _ = add(from: spot == start ? start : ByteScan.nextLine(spot, end), until: end, scanner)
      spot += min(step, scanner.limit - spot)
    }
  }

  /// Adds the records that begin before `end`, those of another length left out; answers where the first one behind begins.
  private mutating func add(from start: UnsafePointer<UInt8>, until end: UnsafePointer<UInt8>, _ scanner: FieldScanner) -> UnsafePointer<UInt8> {
    var position = start
    while position < end, let (fields, next) = scanner.record(at: position) {
      if fields.count >= columns.count {
        for index in columns.indices { columns[index].add(fields[index]) }
      }
      if fields.contains(where: { $0.start > position && $0.start[-1] == FieldScanner.quote && $0.bytes.contains(10) }) { sawQuotedLineBreak = true }
      position = next
    }
    return position
  }
}
