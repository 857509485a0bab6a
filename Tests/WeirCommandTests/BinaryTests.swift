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

  @Test func ctrlCStopsAStatementAndTheSessionGoesOn() throws {
    let terminal = try Self.startPrompt()
    try terminal.expect("weir> ")
    terminal.type("kept = 41\n")
    try terminal.expect("weir> ")
    for _ in 0..<20 {
      terminal.type("do { 1 } while(true)\n")
      try terminal.expect("while(true)")
      // The statement has no output; whether it has begun or not, the key has to bring the prompt back.
      SystemClock().sleep(nanoseconds: 20_000_000)
      terminal.type("\u{3}")
      try terminal.expect("weir> ", withinSeconds: 2)
    }
    terminal.type("kept + 1\n")
    try terminal.expect("\n42\r\nweir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func anEntryIsReadUntilItIsWholeAndRecalledTheNextTime() throws {
    let home = "/tmp/weir-home-\(getpid())"
    try LocalDisk().makeDirectories(home)
    defer { try? LocalDisk().removeTree(home) }
    var terminal = try Self.startPrompt(home: home)
    try terminal.expect("weir> ")
    terminal.type("answer = def(x){\n")
    try terminal.expect("  ... ")
    terminal.type("return x + 1 }\n")
    try terminal.expect("weir> ")
    terminal.type("ans\t(41)\n")
    try terminal.expect("\n42\r\nweir> ")
    terminal.type("nothing + 1\n")
    try terminal.expect("^~")
    try terminal.expect("weir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)

    terminal = try Self.startPrompt(home: home)
    try terminal.expect("weir> ")
    // Three entries back: the definition, both of its lines at once.
    terminal.type("\u{1B}[A\u{1B}[A\u{1B}[A\n")
    try terminal.expect("weir> ")
    terminal.type("answer(1)\n")
    try terminal.expect("\n2\r\nweir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  /// Also where the stack's limit cannot be raised, so that the session has to run on a thread of its own.
  @Test(arguments: ["unlimited", "1024"]) func ctrlCWhileAScriptIsReadEndsTheProcess(stackKiB: String) throws {
    let terminal = try PseudoTerminal()
    let command = "ulimit -s \(stackKiB); exec \(Self.binary) -"
    try terminal.start("/bin/sh", ["-c", command], environment: ["TERM": "xterm"])
    // It waits for the script; there is nothing on the screen to tell when.
    SystemClock().sleep(nanoseconds: 300_000_000)
    terminal.type("\u{3}")
    #expect(try terminal.waitForExit() == 130)
  }

  /// The executable lies beside the tests.
  static var binary: String { FilePath.join(FilePath.parent(of: CommandLine.arguments[0]), "weir") }

  static func startPrompt(home: String = "/nonexistent") throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.start(binary, environment: ["TERM": "xterm", "HOME": home])
    return terminal
  }
}
