/// The version of the project.
let version = "0.1.0"

/// Binds the command to the interpreter of the module `Weir`.
let makeEngine: EngineFactory = { _ in UnboundEngine() }

/// Stands in until the session of the module `Weir` exists, and says so.
private final class UnboundEngine: Engine {
  func run(_ unit: SourceUnit, into output: any UnitOutput) -> Outcome {
    let message = "this build of weir has no interpreter"
    return .failed([ScriptFailure(code: "", message: message, line: 0, rendered: "\(unit.name): \(message)")])
  }

  func interrupt() {}
  func needsMoreInput(_ text: String) -> Bool { false }
  func completions(of text: String) -> Completions { Completions(replacedBytes: 0, candidates: []) }
  func check(_ unit: SourceUnit) -> [CheckFinding] { [] }
}
