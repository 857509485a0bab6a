import CEditLine

extension EditLineEditor {
  /// Candidates beyond this are counted and not listed: nobody reads a thousand names.
  private static let listedMax = 200

  /// Tab: completes the word before the cursor as far as all candidates agree, and lists them where they part. Where there is nothing to add, and at the second Tab
  /// at one place, it shows how the function is called.
  func complete(_ before: String, _ behind: String) {
    let request = CompletionRequest(before: before, behind: behind, earlier: earlier)
    let isSecond = request == lastRequest
    lastRequest = request
    let found = completions(request)
    let shared = Completions.sharedPrefix(of: found.candidates)
    if let shared, shared.utf8.count > found.replacedBytes || found.candidates.count == 1 && found.hint == nil {
      return weir_edit_replace(handle, found.replacedBytes, shared)
    }
    if let hint = found.hint, isSecond || found.candidates.count < 2 { return weir_edit_show_below(handle, hint + "\n") }
    guard !found.candidates.isEmpty else { return weir_edit_beep(handle) }
    weir_edit_show_below(handle, list(found.candidates))
  }

  private func list(_ candidates: [String]) -> String {
    let listed = Completions.columns(Array(candidates.prefix(Self.listedMax)), width: Int(weir_edit_columns(handle)))
    let left = candidates.count - Self.listedMax
    return left > 0 ? listed + "... and \(left) more\n" : listed
  }
}
