import WeirRuntime
import WeirSyntax

/// The dialogue at a terminal: reads entries, runs them, and goes on after errors.
package struct Prompt {
  private static let first = "weir> "
  private static let further = "  ... "

  let tool: CommandLineTool
  let engine: any Engine
  let editor: any LineEditor
  let history: History
  let output: PromptOutput
  let state: PromptState

  package init(tool: CommandLineTool, engine: any Engine, editor: any LineEditor, history: History, environment: PromptEnvironment.Values = .init()) {
    self.tool = tool
    self.engine = engine
    self.editor = editor
    self.history = history
    state = PromptState()
    output = PromptOutput(tool: tool, state: state, pagerCommand: environment.pagerCommand)
  }

  /// Returns when the user leaves with Ctrl-D or `.quit`. Errors of entries have been shown; the dialogue itself has succeeded.
  ///
  /// - Parameter initial: what is run before the first entry is read.
  package func run(initial: SourceUnit? = nil) -> ExitCode {
    for entry in history.load() { editor.remember(entry) }
    if let initial { runEntries(of: initial) }
    tool.streams.output.flush()
    // Also between two statements: a Ctrl-C that comes a moment too late for one clears the next line.
    tool.interrupts.whileCalling({ [editor] in editor.interrupt() }) {
      while !state.hasQuit, let entry = readEntry() {
        guard !entry.isBlank else { continue }
        editor.remember(entry)
        history.append(entry)
        runEntry(entry)
      }
    }
    return .success
  }

  /// Lines up to one that completes a statement; empty when Ctrl-C has thrown them away, nil at the end.
  private func readEntry() -> String? {
    var entry = ""
    while true {
      switch editor.readLine(prompt: entry.isEmpty ? Self.first : Self.further, behind: entry) {
      case .interrupted: return ""
      case .end: return entry.isEmpty ? nil : entry
      case .line(let line):
        entry += entry.isEmpty ? line : "\n" + line
        if isWhole(entry) { return entry }
      }
    }
  }

  private func isWhole(_ entry: String) -> Bool { DotCommand.split(entry) != nil || !engine.needsMoreInput(entry) }

  /// A command takes one line; what was pasted below it is an entry of its own.
  private func runEntry(_ entry: String) {
    let lines = entry.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = lines.first, let command = DotCommand.split(String(first)) else { return run(SourceUnit(text: entry, name: "<input>")) }
    runCommand(command.name, command.rest ?? "")
    if lines.count > 1, !state.hasQuit { runEntry(String(lines[1])) }
  }

  private func runCommand(_ name: String, _ rest: String) {
    defer { tool.streams.output.flush() }
    if let command = DotCommand.named(name) { return command.run(self, String(rest.reversed().drop { $0.isWhitespace }.reversed())) }
    let nearest = Suggestion.nearest(to: name, among: DotCommand.all.map(\.name))
    complain("there is no command `.\(name)`; \(nearest.map { "did you mean `.\($0)`?" } ?? ".help lists them")")
  }

  /// Runs what a person would type line by line. A place in an error counts from the beginning of the file.
  func runEntries(of unit: SourceUnit) {
    var entry = ""
    var firstLine = 0
    let lines = unit.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !state.hasQuit {
      if entry.isEmpty { firstLine = number }
      entry += entry.isEmpty ? String(line) : "\n" + line
      guard isWhole(entry) || number == lines.count - 1 else { continue }
      defer { entry = "" }
      if entry.isBlank { continue }
      if let command = DotCommand.split(entry) {
        runCommand(command.name, command.rest ?? "")
      } else {
        run(SourceUnit(text: String(repeating: "\n", count: firstLine) + entry, name: unit.name))
      }
    }
  }

  /// A Ctrl-C stops the unit, as often as it is pressed; unlike a script's, the process stays.
  func run(_ unit: SourceUnit) {
    let clock = tool.host.clock
    let start = clock.monotonicNanoseconds()
    output.begin()
    let outcome = tool.interrupts.whileCalling({ [engine] in engine.interrupt() }) { engine.run(unit, into: output) }
    let nanoseconds = clock.monotonicNanoseconds() - start - output.end()
    tool.report(outcome)
    if state.isTimed { say("Time: \(Self.duration(nanoseconds))") }
    tool.streams.output.flush()
  }

  /// In milliseconds below a second, in seconds above.
  package static func duration(_ nanoseconds: Int64) -> String {
    let (number, unit) = nanoseconds < 1_000_000_000 ? (nanoseconds / 1000, "ms") : (nanoseconds / 1_000_000, "s")
    let fraction = String(number % 1000)
    return "\(number / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) \(unit)"
  }

  /// Shows the answer of a command.
  func say(_ text: String) { output.page(text) }

  func complain(_ text: String) { tool.streams.report("weir: \(text)") }
}

extension String {
  fileprivate var isBlank: Bool { utf8.allSatisfy { $0 <= 0x20 } }
}
