import Synchronization
import WeirHost

/// Where a table is on disk. Its methods are called by whoever holds the table's lock.
///
/// A table that was made with a path and without a name gets its files when it gets a name.
package final class TableStore: @unchecked Sendable {
  // Unchecked: the table's lock guards `files`.
  private let directory: String
  private let disk: any Disk
  private let tables: StoredTables
  /// How the manifest describes the columns.
  private let columns: [ManifestColumn]
  /// A number that no other table has.
  private let identity: UInt64
  private let limits: StorageLimits
  private var files: TableFiles?
  private let isDetached = Atomic(false)
  private let named = Atomic(false)
  /// Rows that are to be added together.
  let waiting = AppendQueue()

  private init(_ directory: String, _ disk: any Disk, _ tables: StoredTables, _ columns: [ManifestColumn], identity: UInt64, _ limits: StorageLimits, files: TableFiles? = nil) {
    self.directory = directory
    self.disk = disk
    self.tables = tables
    self.columns = columns
    self.identity = identity
    self.limits = limits
    self.files = files
    named.store(files != nil, ordering: .relaxed)
  }

  /// Whether there are files. May be asked without the lock: what has a name keeps it.
  var hasName: Bool { named.load(ordering: .relaxed) }
  var version: Int { files?.version ?? 0 }

  /// Somebody has removed the files and made a table of the same name.
  func detach() { isDetached.store(true, ordering: .relaxed) }

  // MARK: Tables

  /// What a table on disk has beside its rows.
  package struct Rules {
    /// Columns into which no null is written.
    package var withoutNulls: Set<String>
    /// One for each column; empty when none were given.
    package var defaultValues: [Vector]

    package init(withoutNulls: Set<String>, defaultValues: [Vector]) {
      self.withoutNulls = withoutNulls
      self.defaultValues = defaultValues
    }
  }

  /// An MVCC table that is kept in `directory`, which is made when it is missing.
  ///
  /// - Parameters:
  ///   - name: nil when it has yet to get one.
  ///   - identity: a number that no other table has.
  /// - Throws: `.value` when there is a table of that name, `.io`, `.unsupported` for columns that cannot be kept on disk.
  package static func makeTable(
    _ snapshot: TableSnapshot, _ rules: Rules, in directory: String, name: String?, on disk: any Disk, identity: UInt64, among tables: StoredTables,
    limits: StorageLimits = StorageLimits()
  ) throws -> Table {
    let columns = try snapshot.names.indices.map { index in
      var column = try TableFiles.described(snapshot.columns[index], snapshot.names[index])
      column.allowsNull = !rules.withoutNulls.contains(column.name)
      if !rules.defaultValues.isEmpty { column.defaultValue = rules.defaultValues[index] }
      return column
    }
    let store = TableStore(directory, disk, tables, columns, identity: identity, limits)
    let table = Table(snapshot, kind: .multiVersion, withoutNulls: rules.withoutNulls, store: store)
    if let name { try table.keep(as: name) }
    return table
  }

  /// The table that is kept as `name` in `directory`: the object that is there, or the one on disk.
  /// - Throws: `.value` when there is none, `.io` when a file of it is missing or damaged.
  package static func load(_ name: String, in directory: String, on disk: any Disk, among tables: StoredTables, limits: StorageLimits = StorageLimits()) throws -> Table {
    let place = try TablePlace(directory, name)
    guard try place.isThere(on: disk) else { throw KernelError.value("The MVCC table \(name) does not exist in \(directory).") }
    return try tables.table(try place.key(on: disk)) { others in
      let (files, snapshot, columns) = try TableFiles.open(place, on: disk, limits) { others($0)?.store?.files }
      let store = TableStore(directory, disk, tables, columns, identity: 0, limits, files: files)
      return Table(snapshot, kind: .multiVersion, withoutNulls: Set(columns.filter { !$0.allowsNull }.map(\.name)), store: store)
    }
  }

  /// Makes the files of a table that has none.
  /// - Throws: as `makeTable`.
  func create(_ name: String, for table: Table, _ snapshot: TableSnapshot) throws {
    let place = try TablePlace(directory, name)
    try onDisk { try disk.makeDurableDirectories(directory) }
    try tables.add(table, key: try place.key(on: disk)) {
      files = try TableFiles.create(place, on: disk, snapshot, columns, identity: identity, limits)
    }
    named.store(true, ordering: .relaxed)
  }

  // MARK: Changes

  /// Brings a change of the table to the disk. When this returns, it is there, or belongs to the transaction that runs on this thread.
  /// - Throws: `.io`, `.interrupted`; `.value` when the table has no files. The table on disk is then the one it was.
  func commit(_ operation: TableOperation, of table: Table, from old: TableSnapshot, to next: TableSnapshot) throws {
    let files = try presentFiles()
    if let transaction = StoredTransaction.ofThisThread { return try transaction.add([(table, files, old, next)], operation) }
    try files.commit(from: old, to: next, isInsert: operation.isInsert)
  }

  /// Brings a change of several tables to the disk, all of it or nothing; those of them that live in memory alone are left out.
  /// - Precondition: the locks of all tables are held.
  /// - Throws: as `commit`.
  static func commit(_ tables: [Table], _ operation: TableOperation, to next: [TableSnapshot]) throws {
    let stored = try zip(tables, next).compactMap { table, next in try table.store.map { (table: table, files: try $0.presentFiles(), old: table.snapshot, next: next) } }
    if let transaction = StoredTransaction.ofThisThread {
      try transaction.add(stored, operation)
    } else if stored.count == 1 {
      try stored[0].files.commit(from: stored[0].old, to: stored[0].next, isInsert: operation.isInsert)
    } else {
      try StoredBatch(
        stored.map { part in
          StoredBatch.Part(files: part.files, old: part.old, next: part.next) { try part.files.change(from: part.old, to: part.next, isInsert: operation.isInsert) }
        }
      ).commit()
    }
  }

  /// - Throws: `.value` when there are none, `.io` when they are another table's by now.
  private func presentFiles() throws -> TableFiles {
    guard let files else { throw KernelError.value("tableName is required to persist an MVCC table.") }
    guard !isDetached.load(ordering: .relaxed) else { throw KernelError(.io, "the files of the MVCC table \(files.place.name) in \(directory) are those of another table by now") }
    return files
  }
}

extension TableOperation {
  var isInsert: Bool { if case .insert = self { true } else { false } }
}
