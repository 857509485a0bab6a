/// A small generator of numbers that a seed decides (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Makes texts from the grammar.
struct SentenceGenerator {
  struct Piece {
    var text: String
    var followsWithoutBlank: Bool
  }

  /// What the special sequences and the rules around decide.
  struct Context {
    var isQuery = false
    var isMetacode = false
    var pairsAllowed = true
    /// Behind `in`: what follows a query there would be taken for a part of it.
    var isPredicate = false
  }

  private let grammar: Grammar
  private let cost: [String: Int]
  private var random: SeededNumbers
  private var withoutBlank = false

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    self.cost = Self.costs(grammar)
    self.random = SeededNumbers(seed: seed)
  }

  mutating func sentence(_ rule: String, depth: Int) -> String {
    for _ in 0..<50 {
      withoutBlank = false
      if let pieces = generate(.rule(rule), depth, Context()) {
        return pieces.reduce("") { $0 + ($1.followsWithoutBlank || $0.isEmpty ? "" : " ") + $1.text }
      }
    }
    return ""
  }

  /// The least number of rules below each rule, so that a generator out of depth finds the way to the end.
  private static func costs(_ grammar: Grammar) -> [String: Int] {
    var cost: [String: Int] = [:]
    func measure(_ node: Grammar.Node) -> Int {
      switch node {
      case .sequence(let parts): parts.map(measure).max() ?? 0
      case .choice(let parts): parts.map(measure).min() ?? 0
      case .optional, .repeated, .terminal, .special: 0
      case .rule(let name): cost[name] ?? 1_000
      }
    }
    for _ in 0..<40 {
      for (name, node) in grammar.rules { cost[name] = min(cost[name] ?? 1_000, measure(node) + 1) }
    }
    return cost
  }

  private func measure(_ node: Grammar.Node) -> Int {
    switch node {
    case .sequence(let parts): parts.map(measure).max() ?? 0
    case .choice(let parts): parts.map(measure).min() ?? 0
    case .optional, .repeated, .terminal, .special: 0
    case .rule(let name): cost[name] ?? 1_000
    }
  }

  /// Nil where the context forbids what the node needs.
  private mutating func generate(_ node: Grammar.Node, _ depth: Int, _ context: Context) -> [Piece]? {
    switch node {
    case .terminal(let text): return [piece(text)]
    case .rule(let name): return generateRule(name, depth, context)
    case .choice(let parts): return generateChoice(parts, depth, context)
    case .optional(let part):
      guard depth > 0, Bool.random(using: &random) else { return [] }
      return generate(part, depth - 1, context) ?? []
    case .repeated(let part): return generateRepeated(part, depth, context)
    case .sequence(let parts): return generateSequence(parts[...], depth, context)
    case .special(let text): return special(text, context)
    }
  }

  private mutating func piece(_ text: String) -> Piece {
    defer { withoutBlank = false }
    return Piece(text: text, followsWithoutBlank: withoutBlank)
  }

  private mutating func generateChoice(_ parts: [Grammar.Node], _ depth: Int, _ context: Context) -> [Piece]? {
    var order = parts.shuffled(using: &random)
    if depth <= 0 { order.sort { measure($0) < measure($1) } }
    let saved = withoutBlank
    for part in order {
      withoutBlank = saved
      if let pieces = generate(part, depth, context) { return pieces }
    }
    return nil
  }

  private mutating func generateRepeated(_ part: Grammar.Node, _ depth: Int, _ context: Context) -> [Piece]? {
    guard depth > 0 else { return [] }
    var result: [Piece] = []
    for _ in 0..<Int.random(in: 0...2, using: &random) { result += generate(part, depth - 1, context) ?? [] }
    return result
  }

  private mutating func generateSequence(_ parts: ArraySlice<Grammar.Node>, _ depth: Int, _ context: Context) -> [Piece]? {
    var result: [Piece] = []
    var index = parts.startIndex
    while index < parts.endIndex {
      if case .special("no sign") = parts[index], index + 1 < parts.endIndex {
        guard let rest = generateWithoutSign(parts[(index + 1)...], depth, context) else { return nil }
        return result + rest
      }
      guard let pieces = generate(parts[index], depth, context) else { return nil }
      result += pieces
      index += 1
    }
    return result
  }

  private static let signs: Set<Character> = ["<", "&", ":", "*", "+", "-", "/", "\\", "=", "!", "{", "%", "$", "@"]

  private mutating func generateWithoutSign(_ parts: ArraySlice<Grammar.Node>, _ depth: Int, _ context: Context) -> [Piece]? {
    let saved = withoutBlank
    for attempt in 0..<20 {
      withoutBlank = saved
      guard let pieces = generateSequence(parts, depth - attempt / 4, context) else { continue }
      if let first = pieces.first?.text.first, Self.signs.contains(first), pieces.first?.text != "::" { continue }
      return pieces
    }
    return nil
  }

  private mutating func special(_ text: String, _ context: Context) -> [Piece]? {
    switch text {
    case "no blank":
      withoutBlank = true
      return []
    case "newline": return [piece(";")]
    case "in queries": return context.isQuery ? [] : nil
    default: return []
    }
  }

  private mutating func generateRule(_ name: String, _ depth: Int, _ outer: Context) -> [Piece]? {
    if let sample = sample(name) { return [piece(sample)] }
    guard let node = grammar.rules[name] else { return nil }
    guard let context = inner(name, outer) else { return nil }
    if name == "conditional", case .sequence(let parts) = node { return generateConditional(parts, depth - 1, context) }
    return generate(node, depth - 1, context)
  }

  /// Between `?` and `:` no pair can stand.
  private mutating func generateConditional(_ parts: [Grammar.Node], _ depth: Int, _ context: Context) -> [Piece]? {
    var then = context
    then.pairsAllowed = false
    var result: [Piece] = []
    for (index, part) in parts.enumerated() {
      guard let pieces = generate(part, depth, index == 2 ? then : context) else { return nil }
      result += pieces
    }
    return result
  }

  /// The context inside a rule; nil where the rule cannot stand.
  private func inner(_ name: String, _ outer: Context) -> Context? {
    var context = outer
    switch name {
    case "query" where outer.isPredicate || outer.isMetacode && outer.isQuery: return nil
    case "predicate": context.isPredicate = true
    case "pair" where !outer.pairsAllowed: return nil
    case "comparison", "shiftSign", "comparisonSign": if outer.isMetacode { return nil }
    case "metacode":
      if outer.isQuery || outer.isMetacode { return nil }
      context.isMetacode = true
      context.pairsAllowed = true
    case "query", "insert", "update", "delete", "create", "alter", "drop", "show": context.isQuery = true
    case "block": context = Context()
    case "arguments", "elements", "parentheses", "vector", "dictionary", "lambdaBraces", "subquery", "parameters":
      context.isMetacode = false
      context.isPredicate = false
      context.pairsAllowed = true
    default: break
    }
    return context
  }

  /// The tokens of `lexical.ebnf`, by example.
  private static let samples: [String: [String]] = [
    "word": ["a", "b", "price", "sym_1", "qty2", "foo", "_v", "价格"],
    "string": ["\"text\"", "'it is'", "\"a\\\"b\"", "\"\""],
    "backquoted": ["`ab", "`x1", "`a b`"],
    "quotedColumn": ["_\"a b\""],
    "macro": ["_$m", "_$$ms"],
    "number": ["0", "42", "3.5", "1e3", "7h", "00i", "2l", "1.5f", "3.14P"],
    "duration": ["3d", "10s", "500ms", "1m", "2XNYS"],
    "temporal": ["2012.06.13", "13:30:10", "2012.06M", "13:30m", "2012.06.13T13:30:10.008", "2012.06.13 13:30:10"],
    "blank": [" "],
  ]

  private mutating func sample(_ rule: String) -> String? { Self.samples[rule]?.randomElement(using: &random) }
}
