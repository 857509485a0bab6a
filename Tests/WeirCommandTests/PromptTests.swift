import Glibc
import Testing
import WeirCommand
import WeirHost

/// The dialogue, in front of a pseudo-terminal, with the stub for an interpreter.
@Suite struct PromptTests {
  @Test func entriesRunUntilCtrlD() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show 1\n")
    try dialogue.terminal.expect("\n1\r\nweir> ")
    dialogue.terminal.type("fail x\n")
    try dialogue.terminal.expect("<input>:1: x\r\nweir> ")
    dialogue.terminal.type("show größe\n")
    try dialogue.terminal.expect("\ngröße\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func linesAreJoinedUntilTheStatementIsWhole() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show (\n")
    try dialogue.terminal.expect("  ... ")
    dialogue.terminal.type("show 2)\n")
    try dialogue.terminal.expect("\n(\r\n2)\r\nweir> ")
    dialogue.terminal.type("show (\n")
    try dialogue.terminal.expect("  ... ")
    dialogue.press()
    try dialogue.terminal.expect("^C\r\nweir> ")
    // The arrow key brings the statement back whole.
    dialogue.terminal.type("\u{1B}[A\n")
    try dialogue.terminal.expect("\n(\r\n2)\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
    #expect(dialogue.savedHistory() == "show (\\nshow 2)\nshow (\\nshow 2)\n")
  }

  @Test func ctrlCClearsTheLineAndStopsTheStatement() throws {
    let dialogue = try Dialogue()
    for _ in 0..<20 {
      dialogue.terminal.type("show never")
      try dialogue.terminal.expect("show never")
      dialogue.press()
      try dialogue.terminal.expect("^C\r\nweir> ")
      dialogue.terminal.type("wait\n")
      try dialogue.terminal.expect("waiting\r\n")
      dialogue.press()
      try dialogue.terminal.expect("<input>:1: interrupted\r\nweir> ")
    }
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func tabCompletesAndLists() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show s\t\n")
    try dialogue.terminal.expect("\nsum\r\nweir> ")
    dialogue.terminal.type("show a\t")
    try dialogue.terminal.expect("vg")
    dialogue.terminal.type("\t")
    try dialogue.terminal.expect("avg       avgPrice")
    dialogue.terminal.type("P\t\n")
    try dialogue.terminal.expect("\navgPrice\r\nweir> ")
    dialogue.terminal.type("show grö\t\n")
    try dialogue.terminal.expect("\ngröße\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func earlierSessionsAreRecalled() throws {
    let dialogue = try Dialogue(history: "show old\nshow a\\\\b\n")
    dialogue.terminal.type("\u{1B}[A\n")
    try dialogue.terminal.expect("\na\\b\r\nweir> ")
    dialogue.terminal.type("\u{12}old\n")
    try dialogue.terminal.expect("\nold\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test(arguments: [([], 80, ""), (["a", "bb", "c"], 8, "a   c\nbb\n"), (["long"], 2, "long\n")] as [([String], Int, String)])
  func candidatesAreShownInColumns(candidates: [String], width: Int, text: String) {
    #expect(Completions.columns(candidates, width: width) == text)
  }
}

/// A prompt on a thread of its own, waiting for keys.
private final class Dialogue {
  let terminal: PseudoTerminal
  private let tool: CommandLineTool
  private let thread: any RunningThread
  private let status = Box()

  init(history: String = "") throws {
    // A terminal that libedit knows on every machine.
    setenv("TERM", "xterm", 1)
    let terminal = try PseudoTerminal()
    let input = StandardInput(descriptor: terminal.programSide)
    let stream = ByteStream(descriptor: terminal.programSide)
    let host = Host.simulated(seed: 1)
    try host.disk.write(Array(history.utf8), to: "/history")
    let interrupts = Interrupts(idle: {})
    let tool = CommandLineTool(
      host: host, streams: Streams(input: input, output: stream, errors: stream), interrupts: interrupts, version: "9.9"
    ) { StubEngine(EngineSettings(host: .system, arguments: $0.arguments)) }
    let status = status
    thread = try Host.system.threads.start(name: "dialogue", stackBytes: 1 << 20) {
      let engine = StubEngine(EngineSettings(host: .system, arguments: []))
      guard let editor = EditLineEditor(input: input, completions: { Completer(engine: engine, disk: host.disk).completions(of: $0) }) else { return }
      let history = History(disk: host.disk, path: "/history")
      status.value = Prompt(tool: tool, engine: engine, editor: editor, history: history).run()
    }
    self.terminal = terminal
    self.tool = tool
    try terminal.expect("weir> ")
  }

  /// What the kernel and the thread that takes signals do on Ctrl-C; this terminal is nobody's controlling one.
  func press() {
    tcflush(terminal.programSide, TCIFLUSH)
    tool.interrupts.deliver()
  }

  func finish() -> ExitCode? {
    thread.join()
    return status.value
  }

  func savedHistory() -> String {
    String(decoding: (try? tool.host.disk.contents(of: "/history")) ?? [], as: UTF8.self)
  }

  private final class Box: @unchecked Sendable {
    var value: ExitCode?
  }
}
