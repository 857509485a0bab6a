import Glibc
import Testing
import WeirCommand

/// What is made from the list of options.
@Suite struct ManualTests {
  @Test(arguments: Shell.allCases) func aShellCompletesEveryOption(shell: Shell) {
    let script = ShellCompletions.script(for: shell)
    for option in CommandOption.all {
      for name in option.names { #expect(script.contains(shell == .fish ? String(name.drop { $0 == "-" }) : name)) }
      if shell != .bash { #expect(script.contains(option.summary)) }
    }
    for other in Shell.allCases { #expect(script.contains(other.rawValue)) }
  }

  /// What bash offers for the last word of a command line.
  @Test(arguments: [
    (["--js"], "--json"), (["--completions", "f"], "fish"), (["--co"], "--config --completions"), (["-c", "1"], ""), (["/usr/inclu"], "/usr/include"),
  ]) func bashOffersWhatFits(words: [String], offered: String) throws {
    guard access("/bin/bash", X_OK) == 0 else { return }
    let line = (["weir"] + words).joined(separator: " ")
    let check = ShellCompletions.script(for: .bash) + "COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); _weir; echo \"<${COMPREPLY[*]}>\"\n"
    let terminal = try PseudoTerminal(columns: 200)
    try terminal.start("/bin/bash", ["-c", check], environment: ["PATH": "/usr/bin:/bin"])
    try terminal.expect("<\(offered)>")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func theManualTellsOfEveryOptionAndCommand() {
    let manual = ManualPage.text(version: "9.9")
    func isListed(_ name: String) -> Bool { manual.contains("\n.B " + name.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "\\-")) }
    for option in CommandOption.all { #expect(isListed(option.names[0])) }
    for command in ["help", "mode", "watch", "quit"] { #expect(isListed("\\&.\(command)")) }
    for name in PromptEnvironment.allCases { #expect(isListed(name.rawValue)) }
    // Every line that begins with a dot is a request that `man` knows.
    for line in manual.split(separator: "\n") where line.hasPrefix(".") {
      #expect([".TH", ".SH", ".TP", ".B"].contains { line == $0 || line.hasPrefix($0 + " ") })
    }
  }

  @Test func helpTellsOfEveryOption() {
    for option in CommandOption.all { #expect(helpText.contains("  \(option.names[0])")) }
  }
}
