/// The dialogue at a terminal: reads entries, runs them, and goes on after errors.
package struct Prompt {
  private static let first = "weir> "
  private static let further = "  ... "

  let tool: CommandLineTool
  let engine: any Engine
  let editor: any LineEditor
  let history: History

  package init(tool: CommandLineTool, engine: any Engine, editor: any LineEditor, history: History) {
    self.tool = tool
    self.engine = engine
    self.editor = editor
    self.history = history
  }

  /// Returns when the user leaves with Ctrl-D. Errors of entries have been shown; the dialogue itself has succeeded.
  package func run() -> ExitCode {
    for entry in history.load() { editor.remember(entry) }
    tool.streams.output.flush()
    // Also between two statements: a Ctrl-C that comes a moment too late for one clears the next line.
    tool.interrupts.whileCalling({ [editor] in editor.interrupt() }) {
      while let entry = readEntry() {
        guard !entry.isBlank else { continue }
        editor.remember(entry)
        history.append(entry)
        run(entry)
      }
    }
    return .success
  }

  /// Lines up to one that completes a statement; empty when Ctrl-C has thrown them away, nil at the end.
  private func readEntry() -> String? {
    var entry = ""
    while true {
      switch editor.readLine(prompt: entry.isEmpty ? Self.first : Self.further) {
      case .interrupted: return ""
      case .end: return entry.isEmpty ? nil : entry
      case .line(let line):
        entry += entry.isEmpty ? line : "\n" + line
        if !engine.needsMoreInput(entry) { return entry }
      }
    }
  }

  /// A Ctrl-C stops the entry, as often as it is pressed; unlike a script's, the process stays.
  private func run(_ entry: String) {
    let outcome = tool.interrupts.whileCalling({ [engine] in engine.interrupt() }) {
      engine.run(SourceUnit(text: entry, name: "<input>"), into: ConsoleOutput(tool.streams.output))
    }
    tool.report(outcome)
    tool.streams.output.flush()
  }
}

extension String {
  fileprivate var isBlank: Bool { utf8.allSatisfy { $0 <= 0x20 } }
}
