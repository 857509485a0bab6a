import WeirRuntime
import WeirSyntax
import WeirTables

extension SessionEngine {
  func completions(at context: CompletionContext) -> Completions {
    let candidates = candidates(at: context)
    return Completions(replacedBytes: context.prefix.utf8.count, candidates: candidates, hint: hint(at: context, candidates))
  }

  private func candidates(at context: CompletionContext) -> [String] {
    let columns = columns(in: context)
    guard case .name = context.place else {
      if case .member(let owner) = context.place { return matching(members(of: owner), context.prefix) }
      return []
    }
    // Without a letter everything fits; of that, the columns in sight are what is most likely meant.
    if context.prefix.isEmpty { return Set(columns).sorted() }
    let names = session.globals.definedNames + session.functionNames + session.shared.names
    let near = matching(columns, context.prefix)
    return near + matching(names + keywords(like: context.prefix), context.prefix).filter { !near.contains($0) }
  }

  private func matching(_ names: [String], _ prefix: String) -> [String] { Set(names.filter { $0.hasPrefix(prefix) }).sorted() }

  /// Query words are written in capitals too: as the word was begun.
  private func keywords(like prefix: String) -> [String] {
    let isUpper = prefix.utf8.allSatisfy { !(97...122).contains($0) }
    return Keyword.allCases.filter { $0 != .none }.map { isUpper ? $0.rawValue.uppercased() : $0.rawValue }
  }

  private func columns(in context: CompletionContext) -> [String] {
    context.sources.flatMap { table(named: $0)?.snapshot.names ?? [] }
  }

  private func members(of owner: String) -> [String] {
    guard let value = value(named: owner) else { return [] }
    if let table = value.table { return table.snapshot.names }
    // A dictionary whose keys cannot be had for want of memory offers none: a key that asks for help must not fail.
    guard let dictionary = value.dictionary, let keys = try? dictionary.keys, keys.type.isLiteral else {
      // A method call: every function takes its first argument from the left of the dot.
      return session.functionNames
    }
    return (0..<keys.count).map { keys.text(at: $0) }
  }

  private func table(named name: String) -> Table? { value(named: name)?.table }

  private func value(named name: String) -> Cell? { session.globals.value(name) ?? session.shared.value(name) }

  /// How the function at the cursor is called: the one that is written, else the one whose arguments are being written.
  private func hint(at context: CompletionContext, _ candidates: [String]) -> String? {
    guard context.place != .file else { return nil }
    let name = candidates.contains(context.prefix) ? context.prefix : context.prefix.isEmpty ? context.call : nil
    guard let name, let entry = inspection.functions().first(where: { $0.name == name }) else { return nil }
    return entry.summary.isEmpty ? entry.signature : "\(entry.signature)\n  \(entry.summary)"
  }
}
