import WeirSyntax

/// Errors as people read them: place, kind and text, the source line with a caret under it, and what would help.
package enum DiagnosticRenderer {
  package static func render(_ error: ScriptError, in sources: [SourceText], severity: String? = nil, style: DiagnosticStyle = .plain) -> String {
    let label = style.label("\(severity ?? "\(error.kind.rawValue) error"):")
    let hint = error.hint.map { "; \($0)" } ?? ""
    var lines = excerpt(error.span, in: sources, heading: "\(label) \(error.text)\(hint)", style)
    for note in error.notes { lines += excerpt(note.span, in: sources, heading: "note: \(note.text)", style) }
    return lines.joined(separator: "\n")
  }

  private static func excerpt(_ span: SourceSpan, in sources: [SourceText], heading: String, _ style: DiagnosticStyle) -> [String] {
    guard Int(span.file) < sources.count, span != .none else { return [heading] }
    let source = sources[Int(span.file)]
    let (line, column) = source.position(of: span.start)
    let text = source.line(line)
    // Tabs are kept, so that the caret stands below its letter however wide a tab is.
    let indent = text.unicodeScalars.prefix(column - 1).map { $0 == "\t" ? "\t" : String(repeating: " ", count: TextWidth.of($0)) }.joined()
    return ["\(source.name):\(line):\(column): \(heading)", "    \(text)", "    \(indent)\(style.caret(caret(span, line, column, source, text)))"]
  }

  /// `^` and a tilde for every further letter of the span, up to the end of its first line.
  private static func caret(_ span: SourceSpan, _ line: Int, _ column: Int, _ source: SourceText, _ text: String) -> String {
    let end = source.position(of: max(span.end, span.start))
    let last = end.line == line ? end.column : text.unicodeScalars.count + 1
    return "^" + String(repeating: "~", count: max(0, last - column - 1))
  }
}

/// Whether errors are shown in colours.
package enum DiagnosticStyle: Sendable {
  case plain
  /// For terminals: the kind in bold red, the caret in red.
  case coloured

  func label(_ text: String) -> String { self == .plain ? text : "\u{1B}[1;31m\(text)\u{1B}[0m" }
  func caret(_ text: String) -> String { self == .plain ? text : "\u{1B}[31m\(text)\u{1B}[0m" }
}

extension ScriptError {
  /// One error, or all errors of a unit that was refused as a whole. Never empty.
  package static func list(_ error: any Error) -> [ScriptError] {
    if let unit = error as? UnitErrors, !unit.errors.isEmpty { return unit.errors }
    return [ScriptError(error, at: .none)]
  }
}
