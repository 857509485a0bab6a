import Synchronization
import WeirCommand

/// An interpreter of eight words, to drive the command without the real one.
///
/// `show X`, `print X`, `fail X`, `wait` (until it is interrupted), `args`, `tall` (40 lines), `slow` (more than a second); a statement per line or semicolon. An open
/// parenthesis wants more input.
final class StubEngine: Engine {
  private let isInterrupted = Atomic(false)
  private let settings: EngineSettings

  init(_ settings: EngineSettings) { self.settings = settings }

  func run(_ unit: SourceUnit, into output: any UnitOutput) -> Outcome {
    isInterrupted.store(false, ordering: .relaxed)
    let lines = unit.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      for statement in line.split(separator: ";") {
        if let outcome = run(statement.drop { $0 == " " || $0 == "\t" }, line: index + 1, of: unit, into: output) { return outcome }
      }
    }
    return .completed
  }

  func interrupt() { isInterrupted.store(true, ordering: .relaxed) }

  func finish(isWanted: Bool) {}
  func needsMoreInput(_ text: String) -> Bool { text.count { $0 == "(" } > text.count { $0 == ")" } }

  func completions(at context: CompletionContext) -> Completions {
    let names = ["avg", "avgPrice", "größe", "sum"].filter { $0.hasPrefix(context.prefix) }
    let hint = inspection.functions().first { $0.name == context.prefix }.map { "\($0.signature)\n  \($0.summary)" }
    return Completions(replacedBytes: context.prefix.utf8.count, candidates: names, hint: hint)
  }

  func showLast(into output: any UnitOutput) -> Bool {
    output.show(rendered("the last value", output))
    return true
  }

  var inspection: any Inspection { StubInspection() }

  func check(_ unit: SourceUnit) -> [CheckFinding] {
    unit.text.split(separator: "\n").compactMap { line in
      line.hasPrefix("fail") || line.hasPrefix("note")
        ? CheckFinding(isError: line.hasPrefix("fail"), rendered: "\(unit.name): \(line)") : nil
    }
  }

  /// - Returns: nil when the next statement is to run.
  private func run(_ statement: Substring, line: Int, of unit: SourceUnit, into output: any UnitOutput) -> Outcome? {
    let words = statement.split(separator: " ", maxSplits: 1)
    let rest = words.count > 1 ? String(words[1]) : ""
    switch words.first {
    case "show": output.show(rendered(rest, output))
    case "tall": output.show(rendered((1...40).map { "line \($0)" }.joined(separator: "\n"), output))
    case "slow":
      settings.host.clock.sleep(nanoseconds: 1_300_000_000)
      output.show(rendered("done", output))
    case "print": output.print(rest, jsonValue: json(rest))
    case "args": output.show(rendered(settings.arguments.joined(separator: ","), output))
    case "fail": return .failed([failure(rest, line: line, of: unit)])
    case "wait":
      output.show(rendered("waiting", output))
      while !isInterrupted.load(ordering: .relaxed) { settings.host.clock.sleep(nanoseconds: 1_000_000) }
      return .interrupted(failure("interrupted", line: line, of: unit))
    default: break
    }
    return nil
  }

  private func failure(_ message: String, line: Int, of unit: SourceUnit) -> ScriptFailure {
    ScriptFailure(code: "stub", message: message, line: line, rendered: "\(unit.name):\(line): \(message)")
  }

  private func rendered(_ text: String, _ output: any UnitOutput) -> String {
    output.format == .console ? text : json(text)
  }

  private func json(_ text: String) -> String { #"{"form":"scalar","type":"STRING","data":\#(jsonString(text))}"# }
}

/// Two functions, one variable and one table.
private struct StubInspection: Inspection {
  func functions() -> [FunctionEntry] {
    [
      FunctionEntry(name: "mine", signature: "mine(x)", summary: "", example: nil, isBuiltIn: false),
      FunctionEntry(name: "avg", signature: "avg(X)", summary: "The mean.", example: "avg(1 2)\n1.5", isBuiltIn: true),
    ]
  }

  func variables() -> [VariableEntry] { [VariableEntry(name: "v", kind: "INT vector", size: "3")] }

  func tables() -> [TableEntry] {
    [TableEntry(name: "trades", kind: "table", rowCount: 2, columns: [("sym", "SYMBOL"), ("价格", "DOUBLE")])]
  }
}
