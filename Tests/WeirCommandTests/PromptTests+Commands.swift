import Glibc
import Testing
import WeirCommand

/// The commands of the prompt, and what it does with results.
extension PromptTests {
  /// What is typed, and what the screen shows for it.
  @Test(arguments: [
    (".help timer", "weir: there is no function `timer`; .search looks for words\r\n"),
    (".help .timer", ".timer on|off\r\n  how long each statement takes\r\n"),
    ("?avg", "avg(X)\r\n  The mean.\r\n\r\nExample:\r\n  avg(1 2)\r\n  1.5\r\n"),
    (".help mine", "mine(x)\r\n  Defined in this session.\r\n"),
    (".help agv", "weir: there is no function `agv`; did you mean `avg`?\r\n"),
    (".search MEAN", "avg  The mean.\r\n"),
    (".search nothing", "weir: no function has `nothing` in its name or summary\r\n"),
    (".tables", "name    kind   rows  columns\r\ntrades  table  2     sym, 价格\r\n"),
    (".schema trades", "column  type\r\nsym     SYMBOL\r\n价格    DOUBLE\r\n"),
    (".schema trade", "weir: there is no table `trade`; did you mean `trades`?\r\n"),
    (".vars", "name  kind        size\r\nv     INT vector  3\r\n"),
    (".funcs", "mine(x)\r\n"),
    (".funcs a", "avg(X)\r\n"),
    (".timer", "the timer is off\r\n"),
    (".timer maybe", "weir: .timer takes `on` or `off`, not `maybe`\r\n"),
    (".mode", "the mode is console\r\n"),
    (".mode bxo", "weir: there is no mode `bxo`; did you mean `box`?\r\n"),
    (".maxrows", "30 rows are shown\r\n"),
    (".maxrows 0", "weir: .maxrows takes a positive number or `all`, not `0`\r\n"),
    (".last", "the last value\r\n"),
    (".read /script.dos", "from the file\r\n"),
    (".read \"/none.dos\"", "weir: cannot open '/none.dos': No such file or directory\r\n"),
    (".watch show 1", "weir: .watch needs seconds and an expression, as in .watch 2 now()\r\n"),
    (".tabels", "weir: there is no command `.tabels`; did you mean `.tables`?\r\n"),
    (".nothing", "weir: there is no command `.nothing`; .help lists them\r\n"),
  ]) func aCommandAnswers(line: String, answer: String) throws {
    let dialogue = try Dialogue(files: ["/script.dos": "show from the file"])
    dialogue.terminal.type(line + "\n")
    try dialogue.terminal.expect("\n" + answer + "weir> ")
    dialogue.terminal.type(".quit\n")
    #expect(dialogue.finish() == .success)
  }

  @Test func theTimerTellsHowLongAStatementTook() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type(".timer on\n")
    try dialogue.terminal.expect("weir> ")
    dialogue.terminal.type("show 1\n")
    try dialogue.terminal.expect("\n1\r\nTime: ")
    try dialogue.terminal.expect(" ms\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test(arguments: [(0, "0.000 ms"), (1_234_999, "1.234 ms"), (999_999_999, "999.999 ms"), (61_002_000_000, "61.002 s")] as [(Int64, String)])
  func durationsAreReadable(nanoseconds: Int64, text: String) { #expect(Prompt.duration(nanoseconds) == text) }

  @Test func watchingEndsWithCtrlC() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type(".watch 0.05 show again\n")
    for _ in 0..<3 { try dialogue.terminal.expect("\nagain\r") }
    dialogue.press()
    try dialogue.terminal.expect("weir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  /// Any program that reads its standard input is a pager.
  @Test func aResultTallerThanTheScreenGoesThroughThePager() throws {
    let dialogue = try Dialogue(pager: "sed -n 's/^line 40$/last of the pager/p'")
    dialogue.terminal.type("tall\n")
    try dialogue.terminal.expect("tall\u{1B}[?2004l\r\nlast of the pager\r\nweir> ")
    dialogue.terminal.type("show 1\n")
    try dialogue.terminal.expect("\n1\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func withoutThePagersProgramTheResultIsShownAsItIs() throws {
    let dialogue = try Dialogue(pager: "weir-no-such-pager 2>/dev/null")
    dialogue.terminal.type("tall\n")
    try dialogue.terminal.expect("\nline 1\r\n")
    try dialogue.terminal.expect("\nline 40\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func aSlowStatementTellsThatItRuns() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("slow\n")
    try dialogue.terminal.expect(" s, Ctrl-C stops")
    // The line is gone before the result comes.
    try dialogue.terminal.expect("\r\u{1B}[Kdone\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func aPastedTextIsOneEntryAndWaitsForEnter() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("\u{1B}[200~show 1\n\tshow grö\nshow 3\n\u{1B}[201~")
    try dialogue.terminal.expect("show 3")
    dialogue.terminal.type("!\n")
    try dialogue.terminal.expect("\n1\r\ngrö\r\n3!\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
    #expect(dialogue.savedHistory() == "show 1\\n\tshow grö\\nshow 3!\n")
  }

  @Test func theInitFileIsReadLineByLine() throws {
    let dialogue = try Dialogue(initial: "show (\nshow 2)\n.mode csv\n\nfail x\n.mode\n")
    try dialogue.terminal.expect("(\r\n2)\r\n/init.dos:5: x\r\nthe mode is csv\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test(arguments: [
    (".he\t .ti\t\n", ".timer on|off"), (".mode mark\t\n.mode\n", "the mode is markdown"), (".schema tr\t\n", "sym     SYMBOL"),
    (".read /scr\t\n", "from the file"), ("show \"/script.d\t\n", "\"/script.dos"), ("?av\t\n", "avg(X)\r\n  The mean."),
    // The second Tab at a name shows how it is called.
    ("show sum(mine\t", "mine(x)"),
  ]) func tabCompletesWhatACommandTakes(keys: String, shown: String) throws {
    let dialogue = try Dialogue(files: ["/script.dos": "show from the file"])
    dialogue.terminal.type(keys)
    try dialogue.terminal.expect("\n" + shown, withinSeconds: 3)
    try dialogue.terminal.expect("weir> ")
    dialogue.terminal.type("\u{15}\u{4}")
    #expect(dialogue.finish() == .success)
  }
}
