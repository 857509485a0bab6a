import Testing
import WeirSyntax

/// What is wrong, where, and whether more text could mend it.
struct ErrorTests {
  private static func report(_ text: String) -> String {
    let source = SourceText(name: "test", text: text)
    return parseUnit(source).diagnostics.map { error in
      let place = source.position(of: error.span.start)
      return "\(place.line):\(place.column): \(error.message)"
    }.joined(separator: "\n")
  }

  @Test(arguments: [
    ("f(1, 2", "1:7: expected `)` to close this `(`, but the text ends here"),
    ("x = [1, 2)\ny = 1", "1:10: expected `]` to close this `[`, found `)`"),
    ("x = (a = 1)", "1:8: expected `)` to close this `(`, found `=`"),
    ("a b = 3", "1:5: Please use '==' rather than '=' as equal operator in non-sql expression."),
    ("x = 1 2abc", "1:7: `2abc` is neither a number nor a duration"),
    ("s = \"open\nx = 1", "1:5: this string is not closed by `\"`"),
    ("select a from", "1:14: expected an expression, but the text ends here"),
    ("while(x){}", "1:1: no statement begins with `while`"),
    ("价 = )", "1:5: expected an expression, found `)`"),
    ("2012.13.01", "1:1: `2012.13.01` is no date or time"),
    ("create stream s into t", "1:23: expected `as` and the stream's query, but the text ends here"),
    ("x = 1 +\n\ny = )\nz = 1 ]\nw = 1", "3:3: Please use '==' rather than '=' as equal operator in non-sql expression.\n4:7: `]` does not belong to this statement"),
  ])
  func errorsSayWhatAndWhere(text: String, errors: String) {
    #expect(Self.report(text) == errors)
  }

  /// Text that goes on, and text that is wrong or whole.
  @Test(arguments: [
    ("f(", true), ("x = \"abc", true), ("/* a", true), ("def f(x) {", true), ("select a from t where", true), ("x = 1 +", true), ("if(a)", true),
    ("try {f()}", true), ("x = {a: 1,", true), ("x = 1", false), ("x = )", false), ("select * from t", false), ("if(a) b", false), ("", false),
    ("x = ) + (", false),
  ])
  func incompleteTextIsTold(text: String, isIncomplete: Bool) {
    #expect(parseUnit(SourceText(name: "test", text: text)).needsMoreInput == isIncomplete)
  }

  @Test func streamedTextIsCutAtSemicolons() {
    var splitter = StatementSplitter()
    var pieces: [String] = []
    let text = "a=1; f(\";\", ';'); // b;\nc; /* ; */ {d; e};\n-- x; y\nlast"
    for byte in text.utf8 { pieces += splitter.take([byte]).map { "\($0.firstLine):" + String(decoding: $0.bytes, as: UTF8.self) } }
    let rest = splitter.finish().map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(pieces == ["1:a=1;", "1: f(\";\", ';');", "1: // b;\nc;", "2: /* ; */ {d; e};"])
    #expect(rest == "\n-- x; y\nlast")
  }

  /// Values that the text of a literal decides.
  @Test(arguments: [
    ("2147483647", "int(Optional(2147483647))"), ("2147483648", "int(nil)"), ("-128c", "char(nil)"), ("9999999999999999999l", "long(Optional(9223372036854775807))"),
    ("1h", "short(Optional(1))"), ("1b", "bool(Optional(true))"), ("1E6", "double(Optional(1000000.0))"), ("3.141P", "decimal(Optional(\"3.141\"))"), ("00F", "double(nil)"),
  ])
  func numbersHaveTypedValues(text: String, value: String) {
    guard case .constant(.number(let number))? = Self.expression(text)?.kind else {
      Issue.record("no number: \(text)")
      return
    }
    #expect("\(number.value)".replacing("WeirSyntax.NumberValue.", with: "") == value)
  }

  @Test(arguments: [
    ("1970.01.02", TemporalLiteral.Kind.date, 1), ("2012.06M", .month, 24_149), ("13:30m", .minute, 810), ("13:30:10", .second, 48_610),
    ("13:30:10.008", .time, 48_610_008), ("13:30:10.008007006", .nanotime, 48_610_008_007_006), ("2012.06.13T13:30:10", .datetime, 1_339_594_210),
    ("2012.06.13 13:30:10.008", .timestamp, 1_339_594_210_008), ("2012.06.13T13:30:10.008007006", .nanotimestamp, 1_339_594_210_008_007_006),
    ("2012.06.13T13", .datehour, 372_109), ("1969.12.31", .date, -1),
  ])
  func temporalLiteralsHaveValues(text: String, kind: TemporalLiteral.Kind, value: Int64) {
    guard case .constant(.temporal(let literal))? = Self.expression(text)?.kind else {
      Issue.record("no date or time: \(text)")
      return
    }
    #expect(literal.kind == kind && literal.value == value)
  }

  private static func expression(_ text: String) -> Expression? {
    try? parseExpressionText(SourceText(name: "test", text: text))
  }
}
