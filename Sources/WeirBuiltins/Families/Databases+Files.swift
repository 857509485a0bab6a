import WeirRuntime
import WeirTables

// Whole tables and text files into databases on disk.
extension StandardCatalog {
  static let databaseFiles: [Builtin] = [
    Builtin(
      "saveTable(dbHandle, table, [tableName], [append=false], [compression=false])",
      summary: "Writes a table into a database as one without partitions, in place of the one that has its name or behind its rows; without `tableName` under the variable's name.",
      example: Example(
        "if (existsDatabase(\"dfs://weirExample\")) dropDatabase(\"dfs://weirExample\")\ndb = database(\"dfs://weirExample\", VALUE, 1..3)\nt = table(1 2 as id)\nsaveTable(db, t)\nsaveTable(db, t, `t, true)\nexec id from loadTable(db, `t)",
        gives: "[1,2,1,2]"), wantsArgumentNames: true
    ) { call in
      let database = try DatabasePaths.database(call, 0)
      let rows = try call.table(1).snapshot
      guard let name = call.has(2) && !call[2].isVoid ? try call.string(2) : call.argumentName(1) else { throw KernelError.arguments("saveTable: `tableName` is needed for a table without a name") }
      try call.session.databases.save(rows, as: name, in: database, appends: try call.bool(3, default: false))
      return .missing
    },
    Builtin(
      "savePartition(dbHandle, table, tableName, [compression=true])", summary: "Adds the rows of a table to a partitioned table of a database.",
      example: DatabaseExample.example(
        "savePartition(database(\"dfs://weirExample\"), table(1 3 as id, 7 8 as v), `pt)\nexec v from loadTable(\"dfs://weirExample\", `pt) where id = 3", gives: "[6,8]")
    ) { call in
      let database = try DatabasePaths.database(call, 0)
      let rows = try call.table(1).snapshot
      _ = try call.bool(3, default: true)
      try call.session.databases.table(try call.string(2), in: database).append(rows.columns)
      return .missing
    },
    Builtin(
      "saveDatabase(dbHandle)", summary: "Makes a database last, which those on disk do by themselves.",
      example: DatabaseExample.example("saveDatabase(database(\"dfs://weirExample\"))\nexistsDatabase(\"dfs://weirExample\")", gives: "true")
    ) { call in
      _ = try DatabasePaths.database(call, 0)
      return .missing
    },
    Builtin(
      "loadTextEx(dbHandle, [tableName], [partitionColumns], [filename], [delimiter], [schema], [skipRows=0], [transform], [sortColumns], [atomic=false], [arrayDelimiter], "
        + "[containHeader], [arrayMarker])",
      summary: "Reads a text file of records into a table of a database, which is made when it is not there; `transform` is a function of the records that were read.",
      example: DatabaseExample.example(
        "saveTextFile(\"id,v\\n1,7\\n3,8\\n\", \"/tmp/weirExample.csv\")\nt = loadTextEx(database(\"dfs://weirExample\"), `pt, `id, \"/tmp/weirExample.csv\")\nselect * from t where id = 3", gives: "id v\n-- -\n3  6\n3  8")
    ) { call in
      try DatabaseLoading.text(call)
    },
  ]
}

private enum DatabaseLoading {
  static func text(_ call: borrowing Call) throws -> Cell {
    guard let handle = call[0].databaseHandle else { throw call.expected(0, "a database") }
    let name = try call.string(1, default: "")
    let columns = call.has(2) && !call[2].isVoid ? try call.strings(2).filter { !$0.isEmpty } : []
    let rows = try records(call)
    if let scheme = handle.scheme {
      guard columns.count == 1 else { throw KernelError.arguments("a table in memory is partitioned by one column, got \(columns.count)") }
      let table = try PartitionedTable(scheme, like: rows, column: columns[0])
      try table.append(rows.snapshot.columns)
      return Cell(object: table, kind: .resource)
    }
    let database = try DatabasePaths.database(call, 0)
    guard !name.isEmpty else { throw KernelError.arguments("`tableName` is needed for a database on disk") }
    let table = try stored(call, database, name, columns, rows.snapshot)
    if let count = database.sequenceCount { try table.append(rows.snapshot.columns, inParts: count) } else { try table.append(rows.snapshot.columns) }
    return Cell(object: table, kind: .resource)
  }

  /// What the file holds, after the function that was given for it.
  private static func records(_ call: borrowing Call) throws -> Table {
    let read = try TextArguments.table(call, .loadTextEx)
    guard call.has(7), !call[7].isVoid else { return read }
    let made = try FunctionCall.apply(try call.function(7), call.session, .table(read))
    guard let table = made.table else { throw call.invalid(7, "must give a table, got \(ValueDescription.short(made))") }
    return table
  }

  private static func stored(_ call: borrowing Call, _ database: Database, _ name: String, _ columns: [String], _ shape: TableSnapshot) throws -> DatabaseTable {
    if database.tableNames.contains(name) { return try call.session.databases.table(name, in: database) }
    try DatabaseCreation.requirePlain(columns)
    guard columns.isEmpty == database.levels.isEmpty else { throw call.invalid(2, "must name the partition columns of \(database.directory)") }
    let sortColumns = call.has(8) && !call[8].isVoid ? try call.strings(8) : []
    return try call.session.databases.makeTable(name, try TableDefinition(shape: shape, partitionColumns: columns, sortColumns: sortColumns), in: database)
  }
}
