import Glibc

/// Finds where records begin in a text with quoted cells, which may hold line breaks: only reading from the beginning tells.
struct QuotedRecords {
  private let scanner: FieldScanner
  private let end: UnsafePointer<UInt8>

  /// - Parameter end: of readable memory.
  init(_ format: TextFormat, end: UnsafePointer<UInt8>) {
    // The scanner compares delimiters eight bytes at a time.
    self.end = end - TextFormat.delimiterBytesMax
    scanner = FieldScanner(format, limit: self.end)
  }

  /// Where the last record that begins at or before `target` does.
  /// - Parameter start: of a record.
  func border(from start: UnsafePointer<UInt8>, notBehind target: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var record = start
    while let next = recordEnd(from: record), next <= target { record = next }
    return record
  }

  /// Behind the line break of the record at `start`; nil when the memory ends before.
  func recordEnd(from start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var position = start
    while position < end {
      if position.pointee == FieldScanner.quote {
        guard let closing = closingQuote(behind: position) else { return nil }
        position = closing + 1
      }
      while position < end, position.pointee != 10, !scanner.isDelimiter(position) { position += 1 }
      guard position < end else { return nil }
      if position.pointee == 10 { return position + 1 }
      position += scanner.delimiterCount
    }
    return nil
  }

  private func closingQuote(behind opening: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
    var position = opening + 1
    while position < end, let found = memchr(position, Int32(FieldScanner.quote), end - position) {
      let closing = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      guard closing[1] == FieldScanner.quote else { return closing }
      position = closing + 2
    }
    return nil
  }
}
