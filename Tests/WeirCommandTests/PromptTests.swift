import Testing
import WeirCommand

/// The dialogue, in front of a pseudo-terminal, with the stub for an interpreter. One at a time: what libedit asks about
/// terminals (`tgetent`, `tputs`) lies in variables of the process.
@Suite(.serialized) struct PromptTests {
  @Test func entriesRunUntilCtrlD() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show 1\n")
    try dialogue.terminal.expect("\n1\r\nweir> ")
    dialogue.terminal.type("fail x\n")
    try dialogue.terminal.expect("<input>:1: x\r\nweir> ")
    dialogue.terminal.type("show größe\n")
    try dialogue.terminal.expect("\ngröße\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func linesAreJoinedUntilTheStatementIsWhole() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show (\n")
    try dialogue.terminal.expect("  ... ")
    dialogue.terminal.type("show 2)\n")
    try dialogue.terminal.expect("\n(\r\n2)\r\nweir> ")
    dialogue.terminal.type("show (\n")
    try dialogue.terminal.expect("  ... ")
    dialogue.press()
    try dialogue.terminal.expect("^C\r\nweir> ")
    // The arrow key brings the statement back whole.
    dialogue.terminal.type("\u{1B}[A\n")
    try dialogue.terminal.expect("\n(\r\n2)\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
    #expect(dialogue.savedHistory() == "show (\\nshow 2)\nshow (\\nshow 2)\n")
  }

  @Test func ctrlCClearsTheLineAndStopsTheStatement() throws {
    let dialogue = try Dialogue()
    for _ in 0..<20 {
      dialogue.terminal.type("show never")
      try dialogue.terminal.expect("show never")
      dialogue.press()
      try dialogue.terminal.expect("^C\r\nweir> ")
      dialogue.terminal.type("wait\n")
      try dialogue.terminal.expect("waiting\r\n")
      dialogue.press()
      try dialogue.terminal.expect("<input>:1: interrupted\r\nweir> ")
    }
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func tabCompletesAndLists() throws {
    let dialogue = try Dialogue()
    dialogue.terminal.type("show s\t\n")
    try dialogue.terminal.expect("\nsum\r\nweir> ")
    dialogue.terminal.type("show a\t")
    try dialogue.terminal.expect("vg")
    dialogue.terminal.type("\t")
    try dialogue.terminal.expect("avg       avgPrice")
    dialogue.terminal.type("P\t\n")
    try dialogue.terminal.expect("\navgPrice\r\nweir> ")
    dialogue.terminal.type("show grö\t\n")
    try dialogue.terminal.expect("\ngröße\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test func earlierSessionsAreRecalled() throws {
    let dialogue = try Dialogue(history: "show old\nshow a\\\\b\n")
    dialogue.terminal.type("\u{1B}[A\n")
    try dialogue.terminal.expect("\na\\b\r\nweir> ")
    dialogue.terminal.type("\u{12}old\n")
    try dialogue.terminal.expect("\nold\r\nweir> ")
    dialogue.terminal.type("\u{4}")
    #expect(dialogue.finish() == .success)
  }

  @Test(arguments: [([], 80, ""), (["a", "bb", "c"], 8, "a   c\nbb\n"), (["long"], 2, "long\n")] as [([String], Int, String)])
  func candidatesAreShownInColumns(candidates: [String], width: Int, text: String) {
    #expect(Completions.columns(candidates, width: width) == text)
  }
}
