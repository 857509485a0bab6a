/// How a text file is cut into cells.
package struct TextFormat: Sendable {
  /// Stands between two cells: 1 to 8 bytes.
  package let delimiter: [UInt8]
  /// Lines that are passed over at the beginning.
  package var skippedLines = 0
  /// Whether the first record holds names; nil leaves it to the text, see `TextLoader`.
  package var hasHeader: Bool?
  /// Stands between the values of one array cell.
  package var arrayDelimiter: UInt8 = UInt8(ascii: ",")
  /// Stand around an array cell.
  package var arrayMarkers: (open: UInt8, close: UInt8) = (UInt8(ascii: "\""), UInt8(ascii: "\""))

  /// - Throws: `.value` for a delimiter that is empty, too long, or a byte that has another meaning.
  package init(delimiter: String = ",") throws {
    self.delimiter = Array(delimiter.utf8)
    guard !self.delimiter.isEmpty, self.delimiter.count <= TextFormat.delimiterBytesMax else {
      throw KernelError.value("a delimiter has 1 to \(TextFormat.delimiterBytesMax) bytes, got \(self.delimiter.count)")
    }
    guard !self.delimiter.contains(where: { $0 == 10 || $0 == 13 || $0 == UInt8(ascii: "\"") }) else {
      throw KernelError.value("a delimiter cannot hold a line break or a double quote")
    }
  }

  /// A delimiter is compared as one word.
  static let delimiterBytesMax = 8
}

/// What one column of a text file becomes.
package struct TextColumn: Sendable {
  package var name: String
  package var type: ElementType
  /// Digits behind the point of a DECIMAL.
  package var scale = 0
  /// The cells are lists of `type`.
  package var isArray = false
  /// How a temporal cell is written; nil for the forms that everybody knows.
  package var pattern: TemporalPattern?
  /// The place of its cells in a record.
  package var index: Int

  package init(name: String, type: ElementType, index: Int) {
    self.name = name
    self.type = type
    self.index = index
  }
}
