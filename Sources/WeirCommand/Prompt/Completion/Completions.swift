/// What stands around the cursor when Tab is pressed.
package struct CompletionRequest: Equatable, Sendable {
  /// The lines of the entry above the one that is edited.
  package var earlier: String
  package var before: String
  package var behind: String

  package init(before: String, behind: String = "", earlier: String = "") {
    self.before = before
    self.behind = behind
    self.earlier = earlier
  }
}

/// Candidates for what stands before the cursor.
package struct Completions: Equatable, Sendable {
  /// The bytes before the cursor that a candidate replaces.
  package var replacedBytes: Int
  /// In the order in which they are shown.
  package var candidates: [String]
  /// What a second Tab shows: how the function at the cursor is called.
  package var hint: String?

  package init(replacedBytes: Int, candidates: [String], hint: String? = nil) {
    self.replacedBytes = replacedBytes
    self.candidates = candidates
    self.hint = hint
  }
}

extension Completions {
  /// What all candidates begin with; nil when there are none.
  package static func sharedPrefix(of candidates: [String]) -> String? {
    guard var shared = candidates.first.map({ $0[...] }) else { return nil }
    for candidate in candidates.dropFirst() {
      while !candidate.hasPrefix(shared) { shared.removeLast() }
    }
    return String(shared)
  }

  /// Candidates as a table that is read downwards, as shells show them, with a newline behind each row.
  package static func columns(_ candidates: [String], width: Int) -> String {
    let cell = (candidates.map(\.count).max() ?? 0) + 2
    let columnCount = max(1, width / cell)
    let rowCount = (candidates.count + columnCount - 1) / columnCount
    var text = ""
    for row in 0..<rowCount {
      let cells = stride(from: row, to: candidates.count, by: rowCount).map { candidates[$0] }
      for (index, candidate) in cells.enumerated() {
        text += candidate
        if index < cells.count - 1 { text += String(repeating: " ", count: cell - candidate.count) }
      }
      text += "\n"
    }
    return text
  }
}
