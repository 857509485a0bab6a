import Glibc

/// One cell of a record, as it lies in the text.
struct TextField {
  var start: UnsafePointer<UInt8>
  var count: Int
  /// Holds `""`, which means one quote.
  var hasDoubledQuotes = false
  /// Behind the cell: at its delimiter or at the `\n` of its record.
  var end: UnsafePointer<UInt8>

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

  /// The text that the cell means.
  var text: String {
    guard hasDoubledQuotes else { return String(decoding: bytes, as: UTF8.self) }
    return String(decoding: unquotedBytes, as: UTF8.self)
  }

  /// The bytes with every `""` as `"`.
  var unquotedBytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var index = 0
    while index < count {
      result.append(start[index])
      index += start[index] == FieldScanner.quote && index + 1 < count && start[index + 1] == FieldScanner.quote ? 2 : 1
    }
    return result
  }

  /// The bytes without the blanks around them, as numbers and dates are read.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var first = start
    var last = start + count
    while first < last, first.pointee == 32 || first.pointee == 9 { first += 1 }
    while last > first, last[-1] == 32 || last[-1] == 9 { last -= 1 }
    return UnsafeBufferPointer(start: first, count: last - first)
  }
}

/// Finds the ends of cells, whatever is in them. The parsers of the usual types find their own and come here with the rest.
///
/// A cell that begins with a double quote goes to the closing one; delimiters and line breaks in between belong to it, and `""` is a quote.
struct FieldScanner {
  static let quote = UInt8(ascii: "\"")

  private let delimiterWord: UInt64
  private let delimiterMask: UInt64
  let delimiterCount: Int
  /// Behind the last byte. At least eight bytes may be read from there.
  let limit: UnsafePointer<UInt8>

  init(_ format: TextFormat, limit: UnsafePointer<UInt8>) {
    var word: UInt64 = 0
    for (index, byte) in format.delimiter.enumerated() { word |= UInt64(byte) << UInt64(index * 8) }
    delimiterWord = word
    delimiterCount = format.delimiter.count
    delimiterMask = delimiterCount == 8 ? .max : 1 << UInt64(delimiterCount * 8) - 1
    self.limit = limit
  }

  @inline(__always)
  func isDelimiter(_ at: UnsafePointer<UInt8>) -> Bool {
    UnsafeRawPointer(at).loadUnaligned(as: UInt64.self) & delimiterMask == delimiterWord
  }

  /// The cell that begins at `start`; nil when its quote is never closed.
  /// - Precondition: the text ends with `\n`.
  func field(at start: UnsafePointer<UInt8>, markers: (open: UInt8, close: UInt8)? = nil) -> TextField? {
    if start.pointee == FieldScanner.quote { return quotedField(at: start) }
    if let markers, start.pointee == markers.open { return markedField(at: start, close: markers.close) }
    return plainField(from: start, at: start)
  }

  private func plainField(from start: UnsafePointer<UInt8>, at position: UnsafePointer<UInt8>) -> TextField {
    var end = position
    while end < limit, end.pointee != 10, !isDelimiter(end) { end += 1 }
    let endsLine = end < limit && end.pointee == 10
    let count = end - start
    return TextField(start: start, count: endsLine && count > 0 && end[-1] == 13 ? count - 1 : count, end: end)
  }

  private func quotedField(at start: UnsafePointer<UInt8>) -> TextField? {
    var position = start + 1
    var doubled = false
    while true {
      guard position < limit, let found = memchr(position, Int32(FieldScanner.quote), limit - position) else { return nil }
      let closing = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      guard closing[1] == FieldScanner.quote, closing + 1 < limit else {
        return closedField(start, closing: closing, doubled: doubled)
      }
      doubled = true
      position = closing + 2
    }
  }

  /// Text behind the closing quote makes the whole cell, quotes and all, a plain one.
  private func closedField(_ start: UnsafePointer<UInt8>, closing: UnsafePointer<UInt8>, doubled: Bool) -> TextField {
    let rest = plainField(from: closing + 1, at: closing + 1)
    guard rest.trimmed.count == 0 else { return plainField(from: start, at: closing + 1) }
    return TextField(start: start + 1, count: closing - start - 1, hasDoubledQuotes: doubled, end: rest.end)
  }

  private func markedField(at start: UnsafePointer<UInt8>, close: UInt8) -> TextField {
    var position = start + 1
    while position < limit, position.pointee != close, position.pointee != 10 { position += 1 }
    guard position < limit, position.pointee == close else { return plainField(from: start, at: start) }
    return TextField(start: start + 1, count: position - start - 1, end: plainField(from: position + 1, at: position + 1).end)
  }

  /// The cells of the record at `start`, and where the next one begins; nil when a quote is never closed.
  func record(at start: UnsafePointer<UInt8>) -> (fields: [TextField], next: UnsafePointer<UInt8>)? {
    var fields: [TextField] = []
    var position = start
    while true {
      guard let field = field(at: position) else { return nil }
      fields.append(field)
      guard field.end < limit, field.end.pointee != 10 else { return (fields, min(field.end + 1, limit)) }
      position = field.end + delimiterCount
    }
  }
}
