import WeirRuntime

/// An error of a script, with its place.
public struct WeirError: Error, CustomStringConvertible {
  /// Where an error is in the text of a script.
  public struct Place: Equatable, Sendable {
    /// The name that `evaluate` was given.
    public let source: String
    /// Both from 1; the column counts characters.
    public let line: Int
    public let column: Int
  }

  /// The class of the error, such as `type`, `name` or `interrupted`.
  public let kind: String
  /// What went wrong, in one sentence.
  public let message: String
  /// Nil for what has no place in a script, such as a call from Swift.
  public let place: Place?
  /// For people: place, message, source line and caret; all errors of a script that does not parse.
  public let description: String

  package init(_ error: any Error, in context: SessionContext) {
    let errors = ScriptError.list(error)
    kind = errors[0].kind.rawValue
    message = errors[0].text
    place = Place(errors[0], in: context)
    description = errors.map { DiagnosticRenderer.render($0, in: context.sources) }.joined(separator: "\n")
  }

  init(kind: String, message: String) {
    self.kind = kind
    self.message = message
    place = nil
    description = "\(kind) error: \(message)"
  }
}

extension WeirError.Place {
  fileprivate init?(_ error: ScriptError, in context: SessionContext) {
    let file = Int(error.span.file)
    guard error.span != .none, file < context.sources.count else { return nil }
    let position = context.sources[file].position(of: error.span.start)
    self.init(source: context.sources[file].name, line: position.line, column: position.column)
  }
}
