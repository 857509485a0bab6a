import Glibc
import Testing
import WeirHost

/// The built executable, killed while it writes to a table on disk.
@Suite struct KillTests {
  /// Every step adds three rows at once; every fifth adds one to the whole of a column, too. What was done is noted in a file.
  private static let writing = """
    t = loadMvccTable(path, `t)
    n = (exec count(*) from t) / 3
    for (i in n..(n + 100000)) {
      insert into t values(take(i, 3), `a`b`c, "step " + string(take(i, 3)), 0 0 0)
      if (i % 5 == 4) { update t set v = v + 1 }
      saveTextFile(string(i) + "\\n", path + "/done", true)
    }
    """

  /// Steps, whether each has all of its rows, and the least and most updates that the rows have seen together with those before they came.
  private static let looking = """
    t = loadMvccTable(path, `t)
    s = select count(*) as n, sum(iif(text == "step " + string(id), 1, 0)) as right from t group by id
    print(string(exec count(*) from s) + " " + string(exec sum(iif(n == 3 && right == 3, 1, 0)) from s) + " " +
      string(exec max(id) from t) + " " + string(exec min(v + id / 5) from t) + " " + string(exec max(v + id / 5) from t))
    """

  private static func runUntilKilled(_ script: String, into output: String, milliseconds: Int64) throws {
    let process = try Executable.run(script, into: output)
    SystemClock().sleep(nanoseconds: milliseconds * 1_000_000)
    kill(process, SIGKILL)
    var status: Int32 = 0
    #expect(waitpid(process, &status, 0) == process && status & 0x7F == SIGKILL)
  }

  /// How many steps the script had noted as done, each in a line of its own; one that is cut off does not count.
  private static func notedSteps(_ directory: String, _ disk: LocalDisk) throws -> Int {
    let noted = try disk.exists(directory + "/done") ? String(decoding: disk.contents(of: directory + "/done"), as: UTF8.self) : ""
    return noted.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { Int($0) }.last.map { $0 + 1 } ?? 0
  }

  @Test func whatWasDoneOutlivesAKill() throws {
    let disk = LocalDisk()
    let directory = "/tmp/weir-kill-\(getpid())-\(SystemEntropy().nextSeed())"
    try disk.makeDirectories(directory)
    defer { try? disk.removeTree(directory) }
    let output = directory + "/output"
    let head = "path = \"\(directory)\"\n"
    #expect(try Executable.output(of: head + "t = mvccTable(1:0, `id`kind`text`v, [INT, SYMBOL, STRING, INT], path, `t)", into: output) == "")

    var random = SeededRandom(seed: 20)
    var steps = 0
    for _ in 0..<20 {
      try Self.runUntilKilled(head + Self.writing, into: output, milliseconds: 100 + Int64(random.next(below: 300)))
      // A step that was there the last time is done, whether it came to be noted or not.
      let done = max(steps, try Self.notedSteps(directory, disk))
      let found = try Executable.output(of: head + Self.looking, into: output).split(whereSeparator: \.isWhitespace).map { Int($0) ?? 0 }
      guard found.count == 5, found[0] > 0 else {
        #expect(done == 0)
        continue
      }
      #expect(found[0] == found[1], "a step has a part of its rows")
      #expect(found[0] == found[2] + 1, "a step is missing")
      #expect(found[0] >= done && found[0] <= done + 1, "\(done) steps were done, \(found[0]) are there")
      #expect(found[3] == found[4], "an update has changed a part of the rows")
      #expect(found[3] >= done / 5 && found[3] <= found[0] / 5, "\(done / 5) updates were done, \(found[3]) are there")
      // A step whose rows are there and whose update is not is made up for, so that the count goes on.
      if found[3] < found[0] / 5 { _ = try Executable.output(of: head + "t = loadMvccTable(path, `t)\nupdate t set v = v + 1", into: output) }
      steps = found[0]
    }
    #expect(steps > 20)
  }

  /// Every step adds rows to three tables in three directories at once; every fourth changes all of them.
  private static let writingTogether = """
    parts = [loadMvccTable(path + "/x", `a), loadMvccTable(path + "/y", `b), loadMvccTable(path + "/y", `c)]
    pt = createPartitionedTable(database(, VALUE, 0 1 2), parts, "", `part)
    n = exec count(*) from parts[0]
    for (i in n..(n + 100000)) {
      insert into pt values(0 1 2, take(i, 3), take(0, 3))
      if (i % 4 == 3) { update pt set v = v + 1 }
      if (i % 7 == 6) { update pt set v = v where part == 1 }
      saveTextFile(string(i) + "\\n", path + "/done", true)
    }
    """

  /// Rows of each table, the most updates that each has seen, and whether the rows are those of the steps.
  private static let lookingTogether = """
    for (place in [["/y", "c"], ["/x", "a"], ["/y", "b"]]) {
      t = loadMvccTable(path + place[0], place[1])
      print(string(exec count(*) from t) + " " + string(exec max(v) from t) + " " + string(exec sum(iif(v + id / 4 == max(v) + 0, 1, 0)) from t) + " " + string(exec max(id) from t))
    }
    """

  @Test func aChangeOfSeveralTablesOutlivesAKillOrIsNotThere() throws {
    let disk = LocalDisk()
    let directory = "/tmp/weir-kill-together-\(getpid())-\(SystemEntropy().nextSeed())"
    try disk.makeDirectories(directory)
    defer { try? disk.removeTree(directory) }
    let output = directory + "/output"
    let head = "path = \"\(directory)\"\n"
    for (place, name) in [("x", "a"), ("y", "b"), ("y", "c")] {
      #expect(try Executable.output(of: head + "t = mvccTable(1:0, `part`id`v, [INT, INT, INT], path + \"/\(place)\", `\(name))", into: output) == "")
    }
    var random = SeededRandom(seed: 21)
    var steps = 0
    for _ in 0..<20 {
      try Self.runUntilKilled(head + Self.writingTogether, into: output, milliseconds: 100 + Int64(random.next(below: 200)))
      let done = max(steps, try Self.notedSteps(directory, disk))
      let found = try Executable.output(of: head + Self.lookingTogether, into: output).split(separator: "\n").map { $0.split(separator: " ").map { Int($0) ?? -1 } }
      #expect(found.count == 3 && found[0] == found[1] && found[1] == found[2], "the tables have different steps: \(found)")
      guard let table = found.first, table.count == 4, table[0] > 0 else {
        #expect(done == 0)
        continue
      }
      #expect(table[0] >= done && table[0] <= done + 1 && table[3] == table[0] - 1, "\(done) steps were done, there are \(found)")
      #expect(table[1] >= done / 4 && table[1] <= table[0] / 4, "\(done / 4) updates were done, there are \(found)")
      // A step whose rows are there and whose update is not is made up for.
      if table[1] < table[0] / 4 {
        _ = try Executable.output(
          of: head + "parts = [loadMvccTable(path + \"/x\", `a), loadMvccTable(path + \"/y\", `b), loadMvccTable(path + \"/y\", `c)]\n"
            + "pt = createPartitionedTable(database(, VALUE, 0 1 2), parts, \"\", `part)\nupdate pt set v = v + 1", into: output)
      }
      steps = table[0]
    }
    #expect(steps > 20)
  }
}
