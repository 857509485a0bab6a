import CEditLine
import Synchronization

/// Lines of a terminal, edited with libedit: arrow keys, history, search with Ctrl-R, completion with Tab.
package final class EditLineEditor: LineEditor, @unchecked Sendable {
  // `@unchecked`: libedit is used by the thread that reads lines only; `interrupt` goes through a descriptor of its own.
  let handle: OpaquePointer
  let completions: @Sendable (CompletionRequest) -> Completions
  /// The lines of the entry above the one that is edited.
  private(set) var earlier = ""
  /// What Tab was pressed at last.
  var lastRequest: CompletionRequest?

  /// Nil when the terminal cannot be used, as where `TERM` is unknown to the system.
  package init?(input: StandardInput, completions: @escaping @Sendable (CompletionRequest) -> Completions) {
    guard let handle = weir_edit_open(input.descriptor) else { return nil }
    self.handle = handle
    self.completions = completions
    weir_edit_set_completer(handle, Unmanaged.passUnretained(self).toOpaque()) { context, before, behind in
      Unmanaged<EditLineEditor>.fromOpaque(context!).takeUnretainedValue().complete(String(cString: before), String(cString: behind))
    }
  }

  deinit { weir_edit_close(handle) }

  package func readLine(prompt: String, behind earlier: String) -> LineEvent {
    self.earlier = earlier
    lastRequest = nil
    var text: UnsafeMutablePointer<CChar>?
    defer { weir_edit_free(text) }
    switch weir_edit_read(handle, prompt, &text) {
    case WEIR_EDIT_LINE: return .line(String(cString: text!))
    case WEIR_EDIT_INTERRUPTED: return .interrupted
    default: return .end
    }
  }

  package func interrupt() { weir_edit_interrupt(handle) }
  package func remember(_ entry: String) { weir_edit_remember(handle, entry) }
}
