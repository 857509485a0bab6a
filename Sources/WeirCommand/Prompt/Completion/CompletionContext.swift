/// What could stand at the cursor, as far as the text alone tells.
package struct CompletionContext: Equatable, Sendable {
  package enum Place: Equatable, Sendable {
    /// Inside a string: the name of a file.
    case file
    /// Behind the dot of `name.`.
    case member(of: String)
    /// Anything that a script can name.
    case name
    /// Inside a comment.
    case nowhere
  }

  package var place: Place
  /// What is written of the word at the cursor, and for a file of its path.
  package var prefix: String
  /// The names behind `from`, `update`, `delete from` and `insert into` of the statement: the tables whose columns are in sight.
  package var sources: [String]
  /// The function in whose arguments the cursor stands.
  package var call: String?

  package init(_ request: CompletionRequest) {
    let before = request.earlier.isEmpty ? request.before : request.earlier + "\n" + request.before
    let words = ScriptWords(before)
    sources = Self.sources(in: before + request.behind, around: before.utf8.count)
    call = Self.enclosingCall(words.items)
    if let start = words.openString {
      place = .file
      prefix = String(decoding: before.utf8.dropFirst(start), as: UTF8.self)
      return
    }
    prefix = String(decoding: before.utf8.reversed().prefix { ScriptWords.isWordByte($0) }.reversed(), as: UTF8.self)
    place = words.endsInComment ? .nowhere : Self.place(words.items, prefix)
  }

  private static func place(_ items: [ScriptWords.Item], _ prefix: String) -> Place {
    var rest = items[...]
    if !prefix.isEmpty { rest = rest.dropLast() }
    guard let dot = rest.popLast(), dot.text == ".", let owner = rest.last, owner.isWord, owner.start + owner.text.utf8.count == dot.start else { return .name }
    return .member(of: owner.text)
  }

  /// The word before the innermost bracket that is open at the end.
  private static func enclosingCall(_ items: [ScriptWords.Item]) -> String? {
    var depth = 0
    for (index, item) in items.enumerated().reversed() {
      switch item.text {
      case ")", "]", "}": depth += 1
      case "(", "[", "{":
        if depth == 0 { return item.text == "(" && index > 0 && items[index - 1].isWord ? items[index - 1].text : nil }
        depth -= 1
      case ";" where depth == 0: return nil
      default: break
      }
    }
    return nil
  }

  /// - Parameter cursor: in bytes; only the statement that it stands in counts.
  private static func sources(in text: String, around cursor: Int) -> [String] {
    let items = ScriptWords(text).items
    let start = items.lastIndex { $0.text == ";" && $0.start < cursor }.map { $0 + 1 } ?? 0
    let end = items.firstIndex { $0.text == ";" && $0.start >= cursor } ?? items.count
    var sources: [String] = []
    var isInside = false
    for item in items[min(start, end)..<end] where item.isWord {
      let word = item.text.lowercased()
      if ["from", "update", "into", "join"].contains(word) { isInside = true } else if Self.endsSources.contains(word) { isInside = false } else if isInside { sources.append(item.text) }
    }
    return sources
  }

  private static let endsSources: Set<String> = [
    "where", "group", "context", "pivot", "order", "having", "limit", "top", "set", "values", "select", "exec", "csort", "cgroup", "map", "partition", "interval", "on",
  ]
}
