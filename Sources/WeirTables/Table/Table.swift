import Synchronization

/// What a reader of a table sees: columns of one length that nobody changes any more.
package struct TableSnapshot: Sendable {
  package var names: [String]
  /// `names.count` vectors of `rowCount` elements.
  package var columns: [Vector]
  package var rowCount: Int

  /// - Throws: `.shape` when the columns differ in length, `.name` when a name occurs twice.
  package init(names: [String], columns: [Vector]) throws {
    guard names.count == columns.count else { throw KernelError.shape("\(names.count) names for \(columns.count) columns") }
    rowCount = columns.first?.count ?? 0
    for (name, column) in zip(names, columns) where column.count != rowCount {
      throw KernelError.shape("column `\(name)` has \(column.count) rows where `\(names[0])` has \(rowCount)")
    }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw KernelError(.name, "column `\(name)` occurs twice") }
    self.names = names
    self.columns = columns
  }

  /// The place of a column, found exactly or else without regard to case.
  package func columnIndex(_ name: String) -> Int? {
    if let exact = names.firstIndex(of: name) { return exact }
    let lowered = name.lowercased()
    return names.firstIndex { $0.lowercased() == lowered }
  }
}

/// The kinds of tables, by the name that machine-readable output gives them.
package enum TableKind: String, Sendable {
  case regular = "table"
  case keyed = "keyedTable"
  case indexed = "indexedTable"
  case latestKeyed = "latestKeyedTable"
  case latestIndexed = "latestIndexedTable"

  package var hasKey: Bool { self != .regular }
}

/// A table: a holder of snapshots. A reader takes one snapshot and is never disturbed; a writer makes the next one and publishes it.
package final class Table: HeapObject, Sendable {
  package let kind: TableKind
  /// The key of a table that has one; nil else.
  package let key: TableKey?
  private let state: Mutex<TableSnapshot>

  package init(_ snapshot: TableSnapshot, kind: TableKind = .regular, key: TableKey? = nil) {
    self.kind = kind
    self.key = key
    state = Mutex(snapshot)
  }

  package convenience init(names: [String], columns: [Vector]) throws { self.init(try TableSnapshot(names: names, columns: columns)) }

  package var snapshot: TableSnapshot { state.withLock { $0 } }

  /// Makes the next snapshot out of the present one. When `change` throws, the table stays as it was.
  package func update<Result>(_ change: (inout TableSnapshot) throws -> Result) throws -> Result {
    let (next, result) = try { () throws -> (TableSnapshot, Result) in
      var next = snapshot
      let result = try change(&next)
      // A kernel that was interrupted may have left rows as they were.
      try Interruption.check()
      return (next, result)
    }()
    state.withLock { $0 = next }
    return result
  }

  /// Goes back to what an earlier reader saw.
  package func restore(_ earlier: TableSnapshot) {
    state.withLock { $0 = earlier }
    key?.forget()
  }

  package func copiedForAssignment() -> Cell {
    var copy = snapshot
    copy.columns = copy.columns.map { $0.sharingHeader() }
    return .table(Table(copy, kind: kind, key: key?.copy()))
  }
}

extension Table {
  /// Adds rows, column by column, converted to the types of the table: all of them or none. A table with a key overwrites rows whose key it has.
  /// - Throws: `.shape` when the columns differ in number or length, `.type` when a value cannot be converted.
  package func append(_ columns: [Vector]) throws {
    if key != nil {
      try upsert(columns)
      return
    }
    try update { snapshot in
      guard columns.count == snapshot.columns.count else {
        throw KernelError.shape("The number of columns (\(columns.count)) doesn't match that of the table (\(snapshot.columns.count))")
      }
      let added = columns.first?.count ?? 0
      var grown: [Vector] = []
      for (name, (column, rows)) in zip(snapshot.names, zip(snapshot.columns, columns)) {
        guard rows.count == added else { throw KernelError.shape("column `\(name)` gets \(rows.count) rows where the first gets \(added)") }
        let header = column.sharingHeader()
        try header.append(contentsOf: rows)
        grown.append(header)
      }
      snapshot.columns = grown
      snapshot.rowCount += added
    }
  }
}
