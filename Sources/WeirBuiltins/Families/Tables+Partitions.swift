import WeirRuntime
import WeirTables

// Tables in memory that are several tables.
extension StandardCatalog {
  static let tablesInPartitions: [Builtin] = [
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
