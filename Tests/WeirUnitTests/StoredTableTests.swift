import Synchronization
import Testing
import WeirHost

import WeirTables

/// A table on disk, and a power failure, a refusal or a full disk at every step of what is done to it.
@Suite struct StoredTableTests {
  /// So small that a few rows meet every way of writing.
  static let limits = StorageLimits(recordValues: 24, recordBytes: 1 << 10, logBytes: 2 << 10)

  // MARK: What is done

  private static func column(_ type: ElementType, _ texts: [String]) throws -> Vector {
    let column = try Vector.empty(type)
    for text in texts { try column.append(.string(text)) }
    return column
  }

  private static func numbers(_ type: ElementType, _ values: [Int]) throws -> Vector {
    let column = try Vector.empty(type)
    for value in values { try column.append(.long(value)) }
    return column
  }

  private static func rows(_ ids: ClosedRange<Int>, extra: Bool = false) throws -> [Vector] {
    let lists = try ArrayVector(.double)
    for id in ids { try lists.append(.vector(try numbers(.double, Array(0..<id % 3)))) }
    let plain = [try numbers(.int, Array(ids)), try column(.symbol, ids.map { "s\($0 % 5)" }), try column(.string, ids.map { "text of \($0)" }), lists]
    return extra ? plain + [try numbers(.long, ids.map { -$0 })] : plain
  }

  typealias Statement = @Sendable (Table) throws -> Void

  /// Every kind of change, in an order in which each meets what the others leave behind.
  static let statements: [Statement] = [
    { try $0.append(try rows(1...2)) },
    { try $0.append(try rows(3...3)) },
    { table in try table.update(.update) { $0.columns[0] = try numbers(.int, (0..<$0.rowCount).map { $0 * 10 }) } },
    { try $0.append(try rows(4...6)) },
    { table in try table.update(.delete) { try $0.keep([0, 2, 3, 5]) } },
    { try $0.append(try rows(7...8)) },
    { table in
      try table.update(.addColumnByUpdate) {
        $0.names.append("extra")
        $0.columns.append(try numbers(.long, Array(1...$0.rowCount)))
      }
    },
    { try $0.append(try rows(9...20, extra: true)) },
    { try $0.append(try rows(21...23, extra: true)) },
    { try $0.append(try rows(24...30, extra: true)) },
    { table in try table.update(.update) { $0.columns[1] = try column(.symbol, (0..<$0.rowCount).map { "new \($0 % 3)" }) } },
    // A few values of what is in files, of what is in the log, and of texts.
    { table in try table.update(.update) { $0.columns[0] = try $0.columns[0].replacing([0, $0.rowCount - 1], with: try numbers(.int, [7, 8])) } },
    { try $0.append(try rows(40...41, extra: true)) },
    { table in
      try table.update(.update) {
        $0.columns[2] = try $0.columns[2].replacing([1], with: try column(.string, ["another text"]))
        $0.columns[1] = try $0.columns[1].replacing([$0.rowCount - 1, 2], with: try column(.symbol, ["a new symbol", "s1"]))
      }
    },
    { table in try table.update(.update) { $0.columns[4] = try numbers(.long, (0..<$0.rowCount).map { -$0 }) } },
    { table in try table.update(.update) { $0.columns[4] = try $0.columns[4].replacing([3], with: try numbers(.long, [33])) } },
    { try $0.append(try rows(42...60, extra: true)) },
    { table in try table.update(.delete) { try $0.removeAllRows() } },
    { try $0.append(try rows(31...32, extra: true)) },
  ]

  static func makeTable(_ disk: any Disk, _ tables: StoredTables = StoredTables()) throws -> Table {
    let snapshot = try TableSnapshot(names: ["id", "sym", "text", "list"], columns: try rows(0...0))
    let rules = TableStore.Rules(withoutNulls: ["id"], defaultValues: [])
    return try TableStore.makeTable(snapshot, rules, in: "/data/tables", name: "t", on: disk, identity: 77, among: tables, limits: limits)
  }

