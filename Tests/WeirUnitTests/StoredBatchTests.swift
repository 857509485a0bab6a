import Testing
import WeirHost

import WeirTables

/// Changes of several tables on disk, and a power failure, refusals or a full disk at every step of them: of each change all is there or nothing.
@Suite struct StoredBatchTests {
  private static let limits = StorageLimits(recordValues: 24, recordBytes: 1 << 10, logBytes: 2 << 10)

  /// Three tables, of which the first is elsewhere.
  private static let places: [Place] = [("/data/first", "a", 11), ("/data/others", "b", 12), ("/data/others", "c", 13)]

  private typealias Place = (directory: String, name: String, identity: UInt64)

  // MARK: What is done

  private static func numbers(_ type: ElementType, _ values: [Int]) throws -> Vector {
    let column = try Vector.empty(type)
    for value in values { try column.append(.long(value)) }
    return column
  }

  private static func texts(_ type: ElementType, _ values: [String]) throws -> Vector {
    let column = try Vector.empty(type)
    for value in values { try column.append(.string(value)) }
    return column
  }

  private static func rows(_ parts: [Int], _ first: Int, extra: Bool = false) throws -> [Vector] {
    let ids = parts.indices.map { first + $0 }
    let plain = [try numbers(.int, parts), try numbers(.int, ids), try texts(.symbol, ids.map { "s\($0 % 4)" }), try texts(.string, ids.map { "text \($0)" })]
    return extra ? plain + [try numbers(.long, ids)] : plain
  }

  private static func made(_ disk: any Disk) throws -> PartitionedTable {
    try partitioned(
      try places.map { place in
        try TableStore.makeTable(
          try TableSnapshot(names: ["part", "id", "sym", "text"], columns: try rows([], 0)), TableStore.Rules(withoutNulls: [], defaultValues: []), in: place.directory, name: place.name,
          on: disk, identity: place.identity, among: StoredTables(), limits: limits)
      })
  }

  private static func load(_ place: Place, _ disk: any Disk, _ tables: StoredTables) throws -> Table {
    try TableStore.load(place.name, in: place.directory, on: disk, among: tables, limits: limits)
  }

