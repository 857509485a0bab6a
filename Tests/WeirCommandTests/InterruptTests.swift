import Glibc
import Testing
import WeirHost

/// Ctrl-C while a statement runs.
@Suite struct InterruptTests {
  /// Rows of the columns that the statements below work on: enough for each to take longer than a press waits.
  #if DEBUG
    static let rows = 200_000
    static let pressMilliseconds: Int64 = 2000
  #else
    static let rows = 8_000_000
    static let pressMilliseconds: Int64 = 100
  #endif

  static let values = [
    "n = \(rows)", "v = rand(1.0, n)", "k = rand(1000, n)", "s = string(rand(100000, n))", "text = concat(s, \",\")",
    "t = table(k, rand(1000, n) as j, v, s)", "m = rand(1.0, 1000000)$1000:1000", "q = m ** transpose(m)", "numbers = \"[\" + concat(string(1..n), \",\") + \"]\"",
  ]

  static let statements = [
    "do { 1 } while(true)", "x = sort(rand(1.0, 50000000))", "x = isort(v)", "x = repeat(\"ab,\", 20000000)", "x = split(text, \",\")", "x = rand(100.0, 50000000)",
    "x = cumsum(rand(100, 50000000))", "x = select avg(v) from t group by k", "x = select med(v), mode(j) from t group by k, j", "x = select sum(v) from t pivot by k, j",
    "x = select rank(v) from t context by k", "x = ej(t, table(0..999 as k, 0..999 as w), `k)", "x = aj(t, table(sort(v) as v, 1..n as w), `v)", "x = string(v)",
    "x = mavg(v, 20)", "x = mmed(v, 1001)", "x = cumrank(v)", "x = inverse(q)", "x = schur(m)", "x = svd(m)", "x = cholesky(q)", "x = eig(q)", "x = det(m) + det(q)",
    "x = corrMatrix(m)", "x = kendall(v, v)", "x = rank(v)", "x = percentile(v, 37)", "x = dict(s, v)", "x = set(s)", "x = groups(k)", "x = upper(s) + lower(s)",
    "x = regexReplace(text, \"1+(2)3\", \"d\")", "x = regexFind(repeat(\"a\", 200000), \"(a+)+$b\")", "x = strReplace(text, \"1,\", \"2,\")", "x = reverse(text)", "x = md5(text)",
    "x = base64Encode(text)", "x = toStdJson(t)", "x = fromStdJson(numbers)", "x = parseExpr(numbers)", "x = til(2000000000)", "x = take(1..1000, 2000000000)", "x = shuffle(1..50000000)",
    "update t set v = v * 2 + k, s = string(v)", "delete from t where v > 2", "x = s; x.append!(s)", "x = table(k, v, s); x.append!(x)", "x = dict(INT, INT); x[1..n] = 1..n",
    "x = each(def(a) { return a + 1 }, k)", "x = accumulate(add, v)", "x = cross(add, 1..20000, 1..5000)", "x = winsorize(v, 0.05)",
  ]

  /// Whatever runs stops within a tenth of a second.
  ///
  /// What counts is how long the busiest thread of the process goes on working behind the key: a machine that is busy with something else makes it wait, but not work more.
  @Test func ctrlCIsAnsweredAHundredTimesInARow() throws {
    let terminal = try Executable.prompt()
    for value in Self.values {
      terminal.type(value + "\n")
      try terminal.expect("\u{1B}[?2004l")
      try terminal.expect("weir> ", withinSeconds: 60)
    }
    let child = try #require(terminal.child)
    for turn in 0..<(2 * Self.statements.count) {
      let statement = Self.statements[turn % Self.statements.count]
      // Another moment of the statement each time.
      let delay = Int64(10 + turn * 7 % 190) * 1_000_000
      var milliseconds = try workAfterPress(on: statement, after: delay, terminal, child)
      // Other tests take the memory's time too: what is slow is slow again.
      for _ in 0..<2 where milliseconds > Self.pressMilliseconds {
        milliseconds = min(milliseconds, try workAfterPress(on: statement, after: delay, terminal, child))
      }
      #expect(milliseconds <= Self.pressMilliseconds, "\(statement)")
    }
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  /// Starts a statement and presses Ctrl-C.
  /// - Returns: how many milliseconds the busiest thread worked from then on to the prompt.
  private func workAfterPress(on statement: String, after delay: Int64, _ terminal: PseudoTerminal, _ child: pid_t) throws -> Int64 {
    terminal.type(statement + "\n")
    try terminal.expect("\u{1B}[?2004l")
    SystemClock().sleep(nanoseconds: delay)
    let before = try ProcessorTime(of: child)
    terminal.type("\u{3}")
    try terminal.expect("weir> ", withinSeconds: 20)
    return try ProcessorTime(of: child).busiest(since: before) / 1_000_000
  }

  /// A change that is interrupted has not begun for whoever looks afterwards.
  @Test(arguments: [
    ("x = string(1..n)", "x.append!(y).size()", "size(x) % n == 0"),
    ("x = string(1..n)", "x[0..(n - 1)] = y", "(x[0] == x[n - 1]) == (x[1] == x[n - 2])"),
    ("x = symbol(take(`a`b, n))", "x.append!(y).size()", "size(x) % n == 0 and all(x[0..1] == `a`b)"),
    ("x = set(1..n)", "x.append!((n + 1)..(2 * n)).size()", "size(x) % n == 0"),
    ("x = dict(1..n, take(0, n))", "x[1..n] = take(x[1] + 1, n)", "x.values().min() == x.values().max()"),
    ("x = dict(1..n, take(0, n))", "x[(size(x) + 1)..(size(x) + n)] = take(0, n)", "size(x) % n == 0 and size(x.keys()) == size(x.values())"),
    ("x = table(take(0, n) as a, take(0.0, n) as b, y as c)", "update x set a = a + 1, b = b + 1, c = c + `x", "all(x.a == x.b) and min(x.a) == max(x.a)"),
    ("x = table(take(0, n) as a, y as c)", "x.append!(table(take(0, n) as a, y as c)).size()", "size(x) % n == 0 and size(x.c) == size(x.a)"),
    ("x = keyedTable(`a, 1..n as a, take(0, n) as b)", "x.append!(table(1..n as a, take(x.b[0] + 1, n) as b)).size()", "min(x.b) == max(x.b) and size(x) == n"),
    ("x = shuffle(1..n)", "x.sort!().size()", "sum(x) == n * (n + 1l) / 2"),
  ]) func anInterruptedChangeChangesNothing(start: String, change: String, holds: String) throws {
    let terminal = try Executable.prompt()
    for line in ["n = \(Self.rows / 4)", "y = take(\"w\" + string(1..1000), n)", start] {
      terminal.type(line + "\n")
      try terminal.expect("\u{1B}[?2004l")
      try terminal.expect("weir> ", withinSeconds: 60)
    }
    for turn in 0..<8 {
      terminal.type(change + "\n")
      try terminal.expect("\u{1B}[?2004l")
      SystemClock().sleep(nanoseconds: Int64(1 + turn * turn * 3) * 1_000_000)
      terminal.type("\u{3}")
      try terminal.expect("weir> ", withinSeconds: 20)
      // Where the change came to its end first, the key meets the prompt behind it and brings another one.
      SystemClock().sleep(nanoseconds: 100_000_000)
      terminal.type("iif(\(holds), \"whole\", \"torn\") + \(turn)\n")
      try terminal.expect("\nwhole\(turn)\r", withinSeconds: 60)
      try terminal.expect("weir> ")
    }
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }
}
