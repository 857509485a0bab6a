import Glibc
import Synchronization

extension CommandLineTool {
  /// Runs a script as one unit, for people.
  func runScript(_ source: ScriptSource, arguments: [String]) -> ExitCode {
    let unit: SourceUnit
    do throws(ScriptReadError) {
      unit = try reader.read(source)
    } catch {
      streams.report("weir: \(error)")
      return .inputOutput
    }
    let engine = engine(of: source, arguments: arguments)
    let outcome = run(unit, on: engine, into: ConsoleOutput(streams.output))
    report(outcome)
    finish(engine, after: outcome.exitCode)
    return outcome.exitCode
  }

  /// Parses scripts and reports what is wrong with them, all files in one run.
  func check(_ sources: [ScriptSource]) -> ExitCode {
    var status = ExitCode.success
    let engine = engine(of: sources.first)
    for source in sources {
      do throws(ScriptReadError) {
        let findings = engine.check(try reader.read(source))
        for finding in findings { streams.report(finding.rendered) }
        if status == .success, findings.contains(where: \.isError) { status = .scriptError }
      } catch {
        streams.report("weir: \(error)")
        status = .inputOutput
      }
    }
    return status
  }

  /// Runs a unit that Ctrl-C stops.
  ///
  /// The second Ctrl-C ends the process: whoever presses twice does not want to wait for the statement to notice.
  func run(_ unit: SourceUnit, on engine: any Engine, into output: any UnitOutput) -> Outcome {
    let pressed = PressCounter()
    return interrupts.whileCalling({
      if pressed.isPressedAgain() { _exit(ExitCode.interrupted.rawValue) }
      engine.interrupt()
    }) {
      engine.run(unit, into: output)
    }
  }

  /// Jobs that a script has started end with it when it ended well, and are stopped else; Ctrl-C stops them too.
  func finish(_ engine: any Engine, after code: ExitCode) {
    let pressed = PressCounter()
    interrupts.whileCalling({
      if pressed.isPressedAgain() { _exit(ExitCode.interrupted.rawValue) }
      engine.interrupt()
    }) {
      engine.finish(isWanted: code == .success)
    }
  }

  /// Writes the errors of a unit for people.
  func report(_ outcome: Outcome) {
    for failure in outcome.failures { streams.report(failure.rendered) }
  }
}

extension Outcome {
  var failures: [ScriptFailure] {
    switch self {
    case .completed: []
    case .failed(let failures): failures
    case .interrupted(let failure): [failure]
    }
  }

  var exitCode: ExitCode {
    switch self {
    case .completed: .success
    case .failed: .scriptError
    case .interrupted: .interrupted
    }
  }
}

private final class PressCounter: Sendable {
  private let presses = Atomic(0)
  func isPressedAgain() -> Bool { presses.wrappingAdd(1, ordering: .relaxed).oldValue > 0 }
}
