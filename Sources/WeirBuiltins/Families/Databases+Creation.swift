import WeirRuntime
import WeirTables

/// What makes databases and tables, and opens them.
enum DatabaseCreation {
  // MARK: database

  static func database(_ call: borrowing Call) throws -> Cell {
    let directory = try call.string(0, default: "")
    let kind = try call.has(1) && !call[1].isVoid ? schemeKind(call) : nil
    guard !directory.isEmpty else { return try memory(call, kind) }
    try checkHints(call)
    let scheme = call.has(2) && !call[2].isVoid
    guard (kind != nil) == scheme else { throw KernelError.arguments("database: `partitionType` and `partitionScheme` belong together") }
    let levels = try kind.map { try self.levels(call, $0) } ?? []
    let sequence = kind == .sequence ? try sequenceCount(call, directory) : nil
    let engine = try word(call, 4)
    let atomicity = try word(call, 5)
    let database = try call.session.databases.make(directory, levels: levels, sequenceCount: sequence, engine: engine, atomicity: atomicity)
    try checkLocations(call, database)
    return Cell(object: DatabaseHandle(database), kind: .resource)
  }

  private enum SchemeKind: Equatable {
    case sequence, composite
    case plain(PartitionScheme.Kind)
  }

  /// The numbers of the constants `SEQ` and `COMPO`.
  private static let (sequenceType, compositeType) = (0, 4)

  private static func schemeKind(_ call: borrowing Call) throws -> SchemeKind {
    let number = try call.int(1)
    if number == sequenceType { return .sequence }
    if number == compositeType { return .composite }
    guard let kind = PartitionScheme.Kind(rawValue: number) else { throw call.invalid(1, "must be VALUE, RANGE, LIST, HASH, COMPO or SEQ") }
    return .plain(kind)
  }

  private static func memory(_ call: borrowing Call, _ kind: SchemeKind?) throws -> Cell {
    guard let kind, call.has(2) else { throw KernelError.arguments("database: a database in memory needs `partitionType` and `partitionScheme`") }
    switch kind {
    case .composite: throw KernelError.unsupported("Composite partitioning is not supported for in-memory tables.")
    case .sequence: throw KernelError.unsupported("SEQ is for databases on disk at a path of their own.")
    case .plain(let kind): return Cell(object: DatabaseHandle(try scheme(call, kind)), kind: .resource)
    }
  }

  private static func scheme(_ call: borrowing Call, _ kind: PartitionScheme.Kind) throws -> PartitionScheme {
    guard let scheme = call[2].vector else { throw call.expected(2, "a vector or tuple") }
    return try PartitionScheme(kind, scheme.sharingHeader())
  }

  private static func levels(_ call: borrowing Call, _ kind: SchemeKind) throws -> [PartitionScheme] {
    switch kind {
    case .sequence: return []
    case .plain(let kind): return [try scheme(call, kind)]
    case .composite:
      guard let handles = call[2].tuple, (2...3).contains(handles.count) else { throw call.expected(2, "a tuple of two or three handles made with database(, …)") }
      return try (0..<handles.count).map { index in
        guard let scheme = handles.cell(at: index).databaseHandle?.scheme else { throw call.expected(2, "a tuple of handles made with database(, …)") }
        return scheme
      }
    }
  }

  private static let sequenceMax = 65_536

  private static func sequenceCount(_ call: borrowing Call, _ directory: String) throws -> Int {
    guard !directory.hasPrefix("dfs://") else { throw KernelError.unsupported("SEQ is for databases on disk at a path of their own.") }
    let count = try call.int(2)
    guard (1...sequenceMax).contains(count) else { throw call.invalid(2, "must be 1 to \(sequenceMax) partitions, got \(count)") }
    return count
  }

  /// Nil where it is left out.
  private static func word(_ call: borrowing Call, _ index: Int) throws -> String? { call.has(index) && !call[index].isVoid ? try call.string(index) : nil }

  private static func checkHints(_ call: borrowing Call) throws {
    if let granularity = try word(call, 6), granularity.uppercased() != "TABLE" {
      throw KernelError.unsupported("database: partitions are locked table by table, `chunkGranularity` can only be TABLE, got \(granularity)")
    }
  }

