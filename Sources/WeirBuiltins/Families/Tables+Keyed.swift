import WeirRuntime
import WeirTables

// Tables with a key.
extension StandardCatalog {
  static let tablesWithKeys: [Builtin] = [
    keyedConstructor("keyedTable(keyColumns, args...)", .keyed, "A table in which each key stands in one row; adding a row with a key that is there overwrites it."),
    keyedConstructor("indexedTable(keyColumns, args...)", .indexed, "As keyedTable; rows can be found by the first key columns alone."),
    keyedConstructor("latestKeyedTable(keyColumns, timeColumn, args...)", .latestKeyed, "As keyedTable; of two rows with one key the one with the later time is kept."),
    keyedConstructor("keyedStreamTable(keyColumn, args...)", .keyedStream, "A stream table in which each key stands in one row: the first stays, later ones are dropped."),
    keyedConstructor(
      "latestKeyedStreamTable(keyColumns, timeColumn, args...)", .latestKeyedStream, "A stream table that takes a row only when its time is later than that of all rows with its key."),
    keyedConstructor("latestIndexedTable(keyColumns, timeColumn, args...)", .latestIndexed, "As indexedTable; of two rows with one key the one with the later time is kept."),
    Builtin(
      "upsert!(mutable obj, newData, [ignoreNull=false], [keyColNames], [sortColumns])",
      summary: "Adds the rows of a table by their key: known keys get the new values.",
      example: Example("upsert!(keyedTable(`id, 1 2 as id, 3 4 as v), table(2 3 as id, 7 8 as v))", gives: "id v\n-- -\n1  3\n2  7\n3  8")
    ) { call in
      _ = try upsert(call)
      return call[0].copy()
    },
    Builtin(
      "tableUpsert(mutable obj, newData, [ignoreNull=false], [keyColNames], [sortColumns])",
      summary: "As upsert!; answers how many rows were added and how many changed.",
      example: Example("tableUpsert(keyedTable(`id, 1 2 as id, 3 4 as v), table(2 3 as id, 7 8 as v))", gives: "1 : 1")
    ) { call in
      let (inserted, updated) = try upsert(call)
      let counts = try FixedVector(.long, count: 2)
      counts.pointer(Int64.self)[0] = Int64(inserted)
      counts.pointer(Int64.self)[1] = Int64(updated)
      return .pair(PairObject(counts))
    },
    Builtin(
      "sliceByKey(table, rowKeys, [colNames], [preserveOrder=false])",
      summary: "The rows of a keyed or indexed table with the given keys: all columns, the named ones, or for a single name that column as a vector.",
      example: Example("sliceByKey(keyedTable(`id, 1 2 3 as id, 4 5 6 as v), 1 3, `v)", gives: "[4,6]"), body: sliceByKey),
  ]

  private static func keyedConstructor(_ signature: String, _ kind: TableKind, _ summary: String) -> Builtin {
    let isLatest = kind == .latestKeyed || kind == .latestIndexed || kind == .latestKeyedStream
    let name = kind.rawValue
    let time = isLatest ? "`t, " : ""
    let example = Example("\(name)(`id, \(time)1 2 as id, 3 4 as t)", gives: "id t\n-- -\n1  3\n2  4")
    return Builtin(signature, summary: summary, example: example, wantsArgumentNames: true) { call in
      let isKeyGiven = call.has(0) && call[0].pair == nil && (call[0].stringValue != nil || call[0].elementType.isLiteral)
      let skipped = isKeyGiven ? (isLatest ? 2 : 1) : 0
      guard call.count > skipped else { throw KernelError.arguments("\(name): columns are expected") }
      if kind.isIndexed, call[skipped].table?.kind.isStream == true { throw KernelError.unsupported("\(name): an indexed table cannot be made of a stream table") }
      let snapshot = try makeTable(call, from: skipped).snapshot
      if call[skipped].pair != nil, snapshot.rowCount > 0 { throw KernelError.value("The initial size of a keyed/indexed table must be 0.") }
      let key = isKeyGiven ? try call.strings(0) : Array(snapshot.names.prefix(1))
      return .table(try Table.keyed(snapshot, kind: kind, by: key, timeColumns: isLatest && isKeyGiven ? try call.strings(1) : []))
    }
  }

  private static func upsert(_ call: borrowing Call) throws -> (inserted: Int, updated: Int) {
    if let stored = call[0].databaseTable {
      let keys = call.has(3) && !call[3].isVoid ? try call.strings(3) : []
      let sortColumns = call.has(4) && !call[4].isVoid ? try call.strings(4) : []
      let rows = try call.table(1).snapshot.columns
      return try stored.upsert(rows, keyColumns: keys, ignoresNull: try call.bool(2, default: false), sortColumns: sortColumns, by: call.name)
    }
    try call[0].segmentedTable?.check(.upsert(call.name))
    let table = try call.table(0)
    try TableRules.check(.upsert(call.name), table)
    guard table.kind.overwrites else { throw call.invalid(0, "must be a keyed or indexed table") }
    return try table.upsert(try call.table(1).snapshot.columns, ignoresNull: try call.bool(2, default: false), operation: .upsert(call.name))
  }

  private static func sliceByKey(_ call: borrowing Call) throws -> Cell {
    if let element = try call.pointElement() { return .vector(element) }
    let table = try call.table(0)
    let keys: [Vector]
    if let tuple = call[1].tuple {
      keys = try (0..<tuple.count).map { index in
        let key = tuple.cell(at: index)
        return try key.vector ?? Vector.repeating(key, count: 1)
      }
    } else {
      keys = [try call.vectorOrScalar(1)]
    }
    let snapshot = table.snapshot
    let rows = try table.rows(withKeys: keys, in: snapshot, keepsOrder: try call.bool(3, default: false))
    let names = call.has(2) && !call[2].isVoid ? try call.strings(2) : snapshot.names
    let columns = try names.map { try snapshot.columns[Table.require($0, in: snapshot)].gather(rows) }
    if call.has(2), call[2].isScalar, !call[2].isVoid { return .vector(columns[0]) }
    return .table(try Table(names: names, columns: columns))
  }
}

extension Call {
  /// `sliceByKey(table, key, column)` for a key of one column; nil for any other call. Takes no reference to the table, which many threads may be reading.
  fileprivate borrowing func pointElement() throws -> Vector? {
    guard count == 3, let table = self[0].unretainedTable, let name = self[2].stringValue else { return nil }
    let readers = session.pointReaders
    return try table._withUnsafeGuaranteedRef { table in try readers.reader(of: table, name).element(of: table, withKey: UnsafePointer(arguments + 1), 1) }
  }
}
