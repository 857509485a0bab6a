import Glibc

extension CommandLineTool {
  /// A dialogue at the terminal.
  func prompt() -> ExitCode {
    let engine = engine()
    func run(_ editor: any LineEditor, historyPath: String?) -> ExitCode {
      Prompt(tool: self, engine: engine, editor: editor, history: History(disk: host.disk, path: historyPath)).run()
    }
    guard let editor = EditLineEditor(input: streams.input, completions: { engine.completions(of: $0) }) else {
      return run(PlainLineEditor(streams.input), historyPath: nil)
    }
    streams.output.writeLine("weir \(version). Ctrl-D leaves.")
    return run(editor, historyPath: historyPath())
  }

  private func historyPath() -> String? {
    guard let home = getenv("HOME"), home.pointee != 0 else { return nil }
    return String(cString: home) + "/.weir_history"
  }
}
