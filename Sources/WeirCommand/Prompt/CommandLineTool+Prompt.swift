import WeirHost

extension CommandLineTool {
  /// A dialogue at the terminal.
  func prompt(readsInit: Bool) -> ExitCode {
    let engine = engine()
    let completer = Completer(engine: engine, disk: host.disk)
    let editor = EditLineEditor(input: streams.input, completions: { completer.completions(of: $0) })
    if editor != nil { streams.output.writeLine("weir \(version). .help lists commands, Ctrl-D leaves.") }
    let history = History(disk: host.disk, path: editor == nil ? nil : PromptEnvironment.historyPath)
    let prompt = Prompt(
      tool: self, engine: engine, editor: editor ?? PlainLineEditor(streams.input), history: history, environment: PromptEnvironment.current())
    return prompt.run(initial: readsInit ? initUnit() : nil)
  }

  /// The init file, when there is one; a file that cannot be read is reported and left out.
  private func initUnit() -> SourceUnit? {
    do {
      for path in PromptEnvironment.initPaths where try host.disk.status(of: path) != nil { return try reader.read(.file(path)) }
    } catch {
      streams.report("weir: \(error)")
    }
    return nil
  }
}
