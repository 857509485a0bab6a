import Testing
import WeirHost
import WeirRuntime

import WeirTables

/// Databases on disk: what is left after a crash, a full disk, and bytes that changed.
@Suite struct DatabaseTests {
  private static let directory = "dfs://stock"

  private static func catalog(_ disk: any Disk) -> DatabaseCatalog { DatabaseCatalog(DatabaseHome("/home/weir", on: disk)) }

  private static func ints(_ values: [Int]) throws -> Vector {
    let vector = try Vector.empty(.int)
    for value in values { try vector.append(.int(value)) }
    return vector
  }

  private static func rows(_ ids: [Int], _ values: [Int]) throws -> [Vector] { [try ints(ids), try ints(values), try StringVector(values.map { "text \($0)" })] }

  /// A table of three partitions, the rows of which came with two writes.
  private static func make(on disk: any Disk, sortColumns: [String] = []) throws -> DatabaseTable {
    let catalog = catalog(disk)
    let engine = sortColumns.isEmpty ? "OLAP" : "TSDB"
    let database = try catalog.make(directory, levels: [PartitionScheme(.value, ints([1, 2, 3]))], engine: engine)
    let shape = try TableSnapshot(names: ["id", "v", "text"], columns: rows([], []))
    let table = try catalog.makeTable("pt", TableDefinition(shape: shape, partitionColumns: ["id"], sortColumns: sortColumns), in: database)
    try table.append(rows([1, 2, 3, 1], [10, 20, 30, 11]))
    try table.append(rows([3, 2], [31, 21]))
    return table
  }

  private static func open(on disk: any Disk) throws -> DatabaseTable {
    let catalog = catalog(disk)
    return try catalog.table("pt", in: try catalog.database(directory))
  }

  /// All rows as text, and the names of the columns.
  private static func contents(_ table: DatabaseTable) throws -> String {
    let rows = try table.rows(in: nil)
    let lines = (0..<rows.rowCount).map { row in rows.columns.map { $0.cell(at: row).text }.joined(separator: ",") }
    return ([rows.names.joined(separator: ",")] + lines).joined(separator: "\n")
  }

  /// Changes of all kinds, each over several partitions.
  private static let changes: [@Sendable (DatabaseTable) throws -> Void] = [
    { try $0.append(rows([3, 1, 2, 1], [32, 12, 22, 13])) },
    { try $0.append(rows([7, 1], [70, 14])) },
    { try $0.append([ints([8, 9, 8])]) },
    { table in
      try table.update(.update, choosing: { $0.all }) { snapshot in
        snapshot.columns[1] = try ints((0..<snapshot.rowCount).map { 100 + $0 })
        return nil
      }
    },
    // Rows change places with others, come to a partition that nobody touches, and to one that is new.
    { table in
      try table.update(.moveRows, choosing: { Array($0.all.dropLast()) }) { snapshot in
        snapshot.columns[0] = try ints((0..<snapshot.rowCount).map { [2, 1, 3, 9, 2][$0 % 5] })
        return nil
      }
    },
    { table in try table.update(.delete, choosing: { $0.all }) { snapshot in (0..<snapshot.rowCount).filter { $0 % 2 == 0 } } },
    { table in _ = try table.upsert(rows([1, 3, 2], [11, 33, 21]), keyColumns: ["v"], ignoresNull: false, sortColumns: [], by: "upsert!") },
    { try $0.addColumns(["w"], like: [ints([])]) },
    { try $0.dropColumns(["v"], by: "dropColumns!") },
    { try $0.rename([(old: "v", new: "w")]) },
    { try $0.truncate() },
    { try $0.dropPartitions(["1", "3"]) },
  ]

