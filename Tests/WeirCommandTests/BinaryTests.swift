import Glibc
import Testing
import WeirCommand
import WeirHost

/// The built executable at a pseudo-terminal, as a person uses it.
@Suite struct BinaryTests {
  @Test func ctrlCAtThePromptAndCtrlDLeave() throws {
    let terminal = try Self.startPrompt()
    try terminal.expect("weir> ")
    for _ in 0..<20 {
      terminal.type("abc")
      try terminal.expect("abc")
      terminal.type("\u{3}")
      try terminal.expect("^C\r\n")
      try terminal.expect("weir> ")
    }
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func ctrlCWhileAScriptIsReadEndsTheProcess() throws {
    let terminal = try PseudoTerminal()
    try terminal.start(Self.binary, ["-"], environment: ["TERM": "xterm"])
    // It waits for the script; there is nothing on the screen to tell when.
    SystemClock().sleep(nanoseconds: 300_000_000)
    terminal.type("\u{3}")
    #expect(try terminal.waitForExit() == 130)
  }

  /// The executable lies beside the tests.
  static var binary: String { FilePath.join(FilePath.parent(of: CommandLine.arguments[0]), "weir") }

  static func startPrompt() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.start(binary, environment: ["TERM": "xterm", "HOME": "/nonexistent"])
    return terminal
  }
}