  private static func loaded(_ disk: any Disk, order: [Int] = [0, 1, 2]) throws -> PartitionedTable {
    let tables = StoredTables()
    var parts: [Int: Table] = [:]
    for part in order { parts[part] = try load(places[part], disk, tables) }
    return try partitioned(try places.indices.map { try #require(parts[$0]) })
  }

  private static func partitioned(_ parts: [Table]) throws -> PartitionedTable {
    try PartitionedTable(try PartitionScheme(.value, try numbers(.int, [1, 2, 3])), parts: parts, column: "part")
  }

  private typealias Statement = @Sendable (PartitionedTable) throws -> Void

  /// Records and files, in every part that a table can have in a change.
  private static let statements: [Statement] = [
    { _ = try $0.append(try rows([1, 2, 3, 1], 1)) },
    { _ = try $0.append(try rows([2, 3], 10)) },
    // Not through the coordinator of the others.
    { try $0.parts[1].append(try rows([2], 20)) },
    { table in try table.updateJoined([0, 1, 2], .update) { $0.columns[1] = try $0.columns[1].replacing([0, $0.rowCount - 1], with: try numbers(.int, [7, 8])); return nil } },
    { _ = try $0.append(try rows([1, 1, 3], 30)) },
    // Files of the first one, records of the others; then the other way round.
    { _ = try $0.append(try rows([Int](repeating: 1, count: 12) + [2, 3], 40)) },
    { _ = try $0.append(try rows([Int](repeating: 2, count: 9) + [1] + [Int](repeating: 3, count: 8), 60)) },
    { table in try table.updateJoined([0, 1, 2], .update) { $0.columns[3] = try texts(.string, (0..<$0.rowCount).map { "new \($0)" }); return nil } },
    { table in try table.updateJoined([1, 2], .delete) { snapshot in (0..<snapshot.rowCount).filter { $0 % 3 != 0 } } },
    { table in
      try table.updateJoined([0, 1, 2], .addColumnByUpdate) {
        $0.names.append("extra")
        $0.columns.append(try numbers(.long, Array(1...$0.rowCount)))
        return nil
      }
    },
    { _ = try $0.append(try rows([3, 2, 1], 80, extra: true)) },
    { table in try table.updateJoined([0, 2], .update) { $0.columns[4] = try $0.columns[4].replacing([1, $0.rowCount - 1], with: try numbers(.long, [-1, -2])); return nil } },
    { _ = try $0.append(try rows([3, 2, 1], 90, extra: true)) },
    // Transactions: of several tables, of one, with a part that is taken back; as records, and as files.
    { table in
      try transaction {
        try table.append(try rows([1, 2, 3], 100, extra: true))
        try table.append(try rows([1], 110, extra: true))
        try patch(table.parts[0])
        try table.parts[1].append(try rows([2], 120, extra: true))
      }
    },
    { table in
      try transaction {
        try table.parts[2].append(try rows([3], 130, extra: true))
        try patch(table.parts[2])
      }
    },
    { table in
      try transaction {
        try patch(table.parts[1])
        do {
          try transaction {
            try table.append(try rows([1, 2], 140, extra: true))
            throw KernelError.value("no")
          }
        } catch let error as KernelError where error.text == "no" {}
        try table.parts[0].append(try rows([1], 150, extra: true))
      }
    },
    { table in
      try transaction {
        try table.append(try rows([2, 3], 160, extra: true))
        try table.updateJoined([1, 2], .delete) { snapshot in (0..<snapshot.rowCount).filter { $0 % 2 != 0 } }
        try patch(table.parts[0])
      }
    },
    { _ = try $0.append(try rows([3, 2, 1], 170, extra: true)) },
  ]

  private static func transaction(_ body: () throws -> Void) throws { try StoredTransaction.perform(isCommitted: true, body) }

  private static func patch(_ table: Table) throws {
    try table.update(.update) { $0.columns[4] = try $0.columns[4].replacing([0, $0.rowCount - 1], with: try numbers(.long, [-$0.rowCount, -7])) }
  }

  private static func state(_ table: PartitionedTable) -> [String] { table.parts.map(StoredTableTests.state) }

  private static let folders = ["/data/first", "/data/first/a", "/data/others", "/data/others/b", "/data/others/c"]

  /// The tables as another process would find them, or somebody who moved all of them below `root`.
  private static func copy(_ disk: any Disk, into root: String = "") throws -> MemoryDisk {
    let copy = MemoryDisk()
    try add(disk, "", to: copy, root)
    return copy
  }

  /// Copies what is below `start`, for good.
  private static func add(_ disk: any Disk, _ start: String, to copy: MemoryDisk, _ root: String) throws {
    for folder in folders where try disk.exists(start + folder) {
      try copy.makeDurableDirectories(root + folder)
      for name in try disk.list(start + folder) where try disk.status(of: FilePath.join(start + folder, name))?.kind == .file {
        try copy.write(try disk.contents(of: FilePath.join(start + folder, name)), to: FilePath.join(root + folder, name))
      }
      try copy.sync(try copy.list(root + folder).map { FilePath.join(root + folder, $0) } + [root + folder])
    }
  }

  /// The tables before each statement and behind the last, and how many changes of the disk the statements take.
  private static func undisturbed() throws -> (states: [[String]], changes: Int) {
    let disk = MemoryDisk()
    let table = try made(disk)
    disk.inject(DiskFaults())
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
    let table = try Self.made(disk)
    for (number, statement) in Self.statements.enumerated() {
      try statement(table)
      let loaded = try Self.loaded(try Self.copy(disk))
      #expect(Self.state(loaded) == Self.state(table), "after \(number)")
      #expect(loaded.parts.map { $0.version?.number } == table.parts.map { $0.version?.number }, "after \(number)")
    }
  }

  /// A note says that a change took place, so that a table that was closed in peace needs no other one.
  @Test func aTableIsLoadedByItself() throws {
    let disk = MemoryDisk()
    let table = try Self.made(disk)
    for statement in Self.statements.prefix(7) {
      try statement(table)
      let alone = try Self.copy(disk)
      try alone.removeTree("/data/first")
      #expect(StoredTableTests.state(try Self.load(Self.places[2], alone, StoredTables())) == Self.state(table)[2])
    }
  }

  /// Power fails in the middle of every change of the disk, and again while the tables are opened.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func powerFailsAtEveryStep(seed: UInt64) throws {
    let (states, changes) = try Self.undisturbed()
    // Each step meets one seed or two.
    for last in stride(from: 1 + Int(seed % 3), through: changes, by: 3) {
      let disk = MemoryDisk()
      let table = try Self.made(disk)
      disk.inject(DiskFaults(lastChange: last))
      var acknowledged = 0
      do {
        for statement in Self.statements {
          try statement(table)
          acknowledged += 1
        }
      } catch is KernelError {}
      disk.losePower(seed: seed &* 1000 &+ UInt64(last))
      let order = [[0, 1, 2], [2, 1, 0], [1, 0, 2]][last % 3]
      disk.inject(DiskFaults(lastChange: 1 + last % 11))
      do { _ = try Self.loaded(disk, order: order) } catch is KernelError {}
      disk.losePower(seed: seed &* 2000 &+ UInt64(last))
      let found = try Self.loaded(disk, order: order)
      guard let place = [acknowledged, acknowledged + 1].first(where: { $0 < states.count && states[$0] == Self.state(found) }) else {
        Issue.record("power failed at \(last): after \(acknowledged) statements the tables are\n\(Self.state(found))")
        continue
      }
      for statement in Self.statements[place...] { try statement(found) }
      #expect(Self.state(found) == states[states.count - 1])
      disk.losePower()
      #expect(Self.state(try Self.loaded(disk, order: order)) == states[states.count - 1], "power failed at \(last)")
    }
  }

  /// Some changes of the disk are refused. Each statement that fails leaves everything as it was, in memory and for who reads the disk, and succeeds when the disk does.
  @Test(arguments: [1, 2, 3, 8]) func refusalsAtEveryStepChangeNothing(count: Int) throws {
    let (states, changes) = try Self.undisturbed()
    for failing in stride(from: count, through: changes, by: count > 1 ? 11 : 3) {
      let disk = MemoryDisk()
      let there = try Self.made(disk)
      disk.inject(DiskFaults(failingChange: failing, failingCount: count))
      for (number, statement) in Self.statements.enumerated() {
        var isDone = false
        for _ in 0...count where !isDone {
          do {
            try statement(there)
            isDone = true
          } catch is KernelError {
            #expect(Self.state(there) == states[number], "change \(failing)")
            let found = try Self.loadedState(try Self.copy(disk), mayRefuse: count > 1)
            #expect(found.map { $0 == states[number] || count > 1 && $0 == states[number + 1] } ?? true, "change \(failing) of statement \(number)")
          }
        }
        #expect(isDone && Self.state(there) == states[number + 1], "change \(failing)")
      }
      disk.losePower(seed: UInt64(failing))
      #expect(Self.state(try Self.loaded(disk)) == states[states.count - 1], "change \(failing)")
    }
  }

  /// A table that has prepared what nobody could decide is not changed, nor opened by others, before the one that decides is written.
  @Test func aTableInDoubtWaits() throws {
    var doubts = 0
    for failing in 1...12 {
      let disk = MemoryDisk()
      let table = try Self.made(disk)
      disk.inject(DiskFaults(failingChange: failing, failingCount: 100))
      do { try Self.statements[0](table) } catch is KernelError {}
      disk.inject(DiskFaults())
      let text = Self.message { try table.parts[1].append(try Self.rows([2], 5)) }
      if !text.isEmpty {
        doubts += 1
        #expect(text == "The MVCC table b in /data/others cannot be changed before a in /data/first, which the disk refused to write: a change of both is not decided", "\(text)")
        #expect(Self.message { _ = try Self.load(Self.places[1], disk, StoredTables()) }.contains("is in use by"))
        try table.parts[0].append(try Self.rows([1], 6))
        try table.parts[1].append(try Self.rows([2], 5))
      }
      // Which is written anew where its own log could not be.
      try table.parts[2].append(try Self.rows([3], 7))
      #expect(Self.state(try Self.loaded(try Self.copy(disk))) == Self.state(table), "change \(failing)")
    }
    #expect(doubts > 0)
  }

  /// Where the disk refused to take back what it had refused to write whole, a table can be damaged, or nobody knows whether the change took place; but all of it or nothing.
  private static func loadedState(_ disk: any Disk, mayRefuse: Bool) throws -> [String]? {
    do { return state(try loaded(disk)) } catch let error as KernelError {
      guard mayRefuse, error.text.contains("damaged") else { throw error }
      return nil
    }
  }

  @Test func aFullDiskChangesNothing() throws {
    let (states, _) = try Self.undisturbed()
    for capacity in stride(from: 6000, to: 60_000, by: 751) {
      let disk = MemoryDisk()
      let table = try Self.made(disk)
      disk.inject(DiskFaults(capacityBytes: capacity))
      for (number, statement) in Self.statements.enumerated() {
        do { try statement(table) } catch is KernelError {
          #expect(Self.state(table) == states[number])
          #expect(Self.state(try Self.loaded(try Self.copy(disk))) == states[number])
          disk.inject(DiskFaults())
          try statement(table)
        }
      }
      disk.losePower()
      #expect(Self.state(try Self.loaded(disk)) == states[states.count - 1], "\(capacity) bytes")
    }
  }

  /// While a transaction runs nothing of it is on the disk, and when it is taken back the disk is not asked.
  @Test func aTransactionThatFailsTouchesNoDisk() throws {
    let disk = MemoryDisk()
    let table = try Self.made(disk)
    try Self.statements[0](table)
    let before = Self.state(table)
    disk.inject(DiskFaults())
    #expect(throws: KernelError.self) {
      try Self.transaction {
        for statement in Self.statements[1...6] { try statement(table) }
        #expect(Self.state(table) != before)
        throw KernelError.value("no")
      }
    }
    try StoredTransaction.perform(isCommitted: false) { for statement in Self.statements[1...6] { try statement(table) } }
    #expect(Self.state(table) == before)
    #expect(disk.changeCount == 0)
    #expect(table.parts.map { $0.version?.number } == [1, 1, 1])
    for statement in Self.statements[1...] { try statement(table) }
    #expect(Self.state(try Self.loaded(try Self.copy(disk))) == Self.state(table))
  }

