import Glibc
import Testing
import WeirCommand
import WeirHost

/// The built executable at a pseudo-terminal, as a person uses it.
@Suite struct BinaryTests {
  @Test func ctrlCAtThePromptAndCtrlDLeave() throws {
    let terminal = try Executable.prompt()
    for _ in 0..<20 {
      terminal.type("abc")
      try terminal.expect("abc")
      terminal.type("\u{3}")
      try terminal.expect("^C\r\n")
      try terminal.expect("weir> ")
    }
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func ctrlCStopsAStatementAndTheSessionGoesOn() throws {
    let terminal = try Executable.prompt()
    terminal.type("kept = 41\n")
    try terminal.expect("weir> ")
    for _ in 0..<20 {
      terminal.type("do { 1 } while(true)\n")
      try terminal.expect("while(true)")
      // The statement has no output; whether it has begun or not, the key has to bring the prompt back.
      SystemClock().sleep(nanoseconds: 20_000_000)
      terminal.type("\u{3}")
      try terminal.expect("weir> ", withinSeconds: 2)
    }
    terminal.type("kept + 1\n")
    try terminal.expect("\n42\r\nweir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func anEntryIsReadUntilItIsWholeAndRecalledTheNextTime() throws {
    let home = "/tmp/weir-home-\(getpid())"
    try LocalDisk().makeDirectories(home)
    defer { try? LocalDisk().removeTree(home) }
    var terminal = try Executable.prompt(home: home)
    terminal.type("answer = def(x){\n")
    try terminal.expect("  ... ")
    terminal.type("return x + 1 }\n")
    try terminal.expect("weir> ")
    terminal.type("ans\t(41)\n")
    try terminal.expect("\n42\r\nweir> ")
    terminal.type("nothing + 1\n")
    try terminal.expect("^~")
    try terminal.expect("weir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)

    terminal = try Executable.prompt(home: home)
    // Three entries back: the definition, both of its lines at once.
    terminal.type("\u{1B}[A\u{1B}[A\u{1B}[A\n")
    try terminal.expect("weir> ")
    terminal.type("answer(1)\n")
    try terminal.expect("\n2\r\nweir> ")
    // The arrow keys keep to what begins as the line does; the older entries that do not are passed over.
    terminal.type("answer =\u{1B}[A\u{1B}[F\n")
    try terminal.expect("weir> ")
    terminal.type("noth\u{1B}[A\n")
    try terminal.expect("^~")
    try terminal.expect("weir> ")
    terminal.type("answer(\u{1B}[A\u{1B}[B0)\n")
    try terminal.expect("\n1\r\nweir> ")
    terminal.type("\u{12}(1\n")
    try terminal.expect("\n2\r\nweir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  /// Also where the stack's limit cannot be raised, so that the session has to run on a thread of its own.
  @Test(arguments: ["unlimited", "1024"]) func ctrlCWhileAScriptIsReadEndsTheProcess(stackKiB: String) throws {
    let terminal = try PseudoTerminal()
    let command = "ulimit -s \(stackKiB); exec \(Executable.path) -"
    try terminal.start("/bin/sh", ["-c", command], environment: ["TERM": "xterm"])
    // It waits for the script; there is nothing on the screen to tell when.
    SystemClock().sleep(nanoseconds: 300_000_000)
    terminal.type("\u{3}")
    #expect(try terminal.waitForExit() == 130)
  }

  @Test func resultsAreLaidOutAsTheModeSays() throws {
    let terminal = try Executable.prompt()
    terminal.type("t = table([\"价格\", \"b|\"] as name, [1.5, NULL] as n)\n")
    try terminal.expect("weir> ")
    let shown = [
      ("console", ["name n  ", "---- ---", "价格 1.5", "b|      "]),
      ("box", ["┌──────┬─────┐", "│ name │   n │", "├──────┼─────┤", "│ 价格 │ 1.5 │", "│ b|   │     │", "└──────┴─────┘"]),
      ("csv", ["name,n", "价格,1.5", "b|,"]),
      ("tsv", ["name\tn"]),
      ("json", ["[", "{\"name\":\"价格\",\"n\":1.5},", "{\"name\":\"b|\",\"n\":null}", "]"]),
      ("jsonl", ["{\"name\":\"价格\",\"n\":1.5}", "{\"name\":\"b|\",\"n\":null}"]),
      ("markdown", ["| name | n |", "|---|---:|", "| 价格 | 1.5 |", "| b\\| |  |"]),
      ("vertical", ["*** row 1 ***", "name: 价格", "   n: 1.5", "*** row 2 ***"]),
    ]
    for (mode, lines) in shown {
      terminal.type(".mode \(mode)\n")
      try terminal.expect("weir> ")
      terminal.type("t\n")
      // A terminal may show a tab as blanks.
      for line in lines where !line.contains("\t") { try terminal.expect("\n\(line)\r") }
      try terminal.expect("weir> ")
    }
    terminal.type(".mode csv\nselect * from t where n > 100\n")
    try terminal.expect("\nname,n\r\nweir> ")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func tabCompletesColumnsAndShowsSignatures() throws {
    let terminal = try Executable.prompt()
    terminal.type("trades = table(1 2 as priceOfAll, `a`b as sym)\n")
    try terminal.expect("weir> ")
    // The table stands behind the cursor.
    terminal.type("select  from trades\u{1}\u{1B}f \tpriceO\t\n")
    try terminal.expect("priceOfAll  sym")
    try terminal.expect("\r\npriceOfAll\r\n----------\r\n")
    try terminal.expect("weir> ")
    terminal.type("mavg(\t")
    try terminal.expect("mavg(X, window, [minPeriods])\r\n")
    terminal.type("\u{15}.schema trades\n")
    try terminal.expect("column      type\r\npriceOfAll  INT\r\nsym         STRING\r\n")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func ctrlDPressedAheadEndsThePrompt() throws {
    let terminal = try Executable.prompt()
    terminal.type("sleep(300)\n")
    try terminal.expect("sleep(300)\u{1B}[?2004l\r\n")
    terminal.type("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test(arguments: [("", "\u{1B}[1;31mname error:\u{1B}[0m"), ("1", "name error:")]) func errorsAreColouredUnlessNobodyWantsThat(noColor: String, shown: String) throws {
    let terminal = try Executable.start(["-c", "nothing"], noColor: noColor)
    try terminal.expect("-c:1:1: " + shown)
    #expect(try terminal.waitForExit() == 1)
  }

  @Test func theInitFileIsFoundAndCanBeLeftOut() throws {
    let home = "/tmp/weir-init-\(getpid())"
    try LocalDisk().makeDirectories(home + "/.config/weir")
    defer { try? LocalDisk().removeTree(home) }
    try LocalDisk().write(Array(".timer on\nfromInit = 7\n".utf8), to: home + "/.config/weir/init.dos")
    for (arguments, answer) in [([], "\n7\r\nTime: "), (["--no-init"], "name error:")] as [([String], String)] {
      let terminal = try Executable.prompt(arguments, home: home)
      terminal.type("fromInit\n")
      try terminal.expect(answer)
      try terminal.expect("weir> ")
      terminal.type("\u{4}")
      #expect(try terminal.waitForExit() == 0)
    }
  }
}
