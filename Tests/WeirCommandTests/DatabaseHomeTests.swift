import Glibc
import Testing
import WeirCommand
import WeirHost

/// Two processes and one home directory.
@Suite struct DatabaseHomeTests {
  @Test func aSecondProcessIsToldWhoHasTheHome() throws {
    let home = "/tmp/weir-home-\(getpid())-\(SystemEntropy().nextSeed())"
    defer { try? LocalDisk().removeTree(home) }
    let first = try Executable.prompt(["--home", home])
    first.type("pt = database(\"dfs://days\", VALUE, 1..3).createPartitionedTable(table(1 as id), `pt, `id)\n")
    try first.expect("weir> ")
    first.type("tableInsert(pt, table(1 2 2 as id))\n")
    try first.expect("\n3\r\nweir> ")

    let second = try Executable.prompt(["--home", home])
    second.type("existsDatabase(\"dfs://days\")\n")
    try second.expect("another process \(first.child ?? 0) uses the home directory '\(home)'")
    try second.expect("weir> ")

    let reader = try Executable.prompt(["--read-only", "--home", home])
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
    let terminal = try Executable.prompt(["--home", home])
    terminal.type("existsDatabase(\"dfs://days\")\n")
    try terminal.expect("\nfalse\r\nweir> ")
    #expect(try !LocalDisk().exists(home))
  }

  /// Queries of one process see whole changes while another one replaces every file again and again.
  @Test func aReaderGoesOnWhileFilesAreReplaced() throws {
    let home = "/tmp/weir-home-\(getpid())-\(SystemEntropy().nextSeed())"
    let disk = LocalDisk()
    try disk.makeDirectories(home)
    defer { try? disk.removeTree(home) }
    let writer = try Executable.prompt(["--home", home])
    writer.type("pt = database(\"dfs://days\", VALUE, 1..9).createPartitionedTable(table(1:0, `id`v, [INT, LONG]), `pt, `id)\n")
    try writer.expect("weir> ")
    writer.type("tableInsert(pt, table(take(1..9, 900) as id, take(0l, 900) as v))\n")
    try writer.expect("\n900\r\nweir> ")
    writer.type("do { update pt set v = v + 1 } while(true)\n")
    let reader = try Executable.prompt(["--read-only", "--home", home])
    reader.type("pt = loadTable(\"dfs://days\", `pt)\n")
    try reader.expect("weir> ")
    reader.type("sum(each(def(i) { return exec max(v) == min(v) and count(v) == 900 from loadTable(\"dfs://days\", `pt) }, 1..300))\n")
    try reader.expect("\n300\r\nweir> ", withinSeconds: 60)
  }
}
