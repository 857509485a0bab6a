import Glibc
import Synchronization
import Testing
import WeirCommand
import WeirHost

/// A prompt on a thread of its own, waiting for keys.
final class Dialogue {
  let terminal: PseudoTerminal
  private let tool: CommandLineTool
  private let thread: any RunningThread
  private let status = Box()

  /// - Parameters:
  ///   - initial: what the init file says.
  ///   - files: what is on the disk.
  init(history: String = "", initial: String? = nil, files: [String: String] = [:], pager: String? = nil) throws {
    // A terminal that libedit knows on every machine.
    setenv("TERM", "xterm", 1)
    let terminal = try PseudoTerminal()
    let input = StandardInput(descriptor: terminal.programSide)
    let stream = ByteStream(descriptor: terminal.programSide)
    let host = Host.simulated(seed: 1)
    try host.disk.write(Array(history.utf8), to: "/history")
    for (path, text) in files { try host.disk.write(Array(text.utf8), to: path) }
    let interrupts = Interrupts(idle: {})
    let tool = CommandLineTool(
      host: Host(clock: SystemClock(), disk: host.disk, entropy: host.entropy, threads: host.threads),
      streams: Streams(input: input, output: stream, errors: stream), interrupts: interrupts, version: "9.9"
    ) { StubEngine(EngineSettings(host: .system, arguments: $0.arguments, moduleDirectories: [])) }
    let status = status
    thread = try Host.system.threads.start(name: "dialogue", stackBytes: 1 << 20) {
      let engine = StubEngine(EngineSettings(host: .system, arguments: [], moduleDirectories: []))
      guard let editor = EditLineEditor(input: input, completions: { Completer(engine: engine, disk: host.disk).completions(of: $0) }) else { return }
      let history = History(disk: host.disk, path: "/history")
      let prompt = Prompt(tool: tool, engine: engine, editor: editor, history: history, environment: .init(pagerCommand: pager))
      let code = prompt.run(initial: initial.map { SourceUnit(text: $0, name: "/init.dos") })
      status.code.store(code.rawValue, ordering: .releasing)
    }
    self.terminal = terminal
    self.tool = tool
    if initial == nil { try terminal.expect("weir> ") }
  }

  /// What the kernel and the thread that takes signals do on Ctrl-C; this terminal is nobody's controlling one.
  func press() {
    tcflush(terminal.programSide, TCIFLUSH)
    tool.interrupts.deliver()
  }

  /// - Returns: nil when the prompt goes on for ten seconds, in which its thread is left behind.
  func finish() -> ExitCode? {
    let clock = SystemClock()
    let deadline = clock.monotonicNanoseconds() + 10_000_000_000
    while status.code.load(ordering: .acquiring) < 0, clock.monotonicNanoseconds() < deadline { usleep(1000) }
    let code = status.code.load(ordering: .acquiring)
    guard code >= 0 else { return nil }
    thread.join()
    return ExitCode(rawValue: code)
  }

  func savedHistory() -> String {
    String(decoding: (try? tool.host.disk.contents(of: "/history")) ?? [], as: UTF8.self)
  }

  /// How the prompt ended; negative while it goes on.
  private final class Box: Sendable {
    let code = Atomic<Int32>(-1)
  }
}
