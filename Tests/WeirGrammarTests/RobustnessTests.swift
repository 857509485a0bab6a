import Testing
import WeirSyntax

/// No text crashes the parser or keeps it busy.
struct RobustnessTests {
  /// Deep nesting and long chains are errors, whatever nests.
  @Test(arguments: [
    "(", "[", "{", "-", "!", "if(1) ", "a?", "<", "<[", "sum x + ", "select * from (", "a pow ", "x->", "a ? b : ", "def f(x): ", "class A {def f(){",
    "f{", "f(", "case when ", "a.{", "select a from t join ", "not ", "x[", "{a:", "a between ", "try{", "timer ", "select cast(", "1+", "a.b", "x=",
    "with a as (", "1:", "&a ", ":", "a:E ", "+:E ", "a in ", "`", "\"", "/*", "_$", "a,", "insert into t values (", "create table t (a ", "{x->",
  ])
  func deepTextIsAnError(piece: String) {
    for count in [200, 3_000] {
      _ = parseUnit(SourceText(name: "deep", text: "x = " + String(repeating: piece, count: count)))
      _ = parseUnit(SourceText(name: "deep", text: String(repeating: piece, count: count)))
    }
  }

  private static let tokens = [
    "a", "x", "sum", "1", "2.5", "`w", "\"s\"", "'c'", "2012.06.13", "3d", "(", ")", "[", "]", "{", "}", ",", ";", "\n", ".", "..", "...", ":", "::", "?", "->", "=",
    "+=", "<", ">", "<=", "==", "!=", "&&", "||", "+", "-", "*", "/", "\\", "%", "$", "@", "!", "&", "select", "from", "where", "group", "by", "order", "limit", "as",
    "def", "if", "else", "for", "in", "do", "while", "return", "case", "when", "then", "end", "insert", "into", "values", "update", "set", "delete", "create", "table",
    "stream", "interval", "fill", "partition", "join", "on", "not", "and", "or", "between", "is", "null", "class", "try", "catch", "timer", "_$m", "_\"c\"", ":E",
    "exec", "with", "union", "over", "top", "distinct", "using", "tags", "alter", "drop", "show", "share", "go", "#", "é",
  ]

  /// Random tokens and bytes, and scripts with pieces changed.
  @Test func randomTextIsSurvived() {
    var random = SeededNumbers(seed: 20_26)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(2)
    var rounds = 0
    while clock.now < end {
      rounds += 1
      let text = rounds % 4 == 0 ? Self.randomBytes(&random) : Self.randomTokens(&random)
      let result = parseUnit(SourceText(name: "random", bytes: text))
      for statement in result.unit.statements { _ = TreePrinter().text(statement) }
      for error in result.diagnostics { #expect(error.span.start <= error.span.end && Int(error.span.end) <= text.count) }
    }
    #expect(rounds > 100)
  }

  private static func randomTokens(_ random: inout SeededNumbers) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      text += Array(tokens.randomElement(using: &random)!.utf8)
      if Bool.random(using: &random) { text.append(UInt8(ascii: " ")) }
    }
    return text
  }

  private static func randomBytes(_ random: inout SeededNumbers) -> [UInt8] {
    (0..<Int.random(in: 1...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}
