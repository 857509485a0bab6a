import Foundation
import Testing
import WeirSyntax

/// `grammar/*.ebnf` and the parser are one language.
struct GrammarTests {
  /// What the parser's functions say they parse.
  private static let citations: Set<String> = {
    var found: Set<String> = []
    for file in RepositoryFiles.texts(in: "Sources/WeirSyntax", suffix: ".swift") {
      for line in file.text.split(separator: "\n") {
        guard let range = line.range(of: "/// grammar: ") else { continue }
        found.insert(String(line[range.upperBound...]))
      }
    }
    return found
  }()

  @Test func everyRuleIsCitedAndEveryCitationIsARule() {
    let rules = Set(Grammar.shared.rules.keys)
    #expect(rules.subtracting(Self.citations) == [], "rules that no function cites")
    #expect(Self.citations.subtracting(rules) == [], "citations without a rule")
    #expect(Grammar.shared.namedRules.subtracting(rules) == [], "names without a rule")
    #expect(rules.subtracting(Grammar.shared.namedRules) == ["unit", "blank"], "rules that no other names")
  }

  @Test func wordsAreTheKeywords() {
    let words = Set(Grammar.shared.terminals.filter { $0.first.map { $0.isLetter } ?? false }.map { $0.lowercased() })
    let keywords = Set(Keyword.allCases.map(\.rawValue)).subtracting([""])
    let letters = Set((TemplateKind.allCases.map(\.rawValue) + AssemblyRule.allCases.map(\.rawValue)).map { String($0).lowercased() })
    let others = letters.union(FillClause.Mode.allCases.map(\.rawValue)).union(["include", "hint_keeporder", "at"])
    #expect(words.subtracting(keywords).subtracting(others) == [], "words of the grammar that are no keywords")
    #expect(keywords.subtracting(words) == [], "keywords that no rule has")
  }

  @Test func signsAreTheTokens() {
    let signs = Grammar.shared.terminals.filter { !($0.first.map { $0.isLetter } ?? false) }
    #expect(Set(signs) == Set(Punctuation.signs.map(\.spelling)))
  }

  @Test func levelsAreTheOperators() {
    var expected: [Int: Set<String>] = [:]
    for operation in BinaryOperator.allCases { expected[operation.level.rawValue, default: []].insert(operation.rawValue) }
    expected[1]?.insert("or")
    expected[2]?.insert("and")
    expected[3]?.insert("<>")
    var written: [Int: Set<String>] = [:]
    for (rule, level) in Grammar.shared.levels {
      guard let node = Grammar.shared.rules[rule] else { continue }
      written[level, default: []].formUnion(Grammar.terminals(of: node))
    }
    #expect(written == expected)
  }

  /// Every rule that is a statement of its own, a hundred and fifty sentences each.
  @Test(arguments: [
    "unit", "expression", "query", "insert", "update", "delete", "create", "alter", "drop", "show", "describe", "streamControl", "class",
    "function", "mapReduce", "annotated", "if", "for", "do", "try", "timer", "assignment", "share", "undef", "metacode",
  ])
  func acceptsWhatTheGrammarGenerates(rule: String) {
    var generator = SentenceGenerator(Grammar.shared, seed: UInt64(rule.utf8.reduce(7) { $0 &* 31 &+ Int($1) }.magnitude))
    for round in 0..<150 {
      let text = generator.sentence(rule, depth: 3 + round % 9)
      guard let error = parseUnit(SourceText(name: rule, text: text)).diagnostics.first else { continue }
      if error.message.hasPrefix("nested deeper") { continue }
      let bytes = Array(text.utf8)
      let before = String(decoding: bytes[max(0, Int(error.span.start) - 60)..<Int(error.span.start)], as: UTF8.self)
      let after = String(decoding: bytes[Int(error.span.start)...].prefix(40), as: UTF8.self)
      Issue.record("\(error.message): …\(before)▸\(after)… in: \(text)")
      return
    }
  }
}
