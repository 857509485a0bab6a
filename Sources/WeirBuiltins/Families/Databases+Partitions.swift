import WeirRuntime
import WeirTables

// Partitions of databases on disk, and what is known of them.
extension StandardCatalog {
  static let databasesAndPartitions: [Builtin] = [
    Builtin(
      "addValuePartitions(dbHandle, newValues, [level=0], [locations])",
      summary: "Adds values to a VALUE scheme; answers how many are new.",
      example: DatabaseExample.example("addValuePartitions(database(\"dfs://weirExample\"), 3 4 5)", gives: "2")
    ) { call in
      let database = try DatabasePaths.database(call, 0)
      return .int(try database.add(values: try call.vectorOrScalar(1), at: try call.int(2, default: 0)))
    },
    Builtin(
      "addRangePartitions(dbHandle, newRanges, [level=0], [locations])",
      summary: "Adds ranges behind the last one of a RANGE scheme: the first border is the last that there is; answers how many.",
      example: Example(
        "if (existsDatabase(\"dfs://weirExample\")) dropDatabase(\"dfs://weirExample\")\ndb = database(\"dfs://weirExample\", RANGE, 0 10 20)\nn = addRangePartitions(db, 20 30 40)\ndropDatabase(\"dfs://weirExample\")\nn",
        gives: "2")
    ) { call in
      let database = try DatabasePaths.database(call, 0)
      return .int(try database.add(borders: try call.vector(1), at: try call.int(2, default: 0)))
    },
    Builtin(
      "dropPartition(dbHandle, partitionPaths, [tableName], [forceDelete=false], [deleteSchema=false])",
      summary: "Removes the rows of partitions, given as paths such as \"/20180801/Key0\" or as values that lie in them; a tuple has values for each level.",
      example: DatabaseExample.example("dropPartition(database(\"dfs://weirExample\"), 2 3, `pt)\nselect * from example", gives: "id v\n-- -\n1  4")
    ) { call in
      try PartitionDropping.run(call)
      return .missing
    },
    Builtin(
      "getClusterDFSDatabases([includeSysDb])", aliases: ["getDFSDatabases"], summary: "The databases under the home directory.",
      example: DatabaseExample.example("\"dfs://weirExample\" in getClusterDFSDatabases()", gives: "true")
    ) { call in .vector(try StringVector(try call.session.databases.directories())) },
    Builtin(
      "getClusterDFSTables([includeSysTable])", summary: "The tables of the databases under the home directory.",
      example: DatabaseExample.example("\"dfs://weirExample/pt\" in getClusterDFSTables()", gives: "true")
    ) { call in
      let databases = call.session.databases
      return .vector(try StringVector(try databases.directories().flatMap { tablePaths(try databases.database($0)) }))
    },
    Builtin(
      "getDFSTablesByDatabase(directory)", summary: "The tables of a database on disk, each with the directory.",
      example: DatabaseExample.example("getDFSTablesByDatabase(\"dfs://weirExample\")", gives: "[\"dfs://weirExample/pt\"]")
    ) { call in .vector(try StringVector(tablePaths(try DatabasePaths.database(call, 0)))) },
    Builtin(
      "getTabletsMeta([chunkPath], [tableName], [diskUsage=false], [top=1024])",
      summary: "The partitions that have rows, with path, version and number of rows; `*`, `%` and `?` stand for any characters in `chunkPath`.",
      example: DatabaseExample.example("select dfsPath, rowNum from getTabletsMeta(\"/weirExample/%\", `pt)", gives: "dfsPath        rowNum\n-------------- ------\n/weirExample/1 1\n/weirExample/2 1\n/weirExample/3 1")
    ) { call in .table(try TabletListing.table(call)) },
    Builtin(
      "flushTSDBCache()", aliases: ["flushOLAPCache"], summary: "Does nothing: what was written to a table on disk is there when the statement ends.",
      example: Example("flushTSDBCache()\n1", gives: "1")
    ) { _ in .missing },
  ]

  private static func tablePaths(_ database: Database) -> [String] { database.tableNames.map { database.directory + "/" + $0 } }
}

