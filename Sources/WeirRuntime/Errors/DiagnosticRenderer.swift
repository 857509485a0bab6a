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
    let end = source.position(of: max(span.end, span.start))
    let last = end.line == line ? end.column : text.unicodeScalars.count + 1
    let window = Window(text, column: column, end: last)
    // Tabs are kept, so that the caret stands below its letter however wide a tab is.
    let indent = window.before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: TextWidth.of($0)) }.joined()
    let caret = style.caret("^" + String(repeating: "~", count: window.tildes))
    return ["\(source.name):\(line):\(column): \(heading)", "    \(window.text)", "    \(indent)\(caret)"]
  }

  /// What is shown of a line: all of it, or of a long one the part around the caret.
  private struct Window {
    let text: String
    /// What stands in `text` before the caret.
    let before: ArraySlice<Unicode.Scalar>
    /// Below the further letters of the span, up to the end of the line or of what is shown of it.
    let tildes: Int

    private static let lengthMax = 160
    private static let beforeMax = 60

    init(_ line: String, column: Int, end: Int) {
      let scalars = Array(line.unicodeScalars)
      let place = min(column - 1, scalars.count)
      guard scalars.count > Window.lengthMax else {
        text = line
        before = scalars[..<place]
        tildes = max(0, end - column - 1)
        return
      }
      let start = max(0, min(place - Window.beforeMax, scalars.count - Window.lengthMax))
      let stop = min(scalars.count, start + Window.lengthMax)
      let dots = Array("…".unicodeScalars)
      let shown = (start > 0 ? dots : []) + scalars[start..<stop] + (stop < scalars.count ? dots : [])
      text = shown.reduce(into: "") { $0.unicodeScalars.append($1) }
      before = shown[..<(place - start + (start > 0 ? 1 : 0))]
      tildes = max(0, min(end, stop + 1) - column - 1)
    }
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
