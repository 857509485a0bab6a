import Synchronization
import WeirHost

/// The tables on disk that the sessions of a process have open: each of them is one object, whoever loads it.
package final class StoredTables: Sendable {
  private struct Entry {
    weak var table: Table?
  }
  private let tables = Mutex<[String: Entry]>([:])

  package init() {}

  /// Makes a table's files. An object that has the same name, and whose files somebody has removed, can write no more.
  /// - Throws: `.value` when there are files already, and what `body` throws.
  func add(_ table: Table, key: String, _ body: () throws -> Void) throws {
    try tables.withLock { tables in
      try body()
      tables[key]?.table?.store?.detach()
      tables[key] = Entry(table: table)
    }
  }

  /// The object of a table: the one that is there, or what `load` gives.
  /// - Parameter load: is told how to get at the others.
  func table(_ key: String, load: (_ others: (String) -> Table?) throws -> Table) throws -> Table {
    try tables.withLock { tables in
      if let table = tables[key]?.table { return table }
      tables = tables.filter { $0.value.table != nil }
      let table = try load { tables[$0]?.table }
      tables[key] = Entry(table: table)
      return table
    }
  }
}
