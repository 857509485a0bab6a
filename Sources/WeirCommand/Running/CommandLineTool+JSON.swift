import WeirHost

extension CommandLineTool {
  /// Runs a script piece by piece and writes one record per line. An error ends its piece only; Ctrl-C ends the run.
  func runJSON(_ source: ScriptSource, arguments: [String]) -> ExitCode {
    let run = JSONRun(tool: self, engine: engine(of: source, arguments: arguments), output: JSONOutput(streams.output), name: source.name)
    do throws(ScriptReadError) {
      let code = source == .standardInput ? try run.runInput() : run.runWhole(try reader.read(source).text)
      finish(run.engine, after: code)
      return code
    } catch {
      streams.report("weir: \(error)")
      return .inputOutput
    }
  }
}

private struct JSONRun {
  let tool: CommandLineTool
  let engine: any Engine
  let output: JSONOutput
  let name: String

  /// Runs standard input as it arrives.
  func runInput() throws(ScriptReadError) -> ExitCode {
    var splitter = CellSplitter()
    var status = ExitCode.success
    do throws(HostError) {
      while status != .interrupted {
        let chunk = try tool.streams.input.nextChunk()
        if chunk.isEmpty { break }
        run(splitter.add(chunk), &status)
      }
    } catch {
      throw .refused(error)
    }
    if status != .interrupted { run(splitter.finish(), &status) }
    return status
  }

  func runWhole(_ text: String) -> ExitCode {
    var splitter = CellSplitter()
    var status = ExitCode.success
    run(splitter.add(text.utf8) + splitter.finish(), &status)
    return status
  }

  private func run(_ pieces: [CellSplitter.Piece], _ status: inout ExitCode) {
    for piece in pieces where status != .interrupted {
      let outcome = run(piece)
      // A unit that does not parse has several errors and yields one record, like every other.
      if let failure = outcome.failures.first { output.fail(failure) }
      if outcome.exitCode != .success { status = outcome.exitCode }
    }
  }

  private func run(_ piece: CellSplitter.Piece) -> Outcome {
    switch piece {
    case .statement(let text):
      return tool.run(SourceUnit(text: text, name: name), on: engine, into: output)
    case .cell(let cell, let text):
      output.beginCell(cell)
      return tool.run(SourceUnit(text: text, name: cell), on: engine, into: output)
    }
  }
}
