/// Reads lines from a person.
package protocol LineEditor: AnyObject, Sendable {
  /// Shows `prompt` and waits for a line, or for several when they were pasted.
  ///
  /// - Parameter earlier: the lines of the same entry that have been read before; empty for its first.
  func readLine(prompt: String, behind earlier: String) -> LineEvent

  /// From any thread: a `readLine` under way gives its line up and returns `.interrupted`.
  func interrupt()

  /// Makes `entry` the newest that the arrow keys recall.
  func remember(_ entry: String)
}

package enum LineEvent: Equatable, Sendable {
  /// Without the newline at its end.
  case line(String)
  /// Ctrl-C.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the input.
  case end
}
