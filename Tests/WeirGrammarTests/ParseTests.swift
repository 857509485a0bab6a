import Testing
import WeirSyntax

/// Texts and the trees they parse to, written with parentheses around every operation.
struct ParseTests {
  /// The statements of `text`, in canonical form, between `;`; the errors if there are any.
  static func parsed(_ text: String, functions: Set<String> = [], showsShape: Bool = true) -> String {
    var options = ParserOptions()
    if !functions.isEmpty { options.isFunction = { functions.contains($0) } }
    let result = parseUnit(SourceText(name: "test", text: text), options: options)
    if !result.diagnostics.isEmpty { return result.diagnostics.map { "error: \($0.message)" }.joined(separator: "\n") }
    let printer = TreePrinter(showsShape: showsShape)
    return result.unit.statements.map(printer.text).joined(separator: "; ")
  }

  /// The consequences that `spec/language.md` (d) draws from the table of operators, and its like.
  @Test(arguments: [
    ("3*a..10", "(3 * (a .. 10))"),
    ("1:3+1", "(pair(1, 3) + 1)"),
    ("-n..n", "((-n) .. n)"),
    ("!x-1", "((! x) - 1)"),
    ("not x - 1", "((! x) - 1)"),
    ("1..6$2:3", "((1 .. 6) $ pair(2, 3))"),
    ("-7/5", "(-7 / 5)"),
    ("a - b - c", "((a - b) - c)"),
    ("a + b * c - d", "((a + (b * c)) - d)"),
    ("a << 1 + 2", "(a << (1 + 2))"),
    ("a | b ^ c & d << 1", "(a | (b ^ (c & (d << 1))))"),
    ("a > b and c < d or e", "(((a > b) and (c < d)) or e)"),
    ("a && b || c", "((a and b) or c)"),
    ("a <- b <- c", "((a <- b) <- c)"),
    ("a \\ b ** c % d", "(((a \\ b) ** c) % d)"),
    ("sum @ (1..10)", "(sum @ (1 .. 10))"),
    ("-x@y", "(-(x @ y))"),
    ("1<2<=3.5", "(1 < 2 <= 3.5)"),
    ("1 2 3 >=2 ==1 2 3", "([1,2,3] >= 2 == [1,2,3])"),
    ("(1<2)<3", "((1 < 2) < 3)"),
    ("c ? a : b", "(c ? a : b)"),
    ("c ? a : d ? e : f", "(c ? a : (d ? e : f))"),
    ("a > 1 ? x + 1 : y * 2", "((a > 1) ? (x + 1) : (y * 2))"),
    ("a--1", "(a - -1)"),
    ("x!=y", "(x != y)"),
    ("x<>y", "(x != y)"),
  ])
  func operatorsBindByTheirLevels(text: String, tree: String) {
    #expect(Self.parsed(text) == tree)
  }

  /// Prefix calls, infix functions, lambdas as operators, templates.
  @Test(arguments: [
    ("sum 1 2 3 == 6", "(sum ([1,2,3] == 6))"),
    ("sin x + cos x", "(sin (x + (cos x)))"),
    ("2 add 3 sub 5 f1 5", "(((2 add 3) sub 5) f1 5)"),
    ("x between 1:5", "(x between pair(1, 5))"),
    ("x between 1 and 5 and y", "((x between pair(1, 5)) and y)"),
    ("x y z", "(x y z)"),
    ("x y:E z", "(x y:E z)"),
    ("x pow -2", "(x pow -2)"),
    ("a m::f b", "(a m::f b)"),
    ("2 *{x->x*x} 10 {x,y->x+y} 1", "(2 * ({def (x)->(x * x)} (10 {def (x, y)->(x + y)} 1)))"),
    ("f:E x", "(f:E x)"), ("-:P x", "(-:P x)"), ("0 +:P x", "(0 +:P x)"), ("+ :A x", "(+:A x)"),
    ("1 *:A 1..a", "(1 *:A (1 .. a))"),
    ("sum:V(a)", "sum:V(a)"), ("m.f:H()", "m.f:H()"), ("sub:PU(x)", "sub:PU(x)"),
    ("v.{x->x+1}()", "v.{(def (x)->(x + 1))}()"),
    ("obj.{m{a}}(b)", "obj.{m{a}}(b)"), ("obj.m{a}(b)", "obj.m{a}(b)"),
    ("f{a,,c}", "f{a, , c}"), ("f(,3)", "f(, 3)"), ("rank{percent=true}", "rank{percent=true}"),
    ("f{DFLT}", "f{DFLT}"),
    ("accumulate(-, x)", "accumulate(-, x)"), ("expr(6,<,8)", "expr(6, <, 8)"), ("eachPre(\\,price)", "eachPre(\\, price)"),
    ("def(a,b){return a+b}(4,5)", "{def (a, b){ return (a + b) }}(4, 5)"),
    ("f(7)(8)", "f(7)(8)"), ("[std, avg](x)", "[std,avg](x)"),
    ("x[,j]", "x[,j]"), ("x[i,]", "x[i,]"), ("v @ (:4)", "(v @ :4)"), ("subarray(x, 90:)", "subarray(x, 90:)"),
    ("d.3", "d.3"), ("d.(3 5)", "d.([3,5])"), ("t.\"a b\"", "t.\"a b\""), ("&f(x)", "&f(x)"), ("::f(x)", "::f(x)"),
    ("DECIMAL32(2)[]", "DECIMAL32(2)[]"),
    ("x not in y", "(! (x in y))"), ("x is not null", "(x is not NULL)"),
  ])
  func callsHaveManyForms(text: String, tree: String) {
    #expect(Self.parsed(text) == tree)
  }

