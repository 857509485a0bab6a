/// Why a text could not be parsed, and where; also the element type of a unit's diagnostics.
package struct SyntaxError: Error, Sendable, Hashable {
  /// A further place that explains the first, such as the bracket that is still open.
  package struct Note: Sendable, Hashable {
    package var message: String
    package var span: SourceSpan

    package init(message: String, span: SourceSpan) {
      self.message = message
      self.span = span
    }
  }

  package var message: String
  package var span: SourceSpan
  package var notes: [Note]
  /// What to write instead, as a sentence; nil where nothing is known to help.
  package var hint: String?
  /// More text could mend it: the text ended inside brackets, a string, a comment or a statement.
  package var isIncomplete: Bool

  package init(
    _ message: String, at span: SourceSpan, notes: [Note] = [], hint: String? = nil, isIncomplete: Bool = false
  ) {
    self.message = message
    self.span = span
    self.notes = notes
    self.hint = hint
    self.isIncomplete = isIncomplete
  }
}
