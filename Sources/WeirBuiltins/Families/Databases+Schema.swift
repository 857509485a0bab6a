import WeirRuntime
import WeirTables

/// What `schema` tells of databases and tables on disk.
enum DatabaseSchema {
  static func dictionary(_ database: Database) throws -> DictionaryObject {
    var entries = SchemaEntries()
    entries.add("databaseDir", .string(database.directory))
    try addLevels(database, &entries)
    entries.add("engineType", .string(database.engine))
    entries.add("atomic", .string(database.atomicity))
    entries.add("chunkGranularity", .string("TABLE"))
    return try entries.dictionary()
  }

  static func dictionary(_ table: DatabaseTable) throws -> DictionaryObject {
    let definition = table.definition
    let shape = try table.columnShape()
    var entries = SchemaEntries()
    entries.add("engineType", .string(table.database.engine))
    if !definition.sortColumns.isEmpty {
      entries.add("keepDuplicates", .string(definition.duplicates.name))
      entries.add("sortColumns", .vector(try StringVector(definition.sortColumns)))
    }
    entries.add("chunkGranularity", .string("TABLE"))
    entries.add("dbUrl", .string(table.database.directory))
    entries.add("tableName", .string(table.name ?? ""))
    entries.add("tableComment", .string(definition.comment))
    entries.add("chunkPath", .void)
    entries.add("colDefs", .table(try StandardCatalog.columnDefinitions(shape, comments: definition.columns.map(\.comment))))
    guard !definition.partitionColumns.isEmpty else {
      entries.add("partitionColumnIndex", .int(-1))
      return try entries.dictionary()
    }
    let places = definition.partitionColumns.map { shape.columnIndex($0) ?? -1 }
    entries.add("partitionColumnIndex", try numbers(places))
    entries.add("partitionColumnName", definition.partitionColumns.count == 1 ? .string(definition.partitionColumns[0]) : .vector(try StringVector(definition.partitionColumns)))
    try addLevels(table.database, &entries)
    return try entries.dictionary()
  }

  /// One value for one level, a vector or tuple for several.
  private static func addLevels(_ database: Database, _ entries: inout SchemaEntries) throws {
    let schemes = database.levels.map(\.scheme)
    guard !schemes.isEmpty else { return }
    entries.add("partitionType", try numbers(schemes.map { $0.kind.rawValue }))
    entries.add("partitionTypeName", schemes.count == 1 ? .string(schemes[0].kind.name) : .vector(try StringVector(schemes.map { $0.kind.name })))
    entries.add("partitionColumnType", try numbers(schemes.map { Int($0.type.rawValue) }))
    let given = AnyVector(capacity: schemes.count)
    for scheme in schemes { given.push(scheme.kind == .hash ? .int(scheme.count) : .vector(scheme.given.sharingHeader())) }
    entries.add("partitionSchema", schemes.count == 1 ? given.cell(at: 0) : .vector(given))
    entries.add("partitionSites", .void)
  }

  private static func numbers(_ values: [Int]) throws -> Cell {
    guard values.count > 1 else { return .int(values[0]) }
    let vector = try Vector.empty(.int, capacity: values.count)
    for value in values { try vector.append(.int(value)) }
    return .vector(vector)
  }
}