  static func load(_ disk: any Disk, _ tables: StoredTables = StoredTables()) throws -> Table {
    try TableStore.load("t", in: "/data/tables", on: disk, among: tables, limits: limits)
  }

  /// The table as another process would find it.
  static func loadCopy(_ disk: any Disk) throws -> Table {
    let copy = MemoryDisk()
    try copy.makeDirectories("/data/tables/t")
    for folder in ["/data/tables", "/data/tables/t"] {
      for name in try disk.list(folder) where try disk.status(of: folder + "/" + name)?.kind == .file {
        try copy.write(try disk.contents(of: folder + "/" + name), to: folder + "/" + name)
      }
    }
    return try load(copy)
  }

  /// A table as text.
  static func state(_ table: Table) -> String {
    let snapshot = table.snapshot
    var text = snapshot.names.joined(separator: ",")
    for row in 0..<snapshot.rowCount {
      text += "\n"
      for column in snapshot.columns {
        let values = (column as? ArrayVector)?.row(row) ?? column.slice(row, 1)
        text += (0..<values.count).map { values.isNull(at: $0) ? "" : values.text(at: $0) }.joined(separator: " ") + ","
      }
    }
    return text
  }

  /// The table before each statement and behind the last, and how many changes of the disk all of it takes.
  private static func undisturbed() throws -> (states: [String], changes: Int) {
    let disk = MemoryDisk()
    disk.inject(DiskFaults())
    let table = try makeTable(disk)
    var states = [state(table)]
    for statement in statements {
      try statement(table)
      states.append(state(table))
    }
    return (states, disk.changeCount)
  }

  // MARK: Tests

  @Test func everyStateIsLoadedAsItWas() throws {
    let disk = MemoryDisk()
    let table = try Self.makeTable(disk)
    #expect(Self.state(try Self.loadCopy(disk)) == Self.state(table))
    for (number, statement) in Self.statements.enumerated() {
      try statement(table)
      let loaded = try Self.loadCopy(disk)
      #expect(Self.state(loaded) == Self.state(table), "after \(number)")
      #expect(loaded.version?.number == number + 1)
    }
    #expect(try disk.list("/data/tables") == ["t", "t.sym", "t.tbl"])
    #expect(throws: KernelError.self) { try Self.makeTable(disk) }
  }

  @Test func aTableIsOneObject() throws {
    let (disk, tables) = (MemoryDisk(), StoredTables())
    let table = try Self.makeTable(disk, tables)
    #expect(try Self.load(disk, tables) === table)
    #expect(try TableStore.load("t", in: "/data/./tables/", on: disk, among: tables) === table)
    // Who removes the files by hand ends what the object can do, as soon as there is another table.
    let emptied = MemoryDisk()
    let other = try Self.makeTable(emptied, tables)
    #expect(other !== table)
    #expect(throws: KernelError.self) { try Self.statements[0](table) }
    try Self.statements[0](other)
    #expect(Self.state(try Self.loadCopy(emptied)) == Self.state(other))
    // Another process is told that this one has the table.
    #expect(throws: KernelError.self) { try Self.load(emptied) }
  }

