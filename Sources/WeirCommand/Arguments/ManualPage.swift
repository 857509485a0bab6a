/// The manual, in the language of `man`.
package enum ManualPage {
  package static func text(version: String) -> String {
    [
      ".TH WEIR 1 \"\" \"weir \(escaped(version))\" \"User Commands\"",
      section("NAME", ["weir \\- run scripts of tables and streams"]),
      section(
        "SYNOPSIS",
        [".B weir", "[\\fB\\-\\-json\\fR] [\\fIFILE\\fR | \\fB\\-c\\fR \\fISCRIPT\\fR | \\fB\\-\\fR] [\\fIARGUMENT\\fR...]"]),
      section(
        "DESCRIPTION",
        [
          "Runs scripts of the language that DolphinDB users write.",
          "Without a script it opens a prompt; where standard input is no terminal, it runs standard input.",
          "What follows the script belongs to the script, however it looks.",
        ]),
      section("OPTIONS", CommandOption.all.map { item(([$0.usage] + $0.names.dropFirst()).joined(separator: ", "), $0.summary) }),
      section("PROMPT", ["Statements run when they are complete. These commands begin with a dot:"] + DotCommand.all.map { item($0.usage, $0.summary) }),
      section("EXIT STATUS", ExitCode.allCases.map { item(String($0.rawValue), $0.meaning) }),
      section("ENVIRONMENT", PromptEnvironment.allCases.map { item($0.rawValue, $0.meaning) }),
      section(
        "FILES",
        [
          item("$XDG_CONFIG_HOME/weir/init.dos, ~/.config/weir/init.dos, ~/.weirrc", "read when the prompt starts: the first that exists"),
          item("~/.weir_history", "the statements of earlier sessions"),
        ]),
    ].joined(separator: "\n") + "\n"
  }

  private static func section(_ title: String, _ lines: [String]) -> String { ([".SH \(title)"] + lines).joined(separator: "\n") }

  private static func item(_ name: String, _ text: String) -> String { ".TP\n.B \(escaped(name))\n\(escaped(text))" }

  /// A hyphen would be printed as a dash, and a dot or quote at the beginning of a line is a request.
  private static func escaped(_ text: String) -> String {
    var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result
  }
}
