import Synchronization
import WeirCommand

/// An interpreter of six words, to drive the command without the real one.
///
/// `show X`, `print X`, `fail X`, `wait` (until it is interrupted), `args`; a statement per line or semicolon. An open
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
        if let outcome = run(statement.drop { $0 == " " }, line: index + 1, of: unit, into: output) { return outcome }
      }
    }
    return .completed
  }

  func interrupt() { isInterrupted.store(true, ordering: .relaxed) }
  func needsMoreInput(_ text: String) -> Bool { text.count { $0 == "(" } > text.count { $0 == ")" } }

  func completions(of text: String) -> Completions {
    let word = text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    let names = ["avg", "avgPrice", "größe", "sum"].filter { $0.hasPrefix(word) }
    return Completions(replacedBytes: word.utf8.count, candidates: names)
  }

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
