import Synchronization

/// The handle of a database: how its tables are partitioned.
package final class DatabaseHandle: HeapObject, Sendable {
  package let scheme: PartitionScheme

  package init(_ scheme: PartitionScheme) { self.scheme = scheme }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }
}

/// A table in memory that is several tables, told apart by one column. Each is locked by itself: two threads may write to two partitions, and a reader of all sees each
/// as it is when it comes to it.
package final class PartitionedTable: HeapObject, Sendable {
  package let scheme: PartitionScheme
  package let parts: [Table]
  /// Of the parts.
  package let kind: TableKind
  private let column: Mutex<String>
  private let sharing = Atomic(false)
  private let readOnly = Atomic(false)

  /// - Throws: `.name` when there is no such column, `.value` when there are not as many tables as partitions, `.shape` when the tables differ.
  package init(_ scheme: PartitionScheme, parts: [Table], column: String) throws {
    guard parts.count == scheme.count, let first = parts.first else { throw KernelError.value("The number of tables must equal the number of partitions.") }
    let shape = first.snapshot
    for part in parts {
      let other = part.snapshot
      let isSame = other.names == shape.names && zip(other.columns, shape.columns).allSatisfy { $0.type == $1.type && $0.storage == $1.storage && $0.scale == $1.scale }
      guard part.kind == first.kind, isSame else { throw KernelError.shape("The tables of a partitioned table must have the same kind and columns.") }
    }
    self.column = Mutex(shape.names[try Table.require(column, in: shape)])
    self.scheme = scheme
    self.parts = parts
    kind = first.kind
  }

  /// As many empty tables like `template` as there are partitions.
  package convenience init(_ scheme: PartitionScheme, like template: Table, column: String) throws {
    var empty = template.snapshot
    try empty.removeAllRows()
    let parts = try (0..<scheme.count).map { _ in
      var own = empty
      own.columns = try empty.columns.map { try $0.emptyLike(capacity: 0) }
      return Table(own, kind: template.kind, key: empty.key)
    }
    try self.init(scheme, parts: parts, column: column)
  }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }

  package var columnName: String { column.withLock { $0 } }

  package var isShared: Bool {
    get { sharing.load(ordering: .relaxed) }
    set {
      sharing.store(newValue, ordering: .relaxed)
      for part in parts { part.isShared = newValue }
    }
  }

  package var isReadOnly: Bool {
    get { readOnly.load(ordering: .relaxed) }
    set { readOnly.store(newValue, ordering: .relaxed) }
  }

  package static let directAccess = KernelError.unsupported("Can't access a segmented table directly. Use a SQL query instead.")

  /// The columns, without rows.
  package func shape() throws -> TableSnapshot {
    var shape = parts[0].snapshot
    try shape.removeAllRows()
    return shape
  }

  package var rowCount: Int { parts.reduce(0) { $0 + $1.snapshot.rowCount } }

  /// The rows of some partitions behind each other; a single one as it is, with its index.
  package func snapshotForQuery(_ chosen: [Int]) throws -> TableSnapshot {
    if chosen.count == 1 { return try parts[chosen[0]].snapshotForQuery() }
    var all = try shape()
    let snapshots = try chosen.map { try parts[$0].snapshotForQuery() }.filter { $0.rowCount > 0 }
    if snapshots.count == 1 {
      all.columns = snapshots[0].columns
      all.rowCount = snapshots[0].rowCount
      return all
    }
    for snapshot in snapshots { for (column, rows) in zip(all.columns, snapshot.columns) { try column.append(contentsOf: rows) } }
    all.rowCount = snapshots.reduce(0) { $0 + $1.rowCount }
    all.key = nil
    return all
  }

  /// What `rename!` did to the partition column.
  func renameColumn(_ changes: [(old: String, new: String)]) {
    column.withLock { name in name = changes.first { $0.old == name }?.new ?? name }
  }
}

extension Cell {
  /// Nil for every other value.
  package var partitionedTable: PartitionedTable? { heapKind == .resource ? object as? PartitionedTable : nil }
  package var databaseHandle: DatabaseHandle? { heapKind == .resource ? object as? DatabaseHandle : nil }
}
