/// An option of the command. `all` is the one list that parsing, `--help`, the manual and the completions of the shells derive from.
package struct CommandOption: Sendable {
  package enum Kind: Sendable { case text, json, check, moduleDirectory, home, readOnly, configuration, noInit, completions, manual, version, help }

  /// What follows an option on the command line.
  package enum Operand: Equatable, Sendable {
    case none
    case script
    case files
    case directory
    case file
    case oneOf([String])

    /// As the usage line shows it, with a blank in front.
    var usage: String {
      switch self {
      case .none: ""
      case .script: " SCRIPT"
      case .files: " FILE..."
      case .directory: " DIR"
      case .file: " FILE"
      case .oneOf: " SHELL"
      }
    }
  }

  package let kind: Kind
  /// The first is the one that is shown.
  package let names: [String]
  package let operand: Operand
  package let summary: String

  package static let all: [CommandOption] = [
    CommandOption(kind: .text, names: ["-c"], operand: .script, summary: "run a text"),
    CommandOption(kind: .json, names: ["--json"], operand: .none, summary: "write one JSON record per line, for programs"),
    CommandOption(kind: .check, names: ["--check"], operand: .files, summary: "parse only: report the errors of all files"),
    CommandOption(
      kind: .moduleDirectory, names: ["--module-dir"], operand: .directory,
      summary: "look for modules in DIR, otherwise in the folder modules beside the script and in the working directory"),
    CommandOption(
      kind: .home, names: ["--home"], operand: .directory,
      summary: "keep databases in DIR, otherwise in $WEIR_HOME, or weir in $XDG_DATA_HOME or ~/.local/share"),
    CommandOption(kind: .readOnly, names: ["--read-only"], operand: .none, summary: "change no database, so that another process may use the same home"),
    CommandOption(kind: .configuration, names: ["--config"], operand: .file, summary: "read lines name=value, such as newValuePartitionPolicy=skip or localSite=HOST:PORT:ALIAS, from FILE"),
    CommandOption(kind: .noInit, names: ["--no-init"], operand: .none, summary: "start the prompt without the init file"),
    CommandOption(
      kind: .completions, names: ["--completions"], operand: .oneOf(Shell.allCases.map(\.rawValue)),
      summary: "print the completions for bash, zsh or fish"),
    CommandOption(kind: .manual, names: ["--man"], operand: .none, summary: "print the manual, for man -l -"),
    CommandOption(kind: .version, names: ["--version", "-V"], operand: .none, summary: "print the version"),
    CommandOption(kind: .help, names: ["--help", "-h"], operand: .none, summary: "print this"),
  ]

  static func named(_ word: String) -> CommandOption? { all.first { $0.names.contains(word) } }

  /// The option with its operand, as help and manual show it.
  var usage: String { names[0] + operand.usage }
}

/// A shell that completes the words of a command line.
package enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }
