/// Tells a date or time by its text, as `loadText` does.
package enum TemporalKind {
  /// The value that `text` means, or nil when it is no date or time. Digits alone are none: they are a number as well.
  package static func value(of text: String) -> Cell? {
    var text = text
    text.makeContiguousUTF8()
    return text.utf8.span.withUnsafeBufferPointer { bytes -> Cell? in
      switch CellKind(bytes) {
      case .empty, .boolean, .integer, .long, .floating, .digitDate, .text: return nil
      case .date: return LooseDate.parse(bytes).map { .integer($0, .date) }
      case let kind: return TemporalParser.parse(bytes, as: kind.type).map { .integer($0, kind.type) }
      }
    }
  }
}
