import WeirRuntime
import WeirTables

// Databases: how rows are told apart, in memory and on disk, and the tables in them.
extension StandardCatalog {
  static let databases: [Builtin] = databasesAndPartitions + databaseFiles + [
    Builtin(
      "database([directory], [partitionType], [partitionScheme], [locations], [engine], [atomic], [chunkGranularity])",
      summary: "The handle of a database: on disk under dfs://name or at a path, or without `directory` in memory; partitioned by VALUE, RANGE, LIST, HASH or COMPO of handles.",
      example: Example(
        "db = database(\"\", RANGE, 0 10 20)\npt = db.createPartitionedTable(table(1:0, `id`v, [INT, INT]), `pt, `id)\npt.append!(table(5 15 as id, 1 2 as v))\nselect * from pt where id > 10",
        gives: "id v\n-- -\n15 2")) { try DatabaseCreation.database($0) },
    Builtin(
      "createPartitionedTable(dbHandle, table, tableName, [partitionColumns], [compressMethods], [sortColumns], [keepDuplicates], [sortKeyMappingFunction], "
        + "[softDelete], [indexes], [latestKeyCache], [compressHashSortKey], [encryptMode])",
      summary: "An empty table with the columns of `table`, partitioned as the database says; in memory of a tuple of tables the one whose partitions they are.",
      example: Example("typestr(createPartitionedTable(database(\"\", HASH, [INT, 4]), table(1:0, `id`v, [INT, INT]), `pt, `id))", gives: "SEGMENTED IN-MEMORY TABLE")
    ) { try DatabaseCreation.partitionedTable($0) },
    Builtin(
      "createDimensionTable(dbHandle, table, tableName, [compressMethods], [sortColumns], [keepDuplicates], [sortKeyMappingFunction], [softDelete], [indexes], [encryptMode])",
      aliases: ["createTable"], summary: "An empty table in a database on disk, without partitions.",
      example: Example(
        "db = database(\"dfs://weirExample\", VALUE, 1..3)\ndt = createDimensionTable(db, table(1:0, `id`v, [INT, INT]), `dt)\ndt.append!(table(1 2 as id, 3 4 as v))\nt = select * from dt\ndropDatabase(\"dfs://weirExample\")\nt",
        gives: "id v\n-- -\n1  3\n2  4")
    ) { try DatabaseCreation.dimensionTable($0) },
    Builtin(
      "loadTable(database, tableName, [partitions], [memoryMode=false])",
      summary: "A table of a database on disk, given by its handle or directory; with `memoryMode` or `partitions` its rows in memory.",
      example: DatabaseExample.example("select v from loadTable(\"dfs://weirExample\", `pt) where id = 2", gives: "v\n-\n5")
    ) { try DatabaseCreation.load($0) },
    Builtin(
      "existsDatabase(dbUrl)", summary: "Whether there is a database on disk.", example: Example("existsDatabase(\"dfs://weirExampleOfNone\")", gives: "false")
    ) { call in .bool(try call.session.databases.exists(try call.string(0))) },
    Builtin(
      "existsTable(dbUrl, tableName)", summary: "Whether a database on disk has a table; behind the directory the path of a partition may stand.",
      example: DatabaseExample.example("existsTable(\"dfs://weirExample\", `pt)", gives: "true")
    ) { call in
      guard let (database, _) = try DatabasePaths.split(try call.string(0), call) else { return .bool(false) }
      return .bool(database.tableNames.contains(try call.string(1)))
    },
    Builtin(
      "existsPartition(partitionUrl, [tableName])", summary: "Whether a table on disk has rows in a partition, given as directory and path.",
      example: DatabaseExample.example("existsPartition(\"dfs://weirExample/2\", `pt)", gives: "true")
    ) { call in
      guard let (database, path) = try DatabasePaths.split(try call.string(0), call), !path.isEmpty, call.has(1), !call[1].isVoid else { return .bool(false) }
      let name = try call.string(1)
      guard database.tableNames.contains(name) else { return .bool(false) }
      return .bool(try call.session.databases.table(name, in: database).hasPartition(path))
    },
    Builtin(
      "getTables(dbHandle)", summary: "The names of the tables of a database on disk.",
      example: DatabaseExample.example("getTables(database(\"dfs://weirExample\"))", gives: "[\"pt\"]")
    ) { call in .vector(try StringVector(try DatabasePaths.database(call, 0).tableNames)) },
    Builtin(
      "dropDatabase(dbDir)", aliases: ["dropDB"], summary: "Removes a database on disk with all its tables; their files go once nobody reads them.",
      example: DatabaseExample.example("dropDatabase(\"dfs://weirExample\")\nexistsDatabase(\"dfs://weirExample\")", gives: "false")
    ) { call in
      try call.session.databases.drop(try call.string(0))
      return .missing
    },
    Builtin(
      "dropTable(dbHandle, tableName)", summary: "Removes a table of a database on disk; its files go once nobody reads them.",
      example: DatabaseExample.example("db = database(\"dfs://weirExample\")\ndropTable(db, `pt)\nexistsTable(\"dfs://weirExample\", `pt)", gives: "false")
    ) { call in
      try call.session.databases.dropTable(try call.string(1), in: try DatabasePaths.database(call, 0))
      return .missing
    },
    Builtin(
      "truncate(dbUrl, tableName)", summary: "Removes all rows of a table on disk.",
      example: DatabaseExample.example("truncate(\"dfs://weirExample\", `pt)\nselect count(*) from loadTable(\"dfs://weirExample\", `pt)", gives: "count\n-----\n0")
    ) { call in
      try call.session.databases.table(try call.string(1), in: try DatabasePaths.database(call, 0)).truncate()
      return .missing
    },
    Builtin(
      "renameTable(dbHandle, tableName, newTableName)", summary: "Another name for a table on disk.",
      example: DatabaseExample.example("db = database(\"dfs://weirExample\")\nrenameTable(db, `pt, `trades)\ngetTables(db)", gives: "[\"trades\"]")
    ) { call in
      let database = try DatabasePaths.database(call, 0)
      return Cell(object: try call.session.databases.renameTable(try call.string(1), to: try call.string(2), in: database), kind: .resource)
    },
  ]
}