  /// What position leaves open, settled by the names that are functions.
  @Test(arguments: [
    ("avg sin abs -100..100", "(avg (sin (abs (-100 .. 100))))"),
    ("a wavg b", "(a wavg b)"),
    ("avg = 3\navg -1", "avg = 3; (avg - 1)"),
    ("def g(x): x\ng abs y", "def g(x)->x; (g (abs y))"),
    ("select date add 3 from t", "(select (date add 3) from t)"),
    ("select last price from t", "(select last price from t)"),
  ])
  func knownFunctionsSettleTheRest(text: String, tree: String) {
    #expect(Self.parsed(text, functions: ["avg", "sin", "abs", "wavg", "date", "last", "add"]) == tree)
  }

  @Test(arguments: [
    ("1 NULL 3", "[1,NULL,3]"), ("1 -3 4", "[1,-3,4]"), ("1 - 3", "(1 - 3)"), ("`a`b", "[\"a\",\"b\"]"), ("`a `b", "[\"a\",\"b\"]"),
    ("3 2012.02.03 `GOOG", "[3,2012.02.03,\"GOOG\"]"), ("`C 120`BH 100", "[\"C\",120,\"BH\",100]"),
    ("2012.06.13 13:30:10.008 2012.06.14T01:02:03", "[2012.06.13 13:30:10.008,2012.06.14T01:02:03]"),
    ("[1 2 3]", "[[1,2,3]]"), ("[]", "[]"), ("()", "()"), ("(1,,2)", "(1, , 2)"),
    ("{a:1, \"b\":2, `c:{d:3}}", "{\"a\": 1, \"b\": 2, \"c\": {\"d\": 3}}"),
    ("'a' 'ab'", "['a',\"ab\"]"), ("\"a\\n\\\"b\\d\"", "\"a\\n\\\"b\\\\d\""), ("`600000.SH", "\"600000.SH\""), ("`a.upper()", "error"),
    ("-5s:0s", "pair(-5s, 0s)"), ("3XNYS", "3XNYS"), ("00i", "00i"), ("1..10", "(1 .. 10)"), ("2016.01M..2016.03M", "(2016.01M .. 2016.03M)"),
  ])
  func constantsInARowAreAVector(text: String, tree: String) {
    let result = Self.parsed(text)
    #expect(tree == "error" ? !result.contains("error") : result == tree)
  }

  @Test(arguments: [
    ("<a+b>", "< a + b >"), ("<(a+7)*8>", "< (a + 7) * 8 >"), ("<a-(b-c)>", "< a - (b - c) >"), ("<!a>", "< ! a >"),
    ("<sum 1 2 3>", "< sum [1,2,3] >"), ("<x=1 or y>2>", "< x == 1 or y > 2 >"), ("<-x+1>", "< -x + 1 >"),
    ("<[sum(x), avg(y) as z]>", "< [sum(x),avg(y) as z] >"), ("<avg(PRC) as avgPRC>", "< avg(PRC) as avgPRC >"),
    ("<[1,2].f()>", "< [1,2].f() >"),
    ("<select cumsum(price) as c from t where time between 09:00:00:15:00:00 context by s csort time limit -1>",
      "< select cumsum(price) as c from t where time between pair(09:00:00, 15:00:00) context by s csort time asc limit -1 >"),
    ("<select [128] a,b from t1 where s = `M, v > x order by d desc>",
      "< select [128] a,b from t1 where s == \"M\",v > x order by d desc >"),
    ("<select _$x, _$$y as _$$z, _\"a b\" from t>", "< select _$x,_$$y as _$$z,_\"a b\" from t >"),
    ("<update t set a = 1 where b = 2>", "< update t set a = 1 where b == 2 >"),
    ("f(<a>, <b>)", "f(< a >, < b >)"), ("<x>5>", "< x > 5 >"), ("<select * from t where p > 100>.eval()", "< select * from t where p > 100 >.eval()"),
  ])
  func metacodePrintsCanonically(text: String, printed: String) {
    #expect(Self.parsed(text, showsShape: false) == printed)
  }

  /// What it prints parses to what it prints.
  @Test func printedTextParsesToItself() {
    for file in RepositoryFiles.texts(in: "Tests/Scripts", suffix: ".dos") + RepositoryFiles.texts(in: "examples", suffix: ".dos") {
      let once = Self.parsed(file.text, showsShape: false)
      if once.contains("error: ") { continue }
      let twice = Self.parsed(once, showsShape: false)
      #expect(!twice.contains("error: "), "\(file.path): \(twice.prefix(300))")
    }
  }
}
