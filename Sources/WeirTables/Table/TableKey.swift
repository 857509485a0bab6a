import Synchronization

/// Which columns of a table are its key, and where the row of each key is.
package final class TableKey: Sendable {
  private struct State {
    var columns: [String]
    /// The row of each key, for the snapshot with these very columns; another one makes the index anew.
    var rows: [RowKey: Int] = [:]
    var indexed: (rowCount: Int, columns: [ObjectIdentifier]) = (0, [])
  }

  private let state: Mutex<State>
  /// The column that decides which of two rows of one key is kept: the later one. Nil where it is the row that came last.
  package let timeColumn: String?

  /// - Precondition: `columns` is not empty.
  package init(_ columns: [String], timeColumn: String? = nil) {
    state = Mutex(State(columns: columns))
    self.timeColumn = timeColumn
  }

  package func copy() -> TableKey { TableKey(columns, timeColumn: timeColumn) }

  package var columns: [String] { state.withLock { $0.columns } }
  package func contains(_ name: String) -> Bool { columns.contains(name) }

  func rename(_ changes: [(old: String, new: String)]) throws {
    state.withLock { state in
      state.columns = state.columns.map { name in changes.first { $0.old == name }?.new ?? name }
    }
  }

  /// The places of the key columns.
  /// - Throws: `.name` when there is no such column.
  package func indices(in snapshot: TableSnapshot) throws -> [Int] { try columns.map { try Table.require($0, in: snapshot) } }

  /// The row of every key of `snapshot`.
  package func rows(of snapshot: TableSnapshot) throws -> [RowKey: Int] {
    let keyColumns = try indices(in: snapshot).map { snapshot.columns[$0] }
    let identity = keyColumns.map { ObjectIdentifier($0) }
    let known = state.withLock { $0.indexed.rowCount == snapshot.rowCount && $0.indexed.columns == identity ? $0.rows : nil }
    if let known { return known }
    var rows: [RowKey: Int] = [:]
    rows.reserveCapacity(snapshot.rowCount)
    for row in 0..<snapshot.rowCount { rows[RowKey(keyColumns, row)] = row }
    try remember(rows, for: snapshot)
    return rows
  }

  /// Keeps what an append has found, so that the next one need not look at every row again.
  func remember(_ rows: [RowKey: Int], for snapshot: TableSnapshot) throws {
    let identity = try indices(in: snapshot).map { ObjectIdentifier(snapshot.columns[$0]) }
    state.withLock { state in
      state.rows = rows
      state.indexed = (snapshot.rowCount, identity)
    }
  }

  /// Drops the index: the table is no longer what the index was made for.
  func forget() {
    state.withLock { state in
      state.rows = [:]
      state.indexed = (-1, [])
    }
  }

  /// Gives the index away, so that who changes it holds the only copy.
  func takeRows(of snapshot: TableSnapshot) throws -> [RowKey: Int] {
    let rows = try rows(of: snapshot)
    state.withLock { state in
      state.rows = [:]
      state.indexed = (-1, [])
    }
    return rows
  }
}

/// The values of the key columns in one row, as bytes: equal for equal values, null included.
package struct RowKey: Hashable, Sendable {
  private let bytes: [UInt8]

  /// - Precondition: keys that are compared come from columns of the same types, STRING and SYMBOL apart.
  package init(_ columns: [Vector], _ row: Int) {
    var bytes: [UInt8] = []
    for column in columns {
      if column.storage.isFixedWidth {
        let width = column.storage.width
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: column.raw + row * width, count: width))
      } else {
        let text = column.text(at: row).utf8
        withUnsafeBytes(of: Int32(truncatingIfNeeded: text.count)) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
      }
    }
    self.bytes = bytes
  }
}
