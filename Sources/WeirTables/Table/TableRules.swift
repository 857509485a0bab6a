/// What a script can want of a table, beside reading it.
package enum TableOperation: Sendable {
  case insert
  case upsert(String)
  case update
  /// An `update` of a column that partitions are told by, which takes rows to other partitions.
  case moveRows
  case delete
  case addColumn
  /// A column that `update` or an assignment adds.
  case addColumnByUpdate
  /// `dropColumns!`, `replaceColumn!`, `reorderColumns!`, `rename!`, and whatever else changes columns, by its name.
  case drop(String)
  case replace(String)
  case reorder(String)
  case rename(String)
  case erase

  /// The function, as errors name it.
  var name: String {
    switch self {
    case .insert: "append!"
    case .update, .moveRows, .addColumnByUpdate: "update"
    case .delete: "delete"
    case .addColumn: "addColumn"
    case .erase: "erase!"
    case .upsert(let name), .drop(let name), .replace(let name), .reorder(let name), .rename(let name): name
    }
  }
}

/// Which kind of table allows which operation, and what the others answer.
package enum TableRules {
  /// - Throws: `.unsupported` for an operation that the kind of `table` does not have, `.immutable` for a change of a table that was shared to be read only.
  package static func check(_ operation: TableOperation, _ table: Table) throws {
    if table.isReadOnly { throw KernelError(.immutable, "Can't modify read only table. RefId: S02054") }
    switch table.kind {
    case .stream, .keyedStream, .latestKeyedStream: try checkStream(operation)
    case .multiVersion: try checkMultiVersion(operation)
    case .regular, .cached, .keyed, .indexed, .latestKeyed, .latestIndexed: break
    }
  }

  private static func checkStream(_ operation: TableOperation) throws {
    switch operation {
    case .insert, .addColumn: return
    case .update, .moveRows, .addColumnByUpdate: throw KernelError.unsupported("The table is not allowed to update.")
    case .delete, .erase: throw KernelError.unsupported("The table is not allowed to delete.")
    case .upsert, .drop, .replace, .reorder, .rename:
      throw KernelError.unsupported("The operation \(operation.name) is not supported for a stream table.")
    }
  }

  private static func checkMultiVersion(_ operation: TableOperation) throws {
    switch operation {
    case .insert, .update, .moveRows, .delete, .addColumnByUpdate: return
    case .addColumn, .upsert, .drop, .replace, .reorder, .rename, .erase:
      throw KernelError.unsupported("The operation \(operation.name) is not supported for an MVCC table.")
    }
  }

  /// - Throws: `.unsupported` for what a partitioned table does not do as a whole.
  package static func check(_ operation: TableOperation, _ table: PartitionedTable) throws {
    if table.isReadOnly { throw KernelError(.immutable, "Can't modify read only table. RefId: S02054") }
    switch operation {
    case .insert:
      if table.kind.isStream { throw KernelError.unsupported("Can't append data to a segmented table that contains external partitions.") }
    case .update, .delete, .erase:
      if table.kind.isStream { try checkStream(operation) }
      if table.kind == .multiVersion { try checkMultiVersion(operation) }
    case .moveRows: throw KernelError.value("Can't update a partitioning column.")
    case .addColumnByUpdate:
      if table.kind.isStream { try checkStream(operation) }
      if table.isShared { throw refused(operation, "shared partitioned") }
    case .drop, .rename:
      if table.isShared { throw refused(operation, "shared partitioned") }
      if table.kind.isStream || table.kind == .multiVersion { throw refused(operation, "partitioned") }
    case .upsert, .addColumn, .replace, .reorder: throw refused(operation, table.isShared ? "shared partitioned" : "partitioned")
    }
  }

  private static func refused(_ operation: TableOperation, _ kind: String) -> KernelError {
    .unsupported("The function \(operation.name) is not supported for a \(kind) table.")
  }
}
