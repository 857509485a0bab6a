import Synchronization
import WeirHost

/// A table of a database on disk. All who load it hold the same object.
///
/// What the table is lies in a manifest, what it holds in files that are written once: a write makes new files, and becomes true when a manifest that names them replaces the old
/// one. Readers hold a version, and with it its files.
package final class DatabaseTable: HeapObject, Sendable {
  package let database: Database
  /// What its files are called by; a table keeps its number when it gets another name.
  let number: Int
  let locks = PartitionLocks()
  private let version: Mutex<DatabaseTableVersion>
  /// Held while a manifest is made and written.
  private let publishing = Monitor()
  private let isDropped = Atomic(false)
  private let nextFile: Atomic<Int>
  private let views = Mutex<DatabaseTableView?>(nil)

  /// A table that is there.
  /// - Throws: `.io` for a manifest that is missing or damaged.
  package init(opening number: Int, in database: Database) throws {
    self.database = database
    self.number = number
    let there = try DatabaseTableVersion(reading: database.manifestPath(of: number), on: database.disk) { database.filePath($0, table: number, column: $1, file: $2) }
    nextFile = Atomic(there.nextFile)
    version = Mutex(there)
  }

  /// A new one.
  init(making definition: TableDefinition, number: Int, in database: Database) throws {
    self.database = database
    self.number = number
    let first = DatabaseTableVersion(definition)
    try first.write(to: database.manifestPath(of: number), on: database.disk)
    nextFile = Atomic(0)
    version = Mutex(first)
  }

  package func copiedForAssignment() -> Cell { Cell(object: self, kind: .resource) }

  /// Rows are added as to a regular table.
  package var kind: TableKind { .regular }
  package var definition: TableDefinition { version.withLock { $0.definition } }
  var current: DatabaseTableVersion { version.withLock { $0 } }
  /// Nil once the table was dropped.
  package var name: String? { database.name(of: number) }

  // MARK: Reading

  /// The partitions as they are now.
  func view() throws -> DatabaseTableView {
    try requireThere()
    try refresh()
    let (version, levels) = (current, database.levels)
    if let known = views.withLock({ $0 }), known.isOf(version, levels) { return known }
    let view = try DatabaseTableView(version, levels)
    views.withLock { $0 = view }
    return view
  }

  /// What another process has written meanwhile, where this one only reads.
  private func refresh() throws {
    guard database.isReadOnly else { return }
    try database.refresh()
    let next = try DatabaseTableVersion(reading: database.manifestPath(of: number), on: database.disk) { self.database.filePath($0, table: self.number, column: $1, file: $2) }
    version.withLock { if next.number > $0.number { $0 = next } }
  }

  func requireThere() throws {
    if isDropped.load(ordering: .acquiring) { throw KernelError(.name, "the table is no longer there: it was dropped from \(database.directory)") }
  }

  // MARK: Changing

  /// Makes the next version true: first on disk, then here.
  ///
  /// - Parameter change: makes it of the present one, whose partitions others may have written to since the caller looked.
  /// - Throws: `.io`; the table is then what the manifest says that is on disk.
  func publish(_ change: (inout DatabaseTableVersion) throws -> Void) throws {
    try requireThere()
    try publishing.withLock {
      let before = current
      var next = before
      try change(&next)
      next.number += 1
      next.nextFile = nextFile.load(ordering: .relaxed)
      let (added, removed) = next.difference(from: before)
      for file in added { file.keep() }
      do {
        try next.write(to: database.manifestPath(of: number), on: database.disk)
      } catch {
        try takeBack(next.number, to: before, without: added)
        throw error
      }
      for file in removed { file.drop() }
      version.withLock { $0 = next }
      views.withLock { $0 = nil }
    }
  }

  /// After a manifest that may or may not have been replaced: the one before is put in its place. Where that fails too, the table goes on with the one that is there.
  private func takeBack(_ failed: Int, to before: DatabaseTableVersion, without added: [DatabaseFile]) throws {
    do {
      var back = before
      back.number = failed + 1
      try back.write(to: database.manifestPath(of: number), on: database.disk)
      version.withLock { $0 = back }
      for file in added { file.drop() }
    } catch {
      let there = try DatabaseTableVersion(reading: database.manifestPath(of: number), on: database.disk) { self.database.filePath($0, table: self.number, column: $1, file: $2) }
      version.withLock { if there.number != $0.number { $0 = there } }
    }
    views.withLock { $0 = nil }
  }

  /// A number for a file that is to be written.
  func takeFileNumber() -> Int { nextFile.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// The files go once nobody reads them.
  func drop() {
    isDropped.store(true, ordering: .releasing)
    version.withLock { version in
      for file in version.files { file.drop() }
      version.partitions = [:]
    }
    views.withLock { $0 = nil }
  }
}
