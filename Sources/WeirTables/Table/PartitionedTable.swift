import Synchronization

/// A table in memory that is several tables, told apart by one column. Each is locked by itself: two threads may write to two partitions, and a reader of all sees each
/// as it is when it comes to it.
package final class PartitionedTable: HeapObject, Sendable {
  package let scheme: PartitionScheme
  package let parts: [Table]
  /// Of the parts.
  package let kind: TableKind
  /// Whether the parts are tables that scripts have names for, and can write to past the scheme.
  fileprivate let hasOutsideWriters: Bool
  private let column: ReadMostly<String>
  private let sharing = Atomic(false)
  private let readOnly = Atomic(false)

  /// - Throws: `.name` when there is no such column, `.value` when there are not as many tables as partitions, `.shape` when the tables differ.
  package convenience init(_ scheme: PartitionScheme, parts: [Table], column: String) throws {
    try self.init(scheme, parts, column, hasOutsideWriters: true)
  }

  private init(_ scheme: PartitionScheme, _ parts: [Table], _ column: String, hasOutsideWriters: Bool) throws {
    guard parts.count == scheme.count, let first = parts.first else { throw KernelError.value("The number of tables must equal the number of partitions.") }
    let shape = first.snapshot
    for part in parts {
      let other = part.snapshot
      let isSame = other.names == shape.names && zip(other.columns, shape.columns).allSatisfy { $0.type == $1.type && $0.storage == $1.storage && $0.scale == $1.scale }
      guard part.kind == first.kind, isSame else { throw KernelError.shape("The tables of a partitioned table must have the same kind and columns.") }
    }
    let place = try Table.require(column, in: shape)
    guard scheme.fits(shape.columns[place]) else { throw scheme.misfit(shape.columns[place].type, named: column) }
    self.column = ReadMostly(shape.names[place])
    self.scheme = scheme
    self.parts = parts
    self.hasOutsideWriters = hasOutsideWriters
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
    try self.init(scheme, parts, column, hasOutsideWriters: false)
  }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }

  package var columnName: String { column.current }

  package var isShared: Bool {
    get { sharing.load(ordering: .relaxed) }
    set {
      if newValue { column.widen() }
      sharing.store(newValue, ordering: .relaxed)
      for part in parts { part.isShared = newValue }
    }
  }

  package var isReadOnly: Bool {
    get { readOnly.load(ordering: .relaxed) }
    set { readOnly.store(newValue, ordering: .relaxed) }
  }

  /// The columns, without rows.
  package func shape() throws -> TableSnapshot {
    var shape = parts[0].snapshot
    try shape.removeAllRows()
    return shape
  }

  /// What `rename!` did to the partition column.
  func renameColumn(_ changes: [(old: String, new: String)]) {
    column.write { name in name = changes.first { $0.old == name }?.new ?? name }
  }
}

extension PartitionedTable: SegmentedTable {
  package var typeName: String { "SEGMENTED IN-MEMORY TABLE" }
  package func columnShape() throws -> TableSnapshot { try shape() }
  package func check(_ operation: TableOperation) throws { try TableRules.check(operation, self) }
  package func partitions() throws -> any PartitionView { PartsView(table: self, shape: try shape(), column: columnName) }

  package func update(
    _ operation: TableOperation, choosing choose: (any PartitionView) throws -> [Int], _ change: (inout TableSnapshot) throws -> [Int]?
  ) throws {
    try TableRules.check(operation, self)
    let touched = try choose(try partitions())
    if !touched.isEmpty { try updateJoined(touched, operation, change) }
  }
}

/// The partitions never change; each is as it is when it is opened, so that a partition that nobody reads may be written to meanwhile.
private struct PartsView: PartitionView {
  let table: PartitionedTable
  let shape: TableSnapshot
  let column: String

  var levels: [PartitionLevel] { [PartitionLevel(column: column, scheme: table.scheme)] }
  var count: Int { table.parts.count }
  var isExact: Bool { !table.hasOutsideWriters }
  func place(of partition: Int, at level: Int) -> Int { partition }
  func rowCount(of partition: Int) -> Int { table.parts[partition].snapshot.rowCount }
  func open(_ partition: Int) throws -> any PartitionRows { Part(table: table.parts[partition], snapshot: try table.parts[partition].snapshotForQuery()) }

  private struct Part: PartitionRows {
    let table: Table
    let snapshot: TableSnapshot

    var rowCount: Int { snapshot.rowCount }
    var keyed: KeyedRows? { table.kind.overwrites ? KeyedRows(table: table, snapshot: snapshot) : nil }
    func column(_ index: Int) -> Vector { snapshot.columns[index] }
  }
}

extension Cell {
  /// Nil for every other value.
  package var partitionedTable: PartitionedTable? { heapKind == .resource ? object as? PartitionedTable : nil }
  package var databaseHandle: DatabaseHandle? { heapKind == .resource ? object as? DatabaseHandle : nil }
}
