/// A pattern in which `%` stands for any text and everything else for itself.
package struct LikePattern: Sendable {
  /// What stands between the wildcards, the first one at the beginning and the last one at the end.
  private let parts: [[UInt8]]
  private let ignoresCase: Bool

  package init(_ pattern: String, ignoresCase: Bool) {
    self.ignoresCase = ignoresCase
    let bytes = ignoresCase ? pattern.utf8.map(LikePattern.lowered) : Array(pattern.utf8)
    parts = bytes.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false).map(Array.init)
  }

  package func matches(_ text: TextBytes) -> Bool {
    guard let first = parts.first, let last = parts.last, isPart(first, text, at: 0) else { return false }
    if parts.count == 1 { return text.count == first.count }
    var position = first.count
    for part in parts.dropFirst().dropLast() {
      guard let found = find(part, text, from: position) else { return false }
      position = found + part.count
    }
    return text.count - last.count >= position && isPart(last, text, at: text.count - last.count)
  }

  private func find(_ part: [UInt8], _ text: TextBytes, from start: Int) -> Int? {
    var position = start
    while position + part.count <= text.count {
      if isPart(part, text, at: position) { return position }
      position += 1
    }
    return nil
  }

  private func isPart(_ part: [UInt8], _ text: TextBytes, at position: Int) -> Bool {
    guard position + part.count <= text.count else { return false }
    for index in part.indices {
      let byte = text[position + index]
      guard (ignoresCase ? LikePattern.lowered(byte) : byte) == part[index] else { return false }
    }
    return true
  }

  private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }
}
