import Glibc
import Testing
import WeirCommand
import WeirHost

/// Two processes and one home directory.
@Suite struct DatabaseHomeTests {
  @Test func aSecondProcessIsToldWhoHasTheHome() throws {
    let home = "/tmp/weir-home-\(getpid())-\(SystemEntropy().nextSeed())"
    defer { try? LocalDisk().removeTree(home) }
    let first = try start(["--home", home])
    first.type("pt = database(\"dfs://days\", VALUE, 1..3).createPartitionedTable(table(1 as id), `pt, `id)\n")
    try first.expect("weir> ")
    first.type("tableInsert(pt, table(1 2 2 as id))\n")
    try first.expect("\n3\r\nweir> ")

    let second = try start(["--home", home])
    second.type("existsDatabase(\"dfs://days\")\n")
    try second.expect("another process \(first.child ?? 0) uses the home directory '\(home)'")
    try second.expect("weir> ")

    let reader = try start(["--read-only", "--home", home])
    let count = "exec count(*) from loadTable(\"dfs://days\", `pt)\n"
    reader.type(count)
    try reader.expect("\n3\r\nweir> ")
    // What is written meanwhile is seen, also partitions that were not there.
    first.type("tableInsert(pt, table(5 as id))\n")
    try first.expect("\n1\r\nweir> ")
    reader.type("exec id from loadTable(\"dfs://days\", `pt) where id = 5\n")
    try reader.expect("[5]\r\nweir> ")
    reader.type("dropDatabase(\"dfs://days\")\n")
    try reader.expect("cannot be changed")
    try reader.expect("weir> ")

    // However the first one ends.
    kill(first.child ?? 0, SIGKILL)
    _ = try first.waitForExit()
    second.type(count)
    try second.expect("\n4\r\nweir> ")
    for terminal in [second, reader] {
      terminal.type("\u{4}")
      #expect(try terminal.waitForExit() == 0)
    }
  }

  /// A script without databases leaves the disk alone.
  @Test func theHomeIsMadeWhenItIsNeeded() throws {
    let home = "/tmp/weir-home-\(getpid())-\(SystemEntropy().nextSeed())"
    defer { try? LocalDisk().removeTree(home) }
    let terminal = try start(["--home", home])
    terminal.type("existsDatabase(\"dfs://days\")\n")
    try terminal.expect("\nfalse\r\nweir> ")
    #expect(try !LocalDisk().exists(home))
  }

  private func start(_ arguments: [String]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.start(BinaryTests.binary, arguments, environment: ["TERM": "xterm", "HOME": "/nonexistent", "NO_COLOR": "1"])
    try terminal.expect("weir> ")
    return terminal
  }
}