private enum PartitionDropping {
  static func run(_ call: borrowing Call) throws {
    let database = try DatabasePaths.database(call, 0)
    let names = call.has(2) && !call[2].isVoid ? [try call.string(2)] : database.tableNames
    let tables = try names.map { try call.session.databases.table($0, in: database) }
    let conditions = try self.conditions(call)
    let paths = try conditions.map { try database.paths(with: $0) } ?? call.strings(1).map(path)
    for table in tables { try table.dropPartitions(paths) }
    guard try call.bool(4, default: false) else { return }
    guard database.tableNames.count == 1, let values = conditions?.first ?? nil, conditions?.dropFirst().allSatisfy({ $0 == nil }) ?? false else {
      throw KernelError.value("dropPartition: `deleteSchema` is for a database of one table, and values of its first level")
    }
    try database.removeValues(values)
  }

  /// Without the slash at its beginning.
  private static func path(_ text: String) -> String { text.split(separator: "/").joined(separator: "/") }

  /// Values for each level, nil for all of a level; nil when paths are given.
  private static func conditions(_ call: borrowing Call) throws -> [Vector?]? {
    if let tuple = call[1].tuple {
      return try (0..<tuple.count).map { index in
        let values = tuple.cell(at: index)
        if values.isVoid || values.isMissing { return nil }
        return try values.vector ?? Vector.repeating(values, count: 1)
      }
    }
    let values = try call.vectorOrScalar(1)
    if values.type.isLiteral, values.count > 0, (0..<values.count).allSatisfy({ values.text(at: $0).hasPrefix("/") }) { return nil }
    return [values]
  }
}

private enum TabletListing {
  static func table(_ call: borrowing Call) throws -> Table {
    let pattern = try call.string(0, default: "*")
    let wanted = call.has(1) && !call[1].isVoid ? try call.string(1) : nil
    let withBytes = try call.bool(2, default: false)
    let top = try call.int(3, default: 1024)
    let databases = call.session.databases
    var rows: [(chunk: String, listing: PartitionListing)] = []
    for directory in try databases.directories() {
      let database = try databases.database(directory)
      for name in database.tableNames where wanted == nil || wanted == name {
        for listing in try databases.table(name, in: database).listing(withBytes: withBytes) {
          let chunk = database.chunkPath + (listing.path.isEmpty ? "" : "/" + listing.path)
          if matches(Array(chunk.utf8)[...], Array(pattern.utf8)[...]) { rows.append((chunk, listing)) }
        }
      }
    }
    if top >= 0 { rows = Array(rows.prefix(top)) }
    return try table(rows, withBytes)
  }

  private static func table(_ rows: [(chunk: String, listing: PartitionListing)], _ withBytes: Bool) throws -> Table {
    let numbers = { (values: [Int]) throws in
      let column = try Vector.empty(.long, capacity: values.count)
      for value in values { try column.append(.long(Int64(value))) }
      return column
    }
    var names = ["dfsPath", "tableName", "version", "rowNum", "fileCount"]
    var columns: [Vector] = [
      try StringVector(rows.map(\.chunk)), try StringVector(rows.map(\.listing.table)), try numbers(rows.map(\.listing.version)),
      try numbers(rows.map(\.listing.rowCount)), try numbers(rows.map(\.listing.fileCount)),
    ]
    if withBytes {
      names.append("diskUsage")
      columns.append(try numbers(rows.map { $0.listing.byteCount ?? 0 }))
    }
    return try Table(names: names, columns: columns)
  }

  /// `*` and `%` stand for any characters, `?` for one.
  private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (row, sign) = (text.startIndex, pattern.startIndex)
    var retry: (row: Int, sign: Int)?
    while row < text.endIndex {
      if sign < pattern.endIndex, pattern[sign] == 42 || pattern[sign] == 37 {
        retry = (row, sign)
        sign += 1
      } else if sign < pattern.endIndex, pattern[sign] == text[row] || pattern[sign] == 63 {
        row += 1
        sign += 1
      } else if let last = retry {
        retry = (last.row + 1, last.sign)
        (row, sign) = (last.row + 1, last.sign + 1)
      } else {
        return false
      }
    }
    return pattern[sign...].allSatisfy { $0 == 42 || $0 == 37 }
  }
}
