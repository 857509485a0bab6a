import WeirHost

/// Parses the records of one piece into its sinks.
struct PieceParser {
  /// Why parsing stopped, and at which record.
  struct Failure {
    var record: UnsafePointer<UInt8>
    var text: String
  }

  let piece: TextPiece
  let format: TextFormat
  let scanner: FieldScanner
  /// One for every cell of a record.
  let sinks: UnsafeMutablePointer<ColumnSink>
  let cellCount: Int
  private let delimiter: UInt8
  private let hasShortDelimiter: Bool
  private let powersOfTen: UnsafePointer<Double>
  private let markers: (open: UInt8, close: UInt8)?

  init(
    _ piece: TextPiece, _ format: TextFormat, _ sinks: UnsafeMutablePointer<ColumnSink>, cellCount: Int, powersOfTen: UnsafePointer<Double>
  ) {
    self.piece = piece
    self.format = format
    self.sinks = sinks
    self.cellCount = cellCount
    self.powersOfTen = powersOfTen
    scanner = FieldScanner(format, limit: piece.end)
    delimiter = format.delimiter[0]
    hasShortDelimiter = format.delimiter.count == 1
    markers = format.arrayMarkers.open == FieldScanner.quote ? nil : format.arrayMarkers
  }

  /// How many records there were; lines without anything in them are none.
  func run() -> (rows: Int, failure: Failure?) {
    var position = piece.start
    var row = 0
    var told = piece.start
    defer { WorkProgress.add(position - told) }
    while position < piece.end {
      if position.pointee == 10 {
        position += 1
        continue
      }
      if position.pointee == 13, position[1] == 10 {
        position += 2
        continue
      }
      let record = position
      // The rows that were read are thrown away with the error of the loader.
      if row & 1023 == 0 {
        if StopFlag.isRaised { return (row, Failure(record: record, text: Interruption.error.text)) }
        WorkProgress.add(position - told)
        told = position
      }
      do {
        position = try parseRecord(position, row)
      } catch {
        return (row, Failure(record: record, text: (error as? KernelError)?.text ?? "\(error)"))
      }
      row += 1
    }
    return (row, nil)
  }

  /// - Returns: where the next record begins.
  private func parseRecord(_ start: UnsafePointer<UInt8>, _ row: Int) throws -> UnsafePointer<UInt8> {
    var position = start
    var cell = 0
    while true {
      if let end = hasShortDelimiter ? parseCell(position, sinks + cell, row) : nil {
        position = end
      } else {
        guard let field = scanner.field(at: position, markers: sinks[cell].column.isArray ? markers : nil) else {
          throw KernelError.value("a quoted cell is never closed")
        }
        try sinks[cell].store(field, row, format)
        position = field.end
      }
      cell += 1
      if cell == cellCount { return try finishRecord(position) }
      guard position < piece.end, scanner.isDelimiter(position) else { throw KernelError.value(cellsText(cell)) }
      position += scanner.delimiterCount
    }
  }

  /// Empty cells behind the last one are no mistake: some programs end every record with a delimiter.
  private func finishRecord(_ start: UnsafePointer<UInt8>) throws -> UnsafePointer<UInt8> {
    var position = start
    var surplus = 0
    var holdsText = false
    while position < piece.end, scanner.isDelimiter(position) {
      guard let field = scanner.field(at: position + scanner.delimiterCount) else { throw KernelError.value("a quoted cell is never closed") }
      surplus += 1
      if field.count > 0 { holdsText = true }
      position = field.end
    }
    if holdsText { throw KernelError.value(cellsText(cellCount + surplus)) }
    if position.pointee == 13 { position += 1 }
    return position + 1
  }

  private func cellsText(_ count: Int) -> String { "\(count) cell\(count == 1 ? "" : "s") where the first record has \(cellCount)" }

  @inline(__always)
  private func endsCell(_ at: UnsafePointer<UInt8>) -> Bool {
    let byte = at.pointee
    return byte == delimiter || byte == 10 || byte == 13 && at[1] == 10
  }

  /// Reads a cell in its usual form; nil when it has another one.
  @inline(__always)
  private func parseCell(_ start: UnsafePointer<UInt8>, _ sink: UnsafeMutablePointer<ColumnSink>, _ row: Int) -> UnsafePointer<UInt8>? {
    switch sink.pointee.kind {
    case .int:
      guard let (value, end) = NumberScan.integer(start), endsCell(end) else { return nil }
      sink.pointee.storeInt(value, row)
      return end
    case .long:
      guard let (value, end) = NumberScan.integer(start), endsCell(end) else { return nil }
      sink.pointee.storeLong(value, row)
      return end
    case .double:
      guard let (value, end) = NumberScan.double(start, powersOfTen), endsCell(end) else { return nil }
      sink.pointee.storeDouble(value, row)
      return end
    case .temporal: return parseMoment(start, sink, row)
    case .symbol:
      guard let (low, high, length) = shortText(start) else { return nil }
      sink.pointee.storeCode(sink.pointee.symbols.code(low: low, high: high, length: length), row)
      return start + length
    case .string:
      guard let (_, _, length) = shortText(start) else { return nil }
      sink.pointee.storeString(UnsafeBufferPointer(start: start, count: length), row)
      return start + length
    case .skipped, .other: return nil
    }
  }

  @inline(__always)
  private func parseMoment(_ start: UnsafePointer<UInt8>, _ sink: UnsafeMutablePointer<ColumnSink>, _ row: Int) -> UnsafePointer<UInt8>? {
    guard sink.pointee.isPlainTemporal else { return nil }
    guard sink.pointee.hasDate else {
      guard let (nanoseconds, end) = TemporalScan.clock(start), endsCell(end) else { return nil }
      sink.pointee.storeMoment(day: 0, nanoseconds: nanoseconds, row)
      return end
    }
    guard let day = TemporalScan.day(start, &sink.pointee.day) else { return nil }
    var end = start + 10
    var nanoseconds: Int64 = 0
    if end.pointee == UInt8(ascii: "T") || end.pointee == 32, let clock = TemporalScan.clock(end + 1) { (nanoseconds, end) = clock }
    guard endsCell(end) else { return nil }
    sink.pointee.storeMoment(day: day, nanoseconds: nanoseconds, row)
    return end
  }

  /// A text of up to 16 bytes without quotes, as two words.
  @inline(__always)
  private func shortText(_ start: UnsafePointer<UInt8>) -> (low: UInt64, high: UInt64, length: Int)? {
    guard start.pointee != FieldScanner.quote else { return nil }
    let low = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
    var length = ends(low)
    if length < 8 {
      if length > 0, start[length] == 10, start[length - 1] == 13 { length -= 1 }
      return (low & (1 << UInt64(length * 8) &- 1), 0, length)
    }
    let high = UnsafeRawPointer(start + 8).loadUnaligned(as: UInt64.self)
    let rest = ends(high)
    guard rest < 8 else { return nil }
    length = 8 + rest
    guard start[length] != 10 || start[length - 1] != 13 else { return nil }
    return (low, high & (1 << UInt64(rest * 8) &- 1), length)
  }

  /// The index of the first byte in a word that is a delimiter or a line break; 8 when there is none.
  @inline(__always)
  private func ends(_ word: UInt64) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let delimiters = word ^ (ones &* UInt64(delimiter))
    let breaks = word ^ (ones &* 10)
    let found = ((delimiters &- ones) & ~delimiters | (breaks &- ones) & ~breaks) & tops
    return found.trailingZeroBitCount >> 3
  }
}
