import WeirRuntime
import WeirSyntax

extension Prompt {
  func help(_ name: String) {
    if name.isEmpty { return helpOnCommands() }
    if name.hasPrefix("."), let command = DotCommand.named(String(name.dropFirst())) { return say("\(command.usage)\n  \(command.summary)") }
    let functions = engine.inspection.functions()
    guard let entry = functions.first(where: { $0.name == name }) else {
      let nearest = Suggestion.nearest(to: name, among: functions.map(\.name))
      return complain("there is no function `\(name)`\(nearest.map { "; did you mean `\($0)`?" } ?? "; .search looks for words")")
    }
    var lines = [entry.signature]
    if !entry.summary.isEmpty { lines.append("  \(entry.summary)") }
    if !entry.isBuiltIn { lines.append("  Defined in this session.") }
    if let example = entry.example { lines += ["", "Example:"] + example.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" } }
    say(lines.joined(separator: "\n"))
  }

  private func helpOnCommands() {
    let width = DotCommand.all.map(\.usage.count).max() ?? 0
    // One usage is longer than all others together: its summary goes below.
    let column = min(width, 24)
    let lines = DotCommand.all.map { command in
      let blanks = command.usage.count > column ? "\n" + String(repeating: " ", count: column) : String(repeating: " ", count: column - command.usage.count)
      return "\(command.usage)\(blanks)  \(command.summary)"
    }
    say(lines.joined(separator: "\n"))
  }

  /// Names that have a word come before summaries that have it.
  func search(_ text: String) {
    let words = text.lowercased().split(separator: " ")
    guard !words.isEmpty else { return complain(".search needs a word") }
    let found = engine.inspection.functions().filter { entry in
      let text = (entry.name + " " + entry.summary).lowercased()
      return entry.isBuiltIn && words.allSatisfy { text.contains($0) }
    }
    guard !found.isEmpty else { return complain("no function has `\(text)` in its name or summary") }
    let named = found.filter { entry in words.contains { entry.name.lowercased().contains($0) } }
    let others = found.filter { entry in !words.contains { entry.name.lowercased().contains($0) } }
    say(TextColumns.text((named + others).map { [$0.name, $0.summary] }))
  }
}