  /// Partitions lie where the process runs; the list is looked at for its length only.
  private static func checkLocations(_ call: borrowing Call, _ database: Database) throws {
    guard call.has(3), !call[3].isVoid else { return }
    let count = try call.vector(3).count
    let partitions = database.levels.reduce(1) { $0 * $1.scheme.count }
    guard count == partitions else { throw call.invalid(3, "must name a place for each of the \(partitions) partitions, got \(count)") }
  }

  // MARK: Tables

  static func partitionedTable(_ call: borrowing Call) throws -> Cell {
    guard let handle = call[0].databaseHandle else { throw call.expected(0, "a database") }
    let columns = call.has(3) && !call[3].isVoid ? try call.strings(3) : []
    if let scheme = handle.scheme {
      guard columns.count == 1 else { throw KernelError.arguments("createPartitionedTable: a table in memory is partitioned by one column, got \(columns.count)") }
      return Cell(object: try partitioned(call, scheme, by: columns[0]), kind: .resource)
    }
    let database = try DatabasePaths.database(call, 0)
    guard database.sequenceCount == nil else { throw KernelError.unsupported("createPartitionedTable: a SEQ database is filled by loadTextEx") }
    guard !database.levels.isEmpty else { throw KernelError.unsupported("createPartitionedTable: \(database.directory) has no partitions, use createTable or saveTable") }
    guard !columns.isEmpty else { throw KernelError.arguments("createPartitionedTable: `partitionColumns` is needed for a table on disk") }
    try requirePlain(columns)
    return try make(call, database, columns, sort: 5, encryption: 12)
  }

  /// - Throws: `.unsupported` for a function over a column.
  static func requirePlain(_ columns: [String]) throws {
    for column in columns where column.contains("(") { throw KernelError.unsupported("partitions by a function of a column, such as `\(column)`, cannot be made yet") }
  }

  static func dimensionTable(_ call: borrowing Call) throws -> Cell {
    guard call[0].databaseHandle != nil else { throw call.expected(0, "a database") }
    return try make(call, try DatabasePaths.database(call, 0), [], sort: 4, encryption: 9)
  }

  private static func make(_ call: borrowing Call, _ database: Database, _ columns: [String], sort: Int, encryption: Int) throws -> Cell {
    if call.has(encryption), !call[encryption].isVoid, try call.string(encryption).lowercased() != "plaintext" {
      throw KernelError.unsupported("\(call.name): tables on disk are not encrypted, `encryptMode` can only be plaintext")
    }
    let template = try call.table(1).snapshot
    let sortColumns = call.has(sort) && !call[sort].isVoid ? try call.strings(sort) : []
    let definition = try TableDefinition(shape: template, partitionColumns: columns, sortColumns: sortColumns, duplicates: try duplicates(call, sort + 1))
    return Cell(object: try call.session.databases.makeTable(try call.string(2), definition, in: database), kind: .resource)
  }

  /// The constants FIRST, LAST and ALL, or their names.
  static func duplicates(_ call: borrowing Call, _ index: Int) throws -> DuplicatePolicy {
    guard call.has(index), !call[index].isVoid else { return .all }
    guard let policy = DuplicatePolicy(designator: call[index]) else { throw call.invalid(index, "must be ALL, LAST or FIRST") }
    return policy
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

  // MARK: loadTable

  static func load(_ call: borrowing Call) throws -> Cell {
    let database = try DatabasePaths.database(call, 0)
    let table = try call.session.databases.table(try call.string(1), in: database)
    let wantsSome = call.has(2) && !call[2].isVoid
    guard try wantsSome || call.bool(3, default: false) else { return Cell(object: table, kind: .resource) }
    guard !database.directory.hasPrefix("dfs://") else {
      throw KernelError.unsupported("loadTable: `partitions` and `memoryMode` are for local databases; a query with conditions loads some partitions of \(database.directory)")
    }
    let paths = wantsSome ? try database.paths(with: [try call.vectorOrScalar(2)]) : nil
    if paths == nil, let scheme = database.levels.first?.scheme, database.levels.count == 1, let column = table.definition.partitionColumns.first {
      let memory = try PartitionedTable(scheme, like: Table(try table.columnShape()), column: column)
      try memory.append(try table.rows(in: nil).columns)
      return Cell(object: memory, kind: .resource)
    }
    return .table(Table(try table.rows(in: paths)))
  }
}
