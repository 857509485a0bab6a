import Glibc

extension CommandLineTool {
  /// A dialogue at the terminal.
  func prompt() -> ExitStatus {
    let engine = engine()
    guard let editor = EditLineEditor(input: streams.input, completions: { engine.completions(of: $0) }) else {
      return Prompt(tool: self, engine: engine, editor: PlainLineEditor(streams.input), history: History(disk: host.disk, path: nil)).run()
    }
    streams.output.write("weir \(version). Ctrl-D leaves.\n")
    return Prompt(tool: self, engine: engine, editor: editor, history: History(disk: host.disk, path: historyPath())).run()
  }

  private func historyPath() -> String? {
    guard let home = getenv("HOME"), home.pointee != 0 else { return nil }
    return String(cString: home) + "/.weir_history"
  }
}
