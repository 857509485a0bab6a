import WeirHost

/// Writes columns as records of text that `TextLoader` reads back: nothing for a null, quotes around what would be cut in two, an array as one quoted cell.
package struct TextWriter {
  private let delimiter: [UInt8]
  private var bytes: [UInt8] = []

  /// Bytes that are gathered before they are written.
  private static let flushBytes = 1 << 20

  package init(_ format: TextFormat) { delimiter = format.delimiter }

  /// Writes `columns`, which have one length, to `path`.
  ///
  /// A new file is written under another name and takes its own when it is complete, so that nobody sees half of it.
  /// - Parameters:
  ///   - header: a first record with the names; left out when the file has something in it already.
  ///   - isAppending: the records go behind what is in the file.
  /// - Throws: `HostError`.
  package mutating func write(
    names: [String]?, _ columns: [Vector], to path: String, on disk: any Disk, isAppending: Bool, byteOrderMark: Bool
  ) throws {
    let present = try disk.status(of: path)
    let isReplacing = !isAppending && (present == nil || present?.kind == .file)
    let target = isReplacing ? path + ".tmp" : path
    let file = try disk.open(target, isAppending ? .readWrite : .truncate)
    var offset = isAppending ? try file.size() : 0
    if offset == 0 {
      if byteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
      if let names { appendHeader(names) }
    }
    let start = offset
    do {
      try writeRecords(columns, file, &offset)
      if isReplacing { try disk.rename(target, to: path) }
    } catch {
      // What was written so far is of no use to anybody.
      if isReplacing || present == nil { try disk.remove(target) } else if isAppending { try file.truncate(to: start) }
      throw error
    }
  }

  private mutating func writeRecords(_ columns: [Vector], _ file: any OpenFile, _ offset: inout Int) throws {
    let count = columns.first?.count ?? 0
    try WorkProgress.counting(to: count) {
      for row in 0..<count {
        if row & 1023 == 0 {
          try Interruption.check()
          WorkProgress.add(min(1024, row))
        }
        appendRecord(columns, row)
        if bytes.count >= TextWriter.flushBytes { try flush(file, &offset) }
      }
    }
    try flush(file, &offset)
  }

  private mutating func flush(_ file: any OpenFile, _ offset: inout Int) throws {
    try file.write(bytes, at: offset)
    offset += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func appendHeader(_ names: [String]) {
    for (index, name) in names.enumerated() {
      if index > 0 { bytes += delimiter }
      appendText(name)
    }
    bytes.append(10)
  }

  private mutating func appendRecord(_ columns: [Vector], _ row: Int) {
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes += delimiter }
      appendCell(column, row)
    }
    bytes.append(10)
  }

  private mutating func appendCell(_ column: Vector, _ row: Int) {
    if column.isNull(at: row) { return }
    switch column.storage {
    case .symbol, .string, .any: appendText(column.text(at: row))
    case .array:
      guard let values = (column as? ArrayVector)?.row(row) else { return }
      appendText((0..<values.count).map { values.text(at: $0) }.joined(separator: ","), isQuoted: true)
    default: bytes += Array(column.text(at: row).utf8)
    }
  }

  private mutating func appendText(_ text: String, isQuoted: Bool = false) {
    let mustQuote = isQuoted || text.utf8.contains { $0 == 34 || $0 == 10 || $0 == 13 || $0 == delimiter[0] }
    guard mustQuote else {
      bytes += Array(text.utf8)
      return
    }
    bytes.append(34)
    for byte in text.utf8 {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }
}
