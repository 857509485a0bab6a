/// A database as scripts hold it.
package final class DatabaseHandle: HeapObject, Sendable {
  package enum Content: Sendable {
    /// Its tables lie in memory, or it is one level of a database on disk that is to be made.
    case memory(PartitionScheme)
    case stored(Database)
  }

  package let content: Content

  package init(_ scheme: PartitionScheme) { content = .memory(scheme) }
  package init(_ database: Database) { content = .stored(database) }

  /// Nil for one on disk.
  package var scheme: PartitionScheme? {
    if case .memory(let scheme) = content { scheme } else { nil }
  }

  /// Nil for one in memory.
  package var database: Database? {
    if case .stored(let database) = content { database } else { nil }
  }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }
}

extension Cell {
  /// Nil for every other value.
  package var databaseTable: DatabaseTable? { heapKind == .resource ? object as? DatabaseTable : nil }
}
