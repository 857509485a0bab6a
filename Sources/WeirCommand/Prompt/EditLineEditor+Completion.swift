import CEditLine

extension EditLineEditor {
  /// Tab: completes the word before the cursor as far as all candidates agree, and lists them where they part.
  func complete(_ before: String) {
    let found = completions(before)
    guard let shared = Completions.sharedPrefix(of: found.candidates) else { return weir_edit_beep(handle) }
    let added = shared.utf8.count - found.replacedBytes
    if found.candidates.count == 1 || added > 0 {
      weir_edit_replace(handle, found.replacedBytes, shared)
    } else {
      weir_edit_show_below(handle, Completions.columns(found.candidates, width: Int(weir_edit_columns(handle))))
    }
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
