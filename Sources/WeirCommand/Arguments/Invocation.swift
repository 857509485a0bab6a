/// What the command line asks for.
package enum Invocation: Equatable, Sendable {
  /// A prompt where there is a terminal, else standard input as one script.
  case interactive(readsInit: Bool)
  case run(ScriptSource, arguments: [String], format: OutputFormat)
  /// Parse only.
  case check([ScriptSource])
  case completions(Shell)
  case manual
  case version
  case help
}

/// Where a script comes from.
package enum ScriptSource: Equatable, Sendable {
  case file(String)
  /// The word after `-c`.
  case text(String)
  case standardInput

  /// What stands before the line number in an error.
  package var name: String {
    switch self {
    case .file(let path): path
    case .text: "-c"
    case .standardInput: "<stdin>"
    }
  }
}

package enum OutputFormat: Equatable, Sendable {
  /// For people.
  case console
  /// One JSON record per line.
  case json
}
