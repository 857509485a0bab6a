import WeirHost

/// Reads a text file of records into columns.
///
/// - The first record holds the names unless one of its cells begins with a digit, or the format says which it is.
/// - Types come from a sample (`TextSample`): BOOL, INT, LONG, DOUBLE, the temporal types, and SYMBOL for every other text.
/// - A cell that does not fit the type of its column is null, an empty one too. A record with more or fewer cells than the first is an error.
package struct TextLoader {
  private let path: String
  private let format: TextFormat
  private let pieces: [TextPiece]
  /// Keeps the memory of `pieces`.
  private let text: TextPieces
  private let threads: any Threads
  private let names: [String]
  /// Where the first record that is data begins.
  private let body: UnsafePointer<UInt8>
  /// Lines before the first piece.
  private let linesBefore: Int
  private let hasHeader: Bool

  /// Cells of a record.
  package var cellCount: Int { names.count }

  /// - Parameter path: for errors.
  /// - Throws: `.io` when the file is empty or no text, `.value` when its first record never ends.
  package init(_ file: MappedFile, path: String, _ format: TextFormat, threads: any Threads) throws {
    let bytes = file.bytes.bindMemory(to: UInt8.self)
    guard !bytes.isEmpty else { throw KernelError(.io, "'\(path)' is empty") }
    guard !bytes.prefix(TextLoader.probeBytes).contains(0) else {
      throw KernelError(.io, "'\(path)' is no text file: it holds zero bytes")
    }
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for _ in 0..<format.skippedLines {
      guard let lineBreak = bytes[start...].firstIndex(of: 10) else { throw KernelError(.io, "'\(path)' has fewer lines than are to be skipped") }
      start = lineBreak + 1
    }
    file.willReadOnce()
    text = TextPieces(file, start: start, format, threads: threads)
    self.path = path
    self.format = format
    self.threads = threads
    var pieces = text.pieces
    guard let first = pieces.first else { throw KernelError(.io, "'\(path)' is empty") }
    var record = first.start
    while record < first.end, record.pointee == 10 || record.pointee == 13 { record += 1 }
    guard record < first.end else { throw KernelError(.io, "'\(path)' has no records") }
    guard let (fields, next) = FieldScanner(format, limit: first.end).record(at: record) else {
      throw KernelError.value("'\(path)', line \(format.skippedLines + 1): a quoted cell is never closed")
    }
    hasHeader = format.hasHeader ?? !fields.contains { $0.count > 0 && $0.start.pointee &- 48 <= 9 }
    names = TextLoader.names(fields, hasHeader: hasHeader)
    linesBefore = format.skippedLines + ByteScan.count(10, 0, from: first.start, to: hasHeader ? next : record).0
    body = hasHeader ? next : record
    pieces[0].start = body
    pieces[0].rowsMax -= linesBefore - format.skippedLines
    self.pieces = pieces
  }

  /// A file with a zero byte so early is no text.
  private static let probeBytes = 64 << 10

  private static func names(_ fields: [TextField], hasHeader: Bool) -> [String] {
    guard hasHeader else { return fields.indices.map { "col\($0)" } }
    return ColumnNames.unique(fields.indices.map { fields[$0].count == 0 ? "col\($0)" : ColumnNames.legal(fields[$0].text) })
  }

  /// The columns with the names of the file and the types of a sample.
  package func sniffedColumns() -> [TextColumn] {
    let types = withoutNames(sampledTypes(from: body))
    return names.indices.map { TextColumn(name: names[$0], type: types[$0], index: $0) }
  }

  /// A first record that may hold names after all makes no column one of texts, though it can make one of numbers wider.
  private func withoutNames(_ types: [ElementType]) -> [ElementType] {
    let scanner = FieldScanner(format, limit: pieces[0].end)
    guard !hasHeader, format.hasHeader == nil, types.contains(.symbol), let (_, next) = scanner.record(at: body), next < pieces[0].end else { return types }
    return zip(types, sampledTypes(from: next)).map { $0 == .symbol ? $1 : $0 }
  }

  private func sampledTypes(from start: UnsafePointer<UInt8>) -> [ElementType] {
    TextSample(from: start, pieces, format, columnCount: cellCount).columns.map(\.type)
  }

  /// All records as the columns that are asked for.
  /// - Parameter columns: `index` ascending, each below `cellCount`.
  /// - Throws: `.value` with the line of a record that has another number of cells or a quote that is never closed.
  package func load(_ columns: [TextColumn]) throws -> (names: [String], columns: [Vector]) {
    let columns = columns.map { column in
      var column = column
      column.name = column.name.isEmpty ? names[column.index] : column.name
      return column
    }
    let assembly = try TextAssembly(columns, pieces, cellCount: cellCount)
    if let (piece, failure) = assembly.parse(format, threads) {
      throw KernelError.value("'\(path)', line \(line(of: failure.record, piece)): \(failure.text)")
    }
    return (columns.map(\.name), try assembly.vectors(threads))
  }

  private func line(of record: UnsafePointer<UInt8>, _ piece: Int) -> Int {
    let before = pieces[..<piece].reduce(linesBefore) { $0 + $1.rowsMax }
    return before + ByteScan.count(10, 0, from: pieces[piece].start, to: record).0 + 1
  }
}
