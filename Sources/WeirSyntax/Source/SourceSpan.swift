/// A stretch of one source text: UTF-8 byte offsets, the end excluded.
///
/// `file` tells texts apart where trees of several are alive at once (modules, `#include`, `run`); who keeps the texts
/// gives the numbers, 0 is the text of the session.
package struct SourceSpan: Sendable, Hashable {
  package var start: UInt32
  package var end: UInt32
  package var file: UInt16

  package init(start: UInt32, end: UInt32, file: UInt16 = 0) {
    self.start = start
    self.end = end
    self.file = file
  }

  package init(_ range: Range<Int>, file: UInt16) {
    self.init(start: UInt32(range.lowerBound), end: UInt32(range.upperBound), file: file)
  }

  /// The place of what no text shows (trees made by `sql`, `expr`, …).
  package static let none = SourceSpan(start: 0, end: 0)

  /// The byte offsets, for slicing `SourceText.bytes`.
  package var range: Range<Int> { Int(start)..<Int(max(start, end)) }

  /// From the beginning of this span to the end of `other`.
  package func through(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(start: min(start, other.start), end: max(end, other.end), file: file)
  }
}
