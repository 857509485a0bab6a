/// The rules of `grammar/*.ebnf`.
struct Grammar: Sendable {
  indirect enum Node: Sendable {
    case sequence([Node])
    case choice([Node])
    case optional(Node)
    case repeated(Node)
    case terminal(String)
    case special(String)
    case rule(String)
  }

  var rules: [String: Node] = [:]
  /// The rules with a comment `(* level n *)` behind them.
  var levels: [String: Int] = [:]

  static let shared: Grammar = {
    var grammar = Grammar()
    for file in RepositoryFiles.texts(in: "grammar", suffix: ".ebnf") { grammar.read(file.text) }
    return grammar
  }()

  /// Every text in quotes, in all rules.
  var terminals: Set<String> {
    var found: Set<String> = []
    for node in rules.values { Self.collect(node, &found) }
    return found
  }

  static func terminals(of node: Node) -> Set<String> {
    var found: Set<String> = []
    collect(node, &found)
    return found
  }

  private static func collect(_ node: Node, _ found: inout Set<String>) {
    switch node {
    case .sequence(let parts), .choice(let parts): for part in parts { collect(part, &found) }
    case .optional(let part), .repeated(let part): collect(part, &found)
    case .terminal(let text): found.insert(text)
    case .special, .rule: break
    }
  }

  /// Every rule that another names.
  var namedRules: Set<String> {
    var found: Set<String> = []
    func walk(_ node: Node) {
      switch node {
      case .sequence(let parts), .choice(let parts): parts.forEach(walk)
      case .optional(let part), .repeated(let part): walk(part)
      case .rule(let name): found.insert(name)
      case .terminal, .special: break
      }
    }
    rules.values.forEach(walk)
    return found
  }

  private mutating func read(_ text: String) {
    var reader = Reader(text)
    while let name = reader.word() {
      reader.expect("=")
      rules[name] = reader.choice()
      reader.expect(";")
      if let level = reader.levelComment() { levels[name] = level }
    }
  }

  /// Reads EBNF as of ISO 14977, as far as our files use it.
  private struct Reader {
    private let characters: [Character]
    private var index = 0
    private var lastComment = ""

    init(_ text: String) { characters = Array(text) }

    private var current: Character? { index < characters.count ? characters[index] : nil }

    private mutating func skip() {
      while let character = current {
        if character.isWhitespace {
          index += 1
        } else if character == "(", index + 1 < characters.count, characters[index + 1] == "*" {
          let start = index + 2
          while !(characters[index] == "*" && characters[index + 1] == ")" && index > start) { index += 1 }
          lastComment = String(characters[start..<index])
          index += 2
        } else {
          return
        }
      }
    }

    mutating func word() -> String? {
      skip()
      let start = index
      while let character = current, character.isLetter || character.isNumber || character == "_" { index += 1 }
      return index > start ? String(characters[start..<index]) : nil
    }

    mutating func expect(_ character: Character) {
      skip()
      precondition(current == character, "expected \(character) in the grammar at \(String(characters[max(0, index - 40)..<index]))")
      index += 1
    }

    /// The level in a comment on the same line.
    mutating func levelComment() -> Int? {
      lastComment = ""
      while let character = current, character == " " { index += 1 }
      guard current == "(" else { return nil }
      skip()
      let words = lastComment.split(separator: " ")
      return words.count == 2 && words[0] == "level" ? Int(words[1]) : nil
    }

    mutating func choice() -> Node {
      var alternatives = [sequence()]
      skip()
      while current == "|" {
        index += 1
        alternatives.append(sequence())
        skip()
      }
      return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() -> Node {
      var parts = [part()]
      skip()
      while current == "," {
        index += 1
        parts.append(part())
        skip()
      }
      return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func part() -> Node {
      skip()
      switch current {
      case "[": return .optional(bracketed("]"))
      case "{": return .repeated(bracketed("}"))
      case "(": return bracketed(")")
      case "\"": return .terminal(quoted("\""))
      case "?": return .special(quoted("?").trimmed)
      default: return .rule(word() ?? "")
      }
    }

    private mutating func bracketed(_ closing: Character) -> Node {
      index += 1
      let node = choice()
      expect(closing)
      return node
    }

    private mutating func quoted(_ quote: Character) -> String {
      index += 1
      let start = index
      while current != quote { index += 1 }
      defer { index += 1 }
      return String(characters[start..<index])
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
