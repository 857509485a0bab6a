/// A command of the prompt. `all` is the one list that the prompt, `.help`, completion and the manual read.
struct DotCommand: Sendable {
  /// What follows the name, as completion sees it.
  enum Operand: Equatable, Sendable {
    case none
    case text
    case function
    case table
    case file
    case expression
    case oneOf([String])
  }

  let name: String
  /// As `.help` shows it, such as `[NAME]`; empty for none.
  let arguments: String
  let operand: Operand
  let summary: String
  let run: @Sendable (Prompt, String) -> Void

  static let all: [DotCommand] = [
    DotCommand(
      name: "help", arguments: "[NAME]", operand: .function, summary: "what a function or command does; also ?NAME. Without a name, the commands"
    ) { $0.help($1) },
    DotCommand(name: "search", arguments: "WORDS", operand: .text, summary: "built-in functions whose name or summary has all the words") { $0.search($1) },
    DotCommand(name: "tables", arguments: "", operand: .none, summary: "the tables of the session") { prompt, _ in prompt.listTables() },
    DotCommand(name: "schema", arguments: "TABLE", operand: .table, summary: "the columns of a table and their types") { $0.schema($1) },
    DotCommand(name: "vars", arguments: "", operand: .none, summary: "the variables of the session") { prompt, _ in prompt.listVariables() },
    DotCommand(name: "funcs", arguments: "[PREFIX]", operand: .function, summary: "the functions that were defined; with a prefix also the built-in ones") {
      $0.listFunctions($1)
    },
    DotCommand(name: "timer", arguments: "on|off", operand: .oneOf(["off", "on"]), summary: "how long each statement takes") { $0.setTimer($1) },
    DotCommand(
      name: "mode", arguments: ValueView.Mode.allCases.map(\.rawValue).joined(separator: "|"),
      operand: .oneOf(ValueView.Mode.allCases.map(\.rawValue)), summary: "how values are shown"
    ) { $0.setMode($1) },
    DotCommand(name: "maxrows", arguments: "N|all", operand: .oneOf(["all"]), summary: "how many rows and elements of a value are shown") { $0.setRowsMax($1) },
    DotCommand(name: "last", arguments: "", operand: .none, summary: "the last value once more, as the mode is now") { prompt, _ in prompt.showLast() },
    DotCommand(name: "read", arguments: "FILE", operand: .file, summary: "run a script in this session") { $0.readScript($1) },
    DotCommand(name: "watch", arguments: "SECONDS EXPRESSION", operand: .expression, summary: "evaluate again and again until Ctrl-C") { $0.watch($1) },
    DotCommand(name: "quit", arguments: "", operand: .none, summary: "leave, as Ctrl-D does") { prompt, _ in prompt.state.hasQuit = true },
  ]

  static func named(_ name: String) -> DotCommand? { all.first { $0.name == name } }

  /// As help and manual show it.
  var usage: String { arguments.isEmpty ? ".\(name)" : ".\(name) \(arguments)" }

  /// The name and what follows it when `line` is a command and no statement; `rest` is nil while the name is being written.
  ///
  /// No statement begins with a dot and a letter, or with a question mark.
  static func split(_ line: String) -> (name: String, rest: String?)? {
    let text = line.drop { $0 == " " }
    if text.hasPrefix("?") { return ("help", String(text.dropFirst())) }
    guard text.hasPrefix("."), text.dropFirst().first.map({ $0.isLetter }) ?? (text.count == 1) else { return nil }
    let name = text.dropFirst().prefix { $0 != " " }
    let rest = text.dropFirst(1 + name.count)
    return (String(name), rest.isEmpty ? nil : String(rest.drop { $0 == " " }))
  }
}