  @Test(arguments: changes.indices, [[String](), ["v"]])
  func crashesLeaveTheOldRowsOrTheNew(change: Int, sortColumns: [String]) throws {
    let change = DatabaseTests.changes[change]
    let example = try DatabaseTests.make(on: MemoryDisk(), sortColumns: sortColumns)
    let before = try DatabaseTests.contents(example)
    do { try change(example) } catch let error as KernelError where error.text.contains("sort column") { return }
    let after = try DatabaseTests.contents(example)
    #expect(before != after)
    var seen: Set<String> = []
    for step in 1... {
      let memory = MemoryDisk()
      try autoreleased { _ = try DatabaseTests.make(on: memory, sortColumns: sortColumns) }
      memory.inject(DiskFaults(lastChange: step))
      var isDone = false
      do {
        try change(try DatabaseTests.open(on: memory))
        isDone = true
      } catch let error as KernelError { #expect(error.kind == .io, "\(error.text)") }
      memory.losePower(seed: UInt64(step))
      let left = try DatabaseTests.contents(try DatabaseTests.open(on: memory))
      seen.insert(left)
      #expect(left == before || left == after, "step \(step) left \(left)")
      guard !isDone else {
        #expect(left == after)
        break
      }
    }
    #expect(seen == [before, after])
  }

  /// A call that fails and leaves the process running: the table goes on with what is on disk.
  @Test(arguments: changes.indices)
  func refusedCallsLeaveTheTableWhole(change: Int) throws {
    let change = DatabaseTests.changes[change]
    let example = try DatabaseTests.make(on: MemoryDisk())
    let before = try DatabaseTests.contents(example)
    try change(example)
    let after = try DatabaseTests.contents(example)
    for step in 1... {
      let memory = MemoryDisk()
      try autoreleased { _ = try DatabaseTests.make(on: memory) }
      let table = try DatabaseTests.open(on: memory)
      memory.inject(DiskFaults(failingChange: step))
      var isDone = false
      do {
        try change(table)
        isDone = true
      } catch let error as KernelError { #expect(error.kind == .io, "\(error.text)") }
      memory.inject(DiskFaults())
      let left = try DatabaseTests.contents(table)
      #expect(left == (isDone ? after : before), "step \(step) left \(left)")
      // What others read is the same.
      #expect(try DatabaseTests.contents(DatabaseTable(opening: 1, in: table.database)) == left)
      try table.append(table.rows(in: nil).columns)
      guard !isDone else { break }
    }
  }

  /// Runs `body`, and what it made is gone afterwards: the home directory is free.
  private func autoreleased(_ body: () throws -> Void) throws { try body() }

  @Test func changedBytesAreFound() throws {
    let memory = MemoryDisk()
    try autoreleased { _ = try DatabaseTests.make(on: memory) }
    let expected = try DatabaseTests.contents(try DatabaseTests.open(on: memory))
    var files: [String] = []
    func collect(_ directory: String) throws {
      for name in try memory.list(directory) {
        let path = FilePath.join(directory, name)
        if try memory.status(of: path)?.kind == .directory { try collect(path) } else if name != "lock" { files.append(path) }
      }
    }
    try collect("/home/weir")
    #expect(files.count >= 8)
    for path in files {
      let bytes = try memory.contents(of: path)
      for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
        var changed = bytes
        changed[place] ^= 0x41
        try memory.write(changed, to: path)
        do {
          let found = try DatabaseTests.contents(try DatabaseTests.open(on: memory))
          // Bytes between the sections of a file mean nothing.
          #expect(found == expected, "\(path) at \(place)")
        } catch let error as KernelError {
          #expect(error.kind == .io && error.text.contains(path), "\(path) at \(place): \(error.text)")
        }
      }
      try memory.write(bytes, to: path)
    }
  }

  @Test func aHomeBelongsToOneProcess() throws {
    let memory = MemoryDisk()
    let first = DatabaseTests.catalog(memory)
    _ = try first.make(DatabaseTests.directory, levels: [PartitionScheme(.value, DatabaseTests.ints([1]))])
    let error = #expect(throws: KernelError.self) { try DatabaseTests.catalog(memory).exists(DatabaseTests.directory) }
    #expect(error?.text.contains("uses the home directory '/home/weir'") == true)
    let reader = DatabaseCatalog(DatabaseHome("/home/weir", on: memory, isReadOnly: true))
    #expect(try reader.exists(DatabaseTests.directory))
    #expect(throws: KernelError.self) { try reader.drop(DatabaseTests.directory) }
    #expect(try first.exists(DatabaseTests.directory))
  }

  /// A file that another process has removed is no damage to who only reads: what has taken its place is there.
  @Test func aReaderGoesOnWithWhatIsThere() throws {
    let memory = MemoryDisk()
    let table = try DatabaseTests.make(on: memory)
    let catalog = DatabaseCatalog(DatabaseHome("/home/weir", on: memory, isReadOnly: true))
    let reader = try catalog.table("pt", in: try catalog.database(DatabaseTests.directory))
    let view = try reader.partitions()
    try table.update(.delete, choosing: { $0.all }) { snapshot in Array(0..<snapshot.rowCount - 1) }
    let error = #expect(throws: KernelError.self) { try view.open(2).column(1) }
    #expect(error?.isPassing == true)
    #expect(try DatabaseTests.contents(reader) == DatabaseTests.contents(table))
  }

  /// However small the writes are, a partition has few files, and no file stays that nobody needs.
  @Test func smallWritesAreMerged() throws {
    let memory = MemoryDisk()
    let table = try DatabaseTests.make(on: memory)
    for value in 0..<300 { try table.append(DatabaseTests.rows([1], [value])) }
    let listing = try table.listing(withBytes: false)[0]
    #expect(listing.rowCount == 302)
    // The partition column needs none.
    #expect(listing.fileCount <= 2 * 9)
    let folder = "/home/weir/dfs/stock/1/1.table"
    #expect(try memory.list(folder).count == listing.fileCount)
    let values = try table.rows(in: ["1"]).columns[1]
    #expect((0..<300).allSatisfy { values.cell(at: $0 + 2).rawInteger == Int64($0) })
  }

  /// A reader keeps what it opened, and its files go after it.
  @Test func readersKeepTheirRows() throws {
    let memory = MemoryDisk()
    let table = try DatabaseTests.make(on: memory)
    let folder = "/home/weir/dfs/stock/2/1.table"
    var view: (any PartitionView)? = try table.partitions()
    try table.update(.delete, choosing: { $0.all }) { _ in [] }
    #expect(try table.partitions().count == 0)
    #expect(try view?.open(1).column(1).cell(at: 0).rawInteger == 20)
    #expect(try !memory.list(folder).isEmpty)
    view = nil
    #expect(try memory.list(folder).isEmpty)
  }

  // MARK: Configuration

  @Test(arguments: NewValuePolicy.allCases)
  func newValuesAreAddedSkippedOrRefused(policy: NewValuePolicy) throws {
    let catalog = DatabaseCatalog(DatabaseHome("/home/weir", on: MemoryDisk(), newValues: policy))
    let database = try catalog.make(DatabaseTests.directory, levels: [PartitionScheme(.value, DatabaseTests.ints([1, 2]))])
    let shape = try TableSnapshot(names: ["id", "v", "text"], columns: DatabaseTests.rows([], []))
    let table = try catalog.makeTable("pt", TableDefinition(shape: shape, partitionColumns: ["id"]), in: database)
    switch policy {
    case .add:
      #expect(try table.append(DatabaseTests.rows([2, 9], [1, 2])) == 2)
      #expect(database.levels[0].labels == ["1", "2", "9"])
    case .skip:
      #expect(try table.append(DatabaseTests.rows([2, 9], [1, 2])) == 1)
    case .fail:
      let error = #expect(throws: KernelError.self) { try table.append(DatabaseTests.rows([2, 9], [1, 2])) }
      #expect(error?.text.hasSuffix("RefId:S01016") == true)
      #expect(try table.rows(in: nil).rowCount == 0)
    }
  }

  @Test func theConfigurationIsRead() throws {
    let disk = MemoryDisk()
    try disk.write(Array("# a server's\nmaxMemSize=8\n newValuePartitionPolicy = skip # here\n".utf8), to: "/weir.cfg")
    let text = String(decoding: try disk.contents(of: "/weir.cfg"), as: UTF8.self)
    #expect(try Configuration(text, path: "weir.cfg").newValues == .skip)
    #expect(try Configuration(text, path: "weir.cfg").values["maxMemSize"] == "8")
    let site = Site(settings: SiteSettings(configuration: try Configuration("localSite=192.168.1.135:18102:node1", path: "weir.cfg")))
    #expect(site.alias == "node1" && site.names.isSuperset(of: ["node1", "192.168.1.135:18102", "localhost:8848"]))
    for word in ["", "host", "host:1", "host:port:node", "host:0:node", "a:1:b:c"] {
      #expect(throws: KernelError.self) { try Configuration("localSite=\(word)", path: "weir.cfg") }
    }
    #expect(throws: KernelError.self) { try Configuration("newValuePartitionPolicy=none", path: "weir.cfg") }
    #expect(throws: KernelError.self) { try Configuration("\nnothing\n", path: "weir.cfg") }
  }
}