  /// Transactions that take their tables in different orders, and single rows between them. Who would wait for ever is told, and tries again.
  @Test func threadsWriteToTheSameTables() throws {
    let disk = MemoryDisk()
    let table = try Self.made(disk)
    let threads = try (0..<4).map { thread in
      try Host.system.threads.start(name: "writer \(thread)", stackBytes: sessionStackBytes) {
        for n in 0..<25 {
          while true {
            do {
              try Self.write(n, by: thread, to: table)
              break
            } catch let error as KernelError where error.text.contains("wait for each other") { continue } catch {
              Issue.record(error)
              break
            }
          }
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(table.parts.map(\.rowCount) == [125, 100, 75])
    #expect(Self.state(try Self.loaded(try Self.copy(disk))) == Self.state(table))
  }

  /// Threads 0 and 1 add two rows to the first table and one to the second, thread 2 one to each, thread 3 two to the third and one to the second, and takes back one of the first.
  private static func write(_ n: Int, by thread: Int, to table: PartitionedTable) throws {
    let (a, b, c) = (table.parts[0], table.parts[1], table.parts[2])
    switch thread {
    case 0:
      try transaction {
        try a.append(try rows([1], n))
        try b.append(try rows([2], n))
        try a.append(try rows([1], n))
      }
    case 1:
      try transaction {
        try b.append(try rows([2], n))
        try a.append(try rows([1, 1], n))
      }
    case 2: _ = try table.append(try rows([1, 2, 3], n))
    default:
      try transaction {
        try c.append(try rows([3], n))
        try c.append(try rows([3], n))
        _ = try StoredTransaction.perform(isCommitted: false) { try a.append(try rows([1], n)) }
        try b.append(try rows([2], n))
      }
    }
  }

  // MARK: Tables that depend on another one

  /// Tables whose last change is prepared, and decided or not; the power failed before anything else was written.
  private static func interrupted(isDecided: Bool, _ statement: Statement) throws -> (disk: MemoryDisk, state: [String]) {
    let (disk, counted) = (MemoryDisk(), MemoryDisk())
    let (table, other) = (try made(disk), try made(counted))
    for statement in statements.prefix(2) {
      try statement(table)
      try statement(other)
    }
    let before = state(table)
    counted.inject(DiskFaults())
    try statement(other)
    // From the end on: the first state in which a table is prepared and has no note.
    for last in (1...counted.changeCount).reversed() {
      let copy = try copy(disk)
      let table = try loaded(copy)
      copy.inject(DiskFaults(lastChange: last))
      do { try statement(table) } catch is KernelError {}
      copy.losePower()
      let alone = try Self.copy(copy)
      try alone.removeTree("/data/first")
      do { _ = try load(places[2], alone, StoredTables()) } catch is KernelError {
        let found = state(try loaded(try Self.copy(copy)))
        if found == (isDecided ? state(other) : before) { return (copy, found) }
      }
    }
    throw KernelError.value("no change was interrupted there")
  }

  private static func message(_ body: () throws -> Void) -> String {
    do { try body() } catch let error as KernelError { return error.text } catch { return "\(error)" }
    return ""
  }

  @Test(arguments: [true, false]) func aPreparedTableNeedsTheOneThatDecided(isDecided: Bool) throws {
    for statement in [Self.statements[4], Self.statements[6], Self.statements[7]] {
      let (disk, state) = try Self.interrupted(isDecided: isDecided, statement)
      let last = Self.places[2]

      let gone = try Self.copy(disk)
      let kept = try gone.contents(of: "/data/first/a.tbl")
      try gone.remove("/data/first/a.tbl")
      let text = Self.message { _ = try Self.load(last, gone, StoredTables()) }
      #expect(
        text == "The MVCC table c in /data/others cannot be opened: its last change was interrupted, and whether it took place is known to the MVCC table a, which is not in /data/first any more", "\(text)")
      // Nothing was lost.
      try gone.write(kept, to: "/data/first/a.tbl")
      #expect(Self.state(try Self.loaded(gone, order: [2, 1, 0])) == state)

      // Another table of that name does not know.
      let other = try Self.copy(disk)
      try other.removeTree("/data/first")
      _ = try TableStore.makeTable(
        try TableSnapshot(names: ["x"], columns: [try Self.numbers(.int, [1])]), TableStore.Rules(withoutNulls: [], defaultValues: []), in: "/data/first", name: "a", on: other, identity: 99,
        among: StoredTables())
      #expect(Self.message { _ = try Self.load(last, other, StoredTables()) }.contains("is not in /data/first any more"))

      // Moved together, and alone.
      let moved = try Self.copy(disk, into: "/elsewhere")
      let tables = StoredTables()
      let place: Place = ("/elsewhere/data/others", "c", 13)
      #expect(StoredTableTests.state(try Self.load(place, moved, tables)) == state[2])
      let apart = try Self.copy(disk, into: "/elsewhere")
      try apart.makeDirectories("/data/first/a")
      for name in try apart.list("/elsewhere/data/first/a") { try apart.write(try apart.contents(of: "/elsewhere/data/first/a/" + name), to: "/data/first/a/" + name) }
      for name in ["a.tbl", "a.sym"] { try apart.write(try apart.contents(of: "/elsewhere/data/first/" + name), to: "/data/first/" + name) }
      try apart.removeTree("/elsewhere/data/first")
      let lost = MemoryDisk()
      try Self.add(apart, "/elsewhere", to: lost, "/elsewhere")
      let both = Self.message { _ = try Self.load(place, lost, StoredTables()) }
      #expect(both.contains("which is neither in /elsewhere/data/first nor in /data/first any more"), "\(both)")
      #expect(StoredTableTests.state(try Self.load(place, apart, StoredTables())) == state[2])
    }
  }

  /// The table that decided is open in this process, or in another one.
  @Test(arguments: [true, false]) func aTableThatIsOpenIsAsked(isDecided: Bool) throws {
    let (disk, state) = try Self.interrupted(isDecided: isDecided, Self.statements[4])
    let tables = StoredTables()
    let coordinator = try Self.load(Self.places[0], disk, tables)
    // It has forgotten nothing when its log has become files.
    try coordinator.update(.update) { $0.columns[3] = try Self.texts(.string, (0..<$0.rowCount).map { "other \($0)" }) }
    let copy = try Self.copy(disk)
    #expect(StoredTableTests.state(try Self.load(Self.places[2], disk, tables)) == state[2])
    let locked = try copy.lock("/data/first/a/lock")
    withExtendedLifetime(locked) {
      do { #expect(StoredTableTests.state(try Self.load(Self.places[2], copy, StoredTables())) == state[2]) } catch { Issue.record(error) }
    }
  }

  /// Every byte of every file is changed in turn, of tables of which one has yet to ask another. They are refused or are what they were.
  @Test(arguments: [true, false]) func aFlippedByteIsRefusedOrMeansNothing(isDecided: Bool) throws {
    let (disk, state) = try Self.interrupted(isDecided: isDecided, Self.statements[4])
    var (refused, paths) = (0, [String]())
    for folder in ["/data/first", "/data/first/a", "/data/others", "/data/others/c"] {
      paths += try disk.list(folder).filter { $0 != "lock" && !$0.hasPrefix("b") }.map { folder + "/" + $0 }.filter { try disk.status(of: $0)?.kind == .file }
    }
    for path in paths {
      let bytes = try disk.contents(of: path)
      for place in bytes.indices {
        let copy = try Self.copy(disk)
        try copy.open(path, .existing).write([bytes[place] ^ UInt8(1 << (place % 8))], at: place)
        for (part, table) in [(2, Self.places[2]), (0, Self.places[0])] {
          do {
            let found = StoredTableTests.state(try Self.load(table, copy, StoredTables()))
            if found != state[part] { Issue.record("byte \(place) of \(path): the table \(table.name) is wrong\n\(found)") }
          } catch let error as KernelError {
            refused += 1
            if !error.text.contains("/data/") { Issue.record("byte \(place) of \(path): \(error.text)") }
          }
        }
      }
    }
    #expect(refused > 1000)
  }
}
