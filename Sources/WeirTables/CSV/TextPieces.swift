import WeirHost

/// A part of a text that one thread parses: whole records, behind which at least `TextPieces.marginBytes` may be read.
struct TextPiece {
  var start: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  /// The line breaks: as many records as there may be.
  var rowsMax = 0
}

/// The bytes of a text file, cut into pieces at the ends of records.
///
/// The end of a large file, and all of a small one, is a copy with room behind it: parsers may look a few bytes ahead without asking where the text ends.
final class TextPieces {
  static let marginBytes = 64
  private static let wholeCopyBytesMax = 1 << 20
  private static let tailBytes = 64 << 10

  /// Kept because the pieces lie in it.
  private let file: MappedFile
  private let tail: UnsafeMutableBufferPointer<UInt8>
  private let format: TextFormat
  /// In the order of the text; the last one is the tail.
  private(set) var pieces: [TextPiece] = []

  deinit { tail.deallocate() }

  /// - Parameter start: where the text begins in the file, behind a byte order mark and skipped lines.
  init(_ file: MappedFile, start: Int, _ format: TextFormat, threads: any Threads) {
    self.file = file
    self.format = format
    let bytes = file.bytes.bindMemory(to: UInt8.self)
    guard let base = bytes.baseAddress, bytes.count - start > TextPieces.wholeCopyBytesMax else {
      tail = TextPieces.padded(UnsafeBufferPointer(rebasing: bytes[min(start, bytes.count)...]))
      addTail()
      return
    }
    let end = base + bytes.count
    let mapped = TextPieces.cut(base + start, end, format, threads)
    pieces = mapped
    let tailStart = mapped.last?.end ?? base + start
    tail = TextPieces.padded(UnsafeBufferPointer(start: tailStart, count: end - tailStart))
    addTail()
  }

  private func addTail() {
    guard let start = tail.baseAddress else { return }
    let count = tail.count - TextPieces.marginBytes
    let end = UnsafePointer(start) + count
    pieces.append(TextPiece(start: UnsafePointer(start), end: end, rowsMax: ByteScan.count(10, 0, from: start, to: end).0))
  }

  /// A copy that ends with a line break, with room behind.
  private static func padded(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeMutableBufferPointer<UInt8> {
    let lacksBreak = !bytes.isEmpty && bytes[bytes.count - 1] != 10
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + (lacksBreak ? 1 : 0) + marginBytes)
    copy.initialize(repeating: 10)
    if let source = bytes.baseAddress, let target = copy.baseAddress { target.update(from: source, count: bytes.count) }
    return copy
  }

  /// The text up to about `tailBytes` before its end, for as many threads as there are.
  private static func cut(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ format: TextFormat, _ threads: any Threads
  ) -> [TextPiece] {
    let records = QuotedRecords(format, end: end)
    let last = end - tailBytes
    let targets = (1...threads.parallelism).map { start + (last - start) / threads.parallelism * $0 }
    // Names are often quoted where nothing else is.
    let body = records.recordEnd(from: start) ?? start
    let (pieces, quotes) = counted(between(start, targets.map { lineStart(notBehind: $0, start) }), body, threads)
    guard quotes > 0 else { return pieces }
    var previous = start
    let borders = targets.map { target in
      previous = records.border(from: previous, notBehind: target)
      return previous
    }
    return counted(between(start, borders), body, threads).pieces
  }

  private static func lineStart(notBehind target: UnsafePointer<UInt8>, _ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var border = target
    while border > start, border[-1] != 10 { border -= 1 }
    return border
  }

  private static func between(_ start: UnsafePointer<UInt8>, _ borders: [UnsafePointer<UInt8>]) -> [TextPiece] {
    zip([start] + borders, borders).filter { $0 < $1 }.map { TextPiece(start: $0, end: $1) }
  }

  /// Counts line breaks, and the quotes behind the first record.
  private static func counted(
    _ pieces: [TextPiece], _ body: UnsafePointer<UInt8>, _ threads: any Threads
  ) -> (pieces: [TextPiece], quotes: Int) {
    let counts = UnsafeMutablePointer<(Int, Int)>.allocate(capacity: max(pieces.count, 1))
    defer { counts.deallocate() }
    threads.perform(count: pieces.count) { index in
      counts[index] = ByteScan.count(10, FieldScanner.quote, from: pieces[index].start, to: pieces[index].end)
    }
    var quotes = 0
    let counted = pieces.indices.map { index in
      quotes += counts[index].1
      return TextPiece(start: pieces[index].start, end: pieces[index].end, rowsMax: counts[index].0)
    }
    return (counted, quotes - (pieces.isEmpty ? 0 : ByteScan.count(10, FieldScanner.quote, from: pieces[0].start, to: body).1))
  }
}
