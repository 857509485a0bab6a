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

  func run(_ unit: ScriptUnit, into sink: any OutputSink) -> Outcome {
    isInterrupted.store(false, ordering: .relaxed)
    let lines = unit.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      for statement in line.split(separator: ";") {
        if let outcome = run(statement.drop { $0 == " " }, line: index + 1, of: unit, into: sink) { return outcome }
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

  func check(_ unit: ScriptUnit) -> [CheckFinding] {
    unit.text.split(separator: "\n").compactMap { line in
      line.hasPrefix("fail") || line.hasPrefix("note")
        ? CheckFinding(isError: line.hasPrefix("fail"), rendered: "\(unit.name): \(line)") : nil
    }
  }

  /// - Returns: nil when the next statement is to run.
  private func run(_ statement: Substring, line: Int, of unit: ScriptUnit, into sink: any OutputSink) -> Outcome? {
    let words = statement.split(separator: " ", maxSplits: 1)
    let rest = words.count > 1 ? String(words[1]) : ""
    switch words.first {
    case "show": sink.show(Text(consoleText: rest))
    case "print": sink.print(Text(consoleText: rest))
    case "args": sink.show(Text(consoleText: settings.arguments.joined(separator: ",")))
    case "fail": return .failed([failure(rest, line: line, of: unit)])
    case "wait":
      sink.show(Text(consoleText: "waiting"))
      while !isInterrupted.load(ordering: .relaxed) { settings.host.clock.sleep(nanoseconds: 1_000_000) }
      return .interrupted(failure("interrupted", line: line, of: unit))
    default: break
    }
    return nil
  }

  private func failure(_ message: String, line: Int, of unit: ScriptUnit) -> ScriptFailure {
    ScriptFailure(code: "stub", message: message, line: line, rendered: "\(unit.name):\(line): \(message)")
  }

  struct Text: Presentable {
    let consoleText: String
    var jsonText: String { #"{"form":"scalar","type":"STRING","data":\#(jsonString(consoleText))}"# }
  }
}