/// An example with a table of its own.
enum DatabaseExample {
  static func example(_ script: String, gives result: String) -> Example {
    Example(
      """
      if (existsDatabase("dfs://weirExample")) dropDatabase("dfs://weirExample")
      example = database("dfs://weirExample", VALUE, 1..3).createPartitionedTable(table(1:0, `id`v, [INT, INT]), `pt, `id)
      example.append!(table(1 2 3 as id, 4 5 6 as v))
      \(script)
      """, gives: result)
  }
}

/// Databases as arguments name them.
enum DatabasePaths {
  /// A database on disk: its handle, or its directory.
  static func database(_ call: borrowing Call, _ index: Int) throws -> Database {
    if let handle = call[index].databaseHandle {
      guard let database = handle.database else { throw call.expected(index, "a database on disk") }
      return database
    }
    return try call.session.databases.database(try call.string(index))
  }

  /// The database that a path begins with, and the path of a partition that follows; nil when there is none.
  static func split(_ text: String, _ call: borrowing Call) throws -> (Database, path: String)? {
    let databases = call.session.databases
    var words = text.split(separator: "/", omittingEmptySubsequences: false)
    var rest: [Substring] = []
    while words.count >= 3 || !text.hasPrefix("dfs://") && !words.isEmpty {
      let directory = words.joined(separator: "/")
      if directory.isEmpty || directory == "dfs://" { return nil }
      if try databases.exists(directory) { return (try databases.database(directory), rest.filter { !$0.isEmpty }.joined(separator: "/")) }
      rest.insert(words.removeLast(), at: 0)
    }
    return nil
  }
}
