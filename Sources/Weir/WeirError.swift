import WeirRuntime

/// An error of a script, with its place.
public struct WeirError: Error, CustomStringConvertible {
  /// The class of the error, such as `type` or `name`.
  public let kind: String
  /// What went wrong, in one sentence.
  public let message: String
  /// For people: place, message, source line and caret; all errors of a script that does not parse.
  public let description: String

  package init(_ error: any Error, in context: SessionContext) {
    let errors = ScriptError.list(error)
    kind = errors[0].kind.rawValue
    message = errors[0].text
    description = errors.map { DiagnosticRenderer.render($0, in: context.sources) }.joined(separator: "\n")
  }
}
