/// One of the columns that partitions are told by. A table with several levels has a partition for each combination of their places that holds rows.
package struct PartitionLevel: Sendable {
  package let column: String
  package let scheme: PartitionScheme

  package init(column: String, scheme: PartitionScheme) {
    self.column = column
    self.scheme = scheme
  }
}

/// A table whose rows lie in partitions, in memory or on disk. It is no `Table`: what wants its rows says which partitions it reads.
package protocol SegmentedTable: HeapObject, RowTarget {
  /// What `typestr` calls it.
  var typeName: String { get }

  /// The partitions as they are now.
  func partitions() throws -> any PartitionView

  /// - Throws: `.unsupported`, `.immutable` for a change that this table does not go through with.
  func check(_ operation: TableOperation) throws

  /// Changes the rows of some partitions together: all, or none when anything throws.
  ///
  /// - Parameters:
  ///   - choose: the partitions that the change concerns, ascending.
  ///   - change: is given their rows behind each other. It may change the columns, and add some, and answers which rows stay, ascending, or nil for all.
  func update(_ operation: TableOperation, choosing choose: (any PartitionView) throws -> [Int], _ change: (inout TableSnapshot) throws -> [Int]?) throws
}

/// The partitions of a table at one moment: which there are, and how many rows each has, is known without reading a row.
package protocol PartitionView: Sendable {
  /// The columns, without rows.
  var shape: TableSnapshot { get }
  /// At least one.
  var levels: [PartitionLevel] { get }
  /// Of the partitions that there are. Results come in their order.
  var count: Int { get }
  /// Whether every row lies in the partition that the levels say. A partition that scripts can write to by itself may hold others.
  var isExact: Bool { get }

  /// The place of a partition in the scheme of a level.
  func place(of partition: Int, at level: Int) -> Int
  func rowCount(of partition: Int) -> Int
  /// The rows of a partition. Several threads may open partitions at once.
  func open(_ partition: Int) throws -> any PartitionRows
}

/// The rows of one partition, as they were when it was opened, however long they are read.
package protocol PartitionRows: Sendable {
  var rowCount: Int { get }
  /// The table that these rows are all of, where they can be found by key.
  var keyed: KeyedRows? { get }
  /// One column of `rowCount` elements, to be left as it is; on disk it is read now. Several threads may ask at once.
  func column(_ index: Int) throws -> Vector
}

/// A table with a key, and what a reader saw of it.
package struct KeyedRows: Sendable {
  package let table: Table
  package let snapshot: TableSnapshot

  package init(table: Table, snapshot: TableSnapshot) {
    self.table = table
    self.snapshot = snapshot
  }
}

extension PartitionView {
  package var rowCount: Int { (0..<count).reduce(0) { $0 + rowCount(of: $1) } }
  package var all: [Int] { Array(0..<count) }
}

extension KernelError {
  package static let segmentedAccess = KernelError.unsupported("Can't access a segmented table directly. Use a SQL query instead.")
}

extension Cell {
  /// Nil for every other value.
  package var segmentedTable: (any SegmentedTable)? { heapKind == .resource ? object as? any SegmentedTable : nil }
  /// A table of any kind.
  package var isAnyTable: Bool { heapKind == .table || segmentedTable != nil }
  /// What rows can be added to; nil for every other value.
  package var rowTarget: (any RowTarget)? { table ?? segmentedTable }
}