  /// Power fails in the middle of every change of the disk. What was acknowledged is there, and of the statement that was running all or nothing.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func powerFailsAtEveryStep(seed: UInt64) throws {
    let (states, changes) = try Self.undisturbed()
    for last in 1...changes {
      let disk = MemoryDisk()
      disk.inject(DiskFaults(lastChange: last))
      var acknowledged = -1
      do {
        let table = try Self.makeTable(disk)
        acknowledged = 0
        for statement in Self.statements {
          try statement(table)
          acknowledged += 1
        }
      } catch is KernelError {}
      disk.losePower(seed: seed &* 1000 &+ UInt64(last))
      guard let found = try Self.loadIfThere(disk, mustBe: acknowledged >= 0) else { continue }
      let place = [acknowledged, acknowledged + 1].first { $0 >= 0 && $0 < states.count && states[$0] == Self.state(found) }
      guard let place else {
        Issue.record("power failed at \(last): after \(acknowledged) statements the table is\n\(Self.state(found))")
        continue
      }
      // The rest goes on as if nothing had been.
      for statement in Self.statements[place...] { try statement(found) }
      #expect(Self.state(found) == states[states.count - 1])
      disk.losePower()
      #expect(Self.state(try Self.load(disk)) == states[states.count - 1], "power failed at \(last)")
    }
  }

  private static func loadIfThere(_ disk: MemoryDisk, mustBe: Bool) throws -> Table? {
    if !mustBe, try !disk.exists("/data/tables/t.tbl") { return nil }
    return try load(disk)
  }

  /// Each change of the disk is refused once. The statement leaves everything as it was, and does it when it is tried again.
  @Test func aRefusalAtEveryStepChangesNothing() throws {
    let (states, changes) = try Self.undisturbed()
    for failing in 1...changes {
      let disk = MemoryDisk()
      disk.inject(DiskFaults(failingChange: failing))
      var table: Table
      do { table = try Self.makeTable(disk) } catch is KernelError { table = try Self.makeTable(disk) }
      for (number, statement) in Self.statements.enumerated() {
        do { try statement(table) } catch is KernelError {
          #expect(Self.state(table) == states[number], "change \(failing)")
          let copy = try Self.loadCopy(disk)
          #expect(Self.state(copy) == states[number], "change \(failing)")
          try statement(table)
        }
        #expect(Self.state(table) == states[number + 1])
      }
      disk.losePower(seed: UInt64(failing))
      #expect(Self.state(try Self.load(disk)) == states[states.count - 1], "change \(failing)")
    }
  }

  @Test func aFullDiskChangesNothing() throws {
    let (states, _) = try Self.undisturbed()
    for capacity in stride(from: 0, to: 120_000, by: 1511) {
      let disk = MemoryDisk()
      disk.inject(DiskFaults(capacityBytes: capacity))
      var table: Table?
      var refusals = 0
      do { table = try Self.makeTable(disk) } catch let error as KernelError {
        #expect(error.text.contains("No space left"))
        disk.inject(DiskFaults())
      }
      let there = try table ?? Self.makeTable(disk)
      for (number, statement) in Self.statements.enumerated() {
        do { try statement(there) } catch let error as KernelError {
          #expect(error.text.contains("No space left"), "\(error.text)")
          #expect(Self.state(there) == states[number])
          #expect(Self.state(try Self.loadCopy(disk)) == states[number])
          refusals += 1
          disk.inject(DiskFaults())
          try statement(there)
        }
      }
      disk.losePower()
      #expect(Self.state(try Self.load(disk)) == states[states.count - 1], "\(capacity) bytes")
    }
  }

  @Test func filesStayFew() throws {
    let disk = MemoryDisk()
    let table = try Self.makeTable(disk)
    for number in 1...300 { try table.append(try Self.rows(number...number + number % 11)) }
    let files = try disk.list("/data/tables/t")
    #expect(files.count < 60, "\(files.count) files")
    #expect(Self.state(try Self.loadCopy(disk)) == Self.state(table))
  }

  /// - Returns: its state.
  private static func smallTable(_ disk: any Disk) throws -> String {
    let snapshot = try TableSnapshot(names: ["sym", "id"], columns: [try column(.symbol, ["a", "b"]), try numbers(.int, [1, 2])])
    let rules = TableStore.Rules(withoutNulls: [], defaultValues: [])
    let table = try TableStore.makeTable(snapshot, rules, in: "/data/tables", name: "t", on: disk, identity: 5, among: StoredTables(), limits: limits)
    try table.append([try column(.symbol, ["c"]), try numbers(.int, [3])])
    try table.append([try column(.symbol, ["a"]), try numbers(.int, [4])])
    return state(table)
  }

  /// Every byte of every file is changed in turn. The table is refused or is what it was.
  @Test func aFlippedByteIsRefusedOrMeansNothing() throws {
    let disk = MemoryDisk()
    let expected = try Self.smallTable(disk)
    let folder = try disk.list("/data/tables/t").filter { $0 != "lock" }.map { "/data/tables/t/" + $0 }
    #expect(folder.count == 3)
    var refused = 0
    for path in folder + ["/data/tables/t.tbl", "/data/tables/t.sym"] {
      let bytes = try disk.contents(of: path)
      for place in bytes.indices {
        try disk.open(path, .existing).write([bytes[place] ^ UInt8(1 << (place % 8))], at: place)
        do {
          let found = Self.state(try Self.load(disk))
          if found != expected { Issue.record("byte \(place) of \(path): the table is wrong\n\(found)") }
        } catch let error as KernelError {
          refused += 1
          if !error.text.contains("/data/tables/t") { Issue.record("byte \(place) of \(path): \(error.text)") }
        }
        try disk.write(bytes, to: path)
      }
    }
    #expect(refused > 1000)
  }

  /// Rows of several threads go to the disk together; those that do not fit are refused alone.
  @Test func threadsAddRowsTogether() throws {
    let disk = LocalDisk()
    let directory = "/tmp/weir-together-\(SystemEntropy().nextSeed())"
    defer { try? disk.removeTree(directory) }
    let tables = StoredTables()
    let snapshot = try TableSnapshot(names: ["thread", "n"], columns: [try Self.numbers(.int, []), try Self.numbers(.int, [])])
    let table = try TableStore.makeTable(
      snapshot, TableStore.Rules(withoutNulls: ["n"], defaultValues: []), in: directory, name: "t", on: disk, identity: 3, among: tables)
    let refused = Mutex(0)
    let threads = try (0..<6).map { thread in
      try Host.system.threads.start(name: "writer \(thread)", stackBytes: sessionStackBytes) {
        for n in 0..<40 {
          do { try table.append([Self.numbers(.int, [thread, thread]), n % 10 == 7 ? Vector.nulls(.int, count: 2) : Self.numbers(.int, [n, n])]) } catch {
            refused.withLock { $0 += 1 }
          }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(refused.withLock { $0 } == 6 * 4)
    let rows = table.snapshot
    #expect(rows.rowCount == 6 * 36 * 2)
    for thread in 0..<6 {
      let own = (0..<rows.rowCount).filter { rows.columns[0].text(at: $0) == "\(thread)" }.map { rows.columns[1].text(at: $0) }
      #expect(own == (0..<40).filter { $0 % 10 != 7 }.flatMap { ["\($0)", "\($0)"] })
    }
    // Another process would wait for the end of this one; a lock file of its own lets it in.
    #expect(throws: KernelError.self) { try TableStore.load("t", in: directory, on: disk, among: StoredTables()) }
    try disk.remove(directory + "/t/lock")
    #expect(Self.state(try TableStore.load("t", in: directory, on: disk, among: StoredTables())) == Self.state(table))
  }

  @Test func versionsThatNobodyReadsAreGone() throws {
    let table = Table(try TableSnapshot(names: ["id"], columns: [try Self.numbers(.int, [1])]), kind: .multiVersion)
    var cursor: TableSnapshot? = table.snapshot
    for _ in 0..<100 { try table.update(.update) { $0.columns[0] = try Self.numbers(.int, [2]) } }
    #expect(table.version?.number == 100)
    #expect(table.version?.liveCount == 2)
    #expect(cursor?.columns[0].text(at: 0) == "1")
    cursor = nil
    #expect(table.version?.liveCount == 1)
  }
}
