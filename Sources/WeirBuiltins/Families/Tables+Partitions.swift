import WeirRuntime
import WeirTables

// Tables in memory that are several tables.
extension StandardCatalog {
  static let tablesInPartitions: [Builtin] = [
    Builtin(
      "database([directory], [partitionType], [partitionScheme], [locations], [engine], [atomic])",
      summary: "The handle of a database; without `directory` its tables lie in memory, partitioned by VALUE, RANGE, LIST or HASH.",
      example: Example(
        "db = database(\"\", RANGE, 0 10 20)\npt = db.createPartitionedTable(table(1:0, `id`v, [INT, INT]), `pt, `id)\npt.append!(table(5 15 as id, 1 2 as v))\nselect * from pt where id > 10",
        gives: "id v\n-- -\n15 2"), body: database),
    Builtin(
      "createPartitionedTable(dbHandle, table, tableName, [partitionColumns], [compressMethods], [sortColumns], [keepDuplicates])",
      summary: "A table partitioned by a column as the database says; of a tuple of tables the one whose partitions they are.",
      example: Example("typestr(createPartitionedTable(database(\"\", HASH, [INT, 4]), table(1:0, `id`v, [INT, INT]), `pt, `id))", gives: "SEGMENTED IN-MEMORY TABLE"),
      body: createPartitionedTable),
    Builtin(
      "explainAccess(query)",
      summary: "Runs a query, given as metacode, and tells how it came to its rows: `access` is scan, keyLookup, prefixLookup or prefixRange.",
      example: Example("t = keyedTable(`id, 1 2 3 as id, 4 5 6 as v)\nexplainAccess(<select v from t where id = 2>)[`access]", gives: "keyLookup")
    ) { call in
      guard let code = call[0].code else { throw call.expected(0, "metacode") }
      let session = call.session
      let around = session.access
      session.access = AccessReport()
      defer { session.access = around }
      _ = try session.evaluate(code)
      let report = session.access ?? AccessReport()
      var entries = SchemaEntries()
      entries.add("access", .string(report.path.rawValue))
      entries.add("keysProbed", .int(report.keysProbed))
      entries.add("rowsScanned", .int(report.rowsScanned))
      entries.add("partitionsScanned", .int(report.partitionsScanned))
      return .dictionary(try entries.dictionary())
    },
    Builtin(
      "explain(query)",
      summary: "Runs a query, written out or given as metacode, and tells what it did: its steps with rows, time and memory, how rows were found, and how many partitions were read.",
      example: Example("t = table(1 2 3 as id)\nstrpos(explain(select id from t where id > 1), \"where id > 1\") > 0", gives: "true"), explainsQueries: true
    ) { call in
      guard let code = call[0].code else {
        guard let text = call[0].stringValue else { throw call.expected(0, "a query, written out or as metacode") }
        return .string(text)
      }
      let session = call.session
      return .string(try session.profiled { _ = try session.evaluate(code) })
    },
  ]

  private static func database(_ call: borrowing Call) throws -> Cell {
    let directory = try call.string(0, default: "")
    guard directory.isEmpty else { throw KernelError.unsupported("database: databases on disk, such as `\(directory)`, cannot be made yet") }
    guard call.has(1), call.has(2) else { throw KernelError.arguments("database: a database in memory needs `partitionType` and `partitionScheme`") }
    let number = try call.int(1)
    guard let kind = PartitionScheme.Kind(rawValue: number) else {
      throw number == compositeType
        ? KernelError.unsupported("Composite partitioning is not supported for in-memory tables.") : call.invalid(1, "must be VALUE, RANGE, LIST or HASH")
    }
    guard let scheme = call[2].vector else { throw call.expected(2, "a vector or tuple") }
    return Cell(object: DatabaseHandle(try PartitionScheme(kind, scheme.sharingHeader())), kind: .resource)
  }

  /// The number of the constant `COMPO`.
  private static let compositeType = 4


  private static func createPartitionedTable(_ call: borrowing Call) throws -> Cell {
    guard let database = call[0].databaseHandle else { throw call.expected(0, "a database") }
    let columns = call.has(3) ? try call.strings(3) : []
    guard columns.count == 1 else { throw KernelError.arguments("createPartitionedTable: a table in memory is partitioned by one column, got \(columns.count)") }
    return Cell(object: try partitioned(call, database.scheme, by: columns[0]), kind: .resource)
  }

  private static func partitioned(_ call: borrowing Call, _ scheme: PartitionScheme, by column: String) throws -> PartitionedTable {
    guard let tuple = call[1].tuple else {
      let template = try call.table(1)
      guard !template.kind.isStream, template.kind != .multiVersion else {
        throw KernelError.value("The number of tables must equal the number of partitions.")
      }
      return try PartitionedTable(scheme, like: template, column: column)
    }
    let tables = try (0..<tuple.count).map { place in
      guard let table = tuple.cell(at: place).table else { throw call.expected(1, "a table or a tuple of tables") }
      return table
    }
    return try PartitionedTable(scheme, parts: tables, column: column)
  }

  // MARK: schema

  static func schemeEntries(_ scheme: PartitionScheme) throws -> SchemaEntries {
    var entries = SchemaEntries()
    entries.add("partitionType", .int(scheme.kind.rawValue))
    entries.add("partitionTypeName", .string(scheme.kind.name))
    entries.add("partitionSchema", .vector(scheme.given.sharingHeader()))
    entries.add("partitionSites", .void)
    return entries
  }

  static func partitionedSchema(_ table: PartitionedTable) throws -> DictionaryObject {
    let shape = try table.shape()
    var entries = try schemeEntries(table.scheme)
    entries.add("chunkPath", .void)
    entries.add("colDefs", .table(try columnDefinitions(shape)))
    entries.add("partitionColumnName", .string(table.columnName))
    entries.add("partitionColumnIndex", .int(shape.columnIndex(table.columnName) ?? -1))
    if let key = shape.key { entries.add("keyColumn", .vector(try StringVector(key.columns))) }
    return try entries.dictionary()
  }
}

/// Entries of a dictionary that describes something.
struct SchemaEntries {
  private var names: [String] = []
  private let values = AnyVector(capacity: 8)

  mutating func add(_ name: String, _ value: consuming Cell) {
    names.append(name)
    values.push(value)
  }

  func dictionary() throws -> DictionaryObject { try DictionaryObject(keys: try StringVector(names), values: values) }
}
