import Synchronization
import WeirHost

/// The databases of a process: under its home directory, and local ones at paths of their own. Each, and each of its tables, is one object for all who use it.
package final class DatabaseCatalog: Sendable {
  package let home: DatabaseHome
  /// Held while databases and tables are opened, made and dropped.
  private let lock = RecursiveLock()
  private let state = Mutex(State())

  private struct State {
    /// By path.
    var databases: [String: Database] = [:]
    /// By the path of the manifest.
    var tables: [String: DatabaseTable] = [:]
  }

  package init(_ home: DatabaseHome) { self.home = home }

  /// Those of a home that others in this process use already: one process has one catalog for it.
  package static func shared(_ home: DatabaseHome) -> DatabaseCatalog {
    let key = CatalogKey(disk: ObjectIdentifier(home.disk), directory: home.directory, isReadOnly: home.isReadOnly, newValues: home.newValues)
    return known.withLock { known in
      if let catalog = known[key]?.catalog { return catalog }
      let catalog = DatabaseCatalog(home)
      known = known.filter { $0.value.catalog != nil }
      known[key] = WeakCatalog(catalog: catalog)
      return catalog
    }
  }

  private struct CatalogKey: Hashable {
    let disk: ObjectIdentifier
    let directory: String
    let isReadOnly: Bool
    let newValues: NewValuePolicy
  }

  private struct WeakCatalog {
    weak var catalog: DatabaseCatalog?
  }

  private static let known = Mutex<[CatalogKey: WeakCatalog]>([:])

  // MARK: Databases

  package func exists(_ directory: String) throws -> Bool { try lock.withLock { try isThere(try DatabasePlace(directory, home: home)) } }

  private func isThere(_ place: DatabasePlace) throws -> Bool {
    if place.isInHome {
      guard try home.exists() else { return false }
      _ = try home.open()
    }
    return try onDisk { try home.disk.exists(FilePath.join(place.path, Database.manifestName)) }
  }

  /// The database in a directory.
  /// - Throws: `.name` when there is none, `.io` when it is damaged or another process has it.
  package func database(_ directory: String) throws -> Database {
    try lock.withLock {
      let place = try DatabasePlace(directory, home: home)
      guard try isThere(place) else { throw KernelError(.name, "The database \(place.directory) does not exist.") }
      return try opened(place)
    }
  }

  private func opened(_ place: DatabasePlace) throws -> Database {
    if let known = state.withLock({ $0.databases[place.path] }) {
      try known.refresh()
      return known
    }
    let taken = try take(place)
    let state = try DatabaseState(reading: FilePath.join(place.path, Database.manifestName), on: home.disk)
    let database = Database(place, state, home: home, lock: taken)
    try database.recover()
    self.state.withLock { $0.databases[place.path] = database }
    return database
  }

  /// A local database has a lock of its own.
  private func take(_ place: DatabasePlace) throws -> (any FileLock)? {
    place.isInHome || home.isReadOnly ? nil : try DatabaseHome.take(place.path, home.disk)
  }

  /// A new database, or the one that is there when it is the same.
  ///
  /// - Parameters:
  ///   - levels: at least one for a database under the home directory.
  ///   - engine: nil for any.
  /// - Throws: `.value` when the one that is there has other levels, another engine or another atomicity.
  package func make(_ directory: String, levels: [PartitionScheme], sequenceCount: Int? = nil, engine: String? = nil, atomicity: String? = nil) throws -> Database {
    let engine = try engine.map { try DatabaseCatalog.word($0, among: ["OLAP", "TSDB"], "engine") }
    for level in levels where level.type.isFloating || level.type.isDecimal || level.type == .bool {
      throw KernelError.type("a database on disk tells no partitions by \(level.type.name)")
    }
    let atomicity = try atomicity.map { try DatabaseCatalog.word($0, among: ["TRANS", "CHUNK"], "atomic") }
    return try lock.withLock {
      let place = try DatabasePlace(directory, home: home)
      if try isThere(place) {
        let database = try opened(place)
        guard database.isLike(levels, sequenceCount), engine ?? database.engine == database.engine, atomicity ?? database.atomicity == database.atomicity else {
          throw KernelError.value("The database \(place.directory) already exists with another partition scheme, engine or atomicity.")
        }
        return database
      }
      try StoredTransaction.refuse(changesOf: place.directory)
      if home.isReadOnly { throw KernelError(.immutable, "\(place.directory) cannot be made: the home directory is only read (--read-only)") }
      if place.isInHome {
        guard !levels.isEmpty else { throw KernelError.arguments("The database \(place.directory) does not exist: a new one needs `partitionType` and `partitionScheme`") }
        _ = try home.open()
      }
      let taken = try take(place)
      try onDisk { try home.disk.makeDurableDirectories(place.path) }
      var state = DatabaseState(
        place.directory, levels: levels.map { DatabaseLevel($0) }, sequenceCount: sequenceCount, engine: engine ?? "OLAP", atomicity: atomicity ?? "TRANS")
      // Of an earlier database that was dropped somebody may still read.
      state.nextTable = try Database.highestTable(in: place.path, on: home.disk) + 1
      try state.write(to: FilePath.join(place.path, Database.manifestName), on: home.disk)
      let database = Database(place, state, home: home, lock: taken)
      self.state.withLock { $0.databases[place.path] = database }
      return database
    }
  }

  /// One of the words, in any case.
  private static func word(_ given: String, among words: [String], _ name: String) throws -> String {
    guard let word = words.first(where: { $0 == given.uppercased() }) else {
      throw KernelError.unsupported("`\(name)` of a database is \(words.joined(separator: " or ")), got \(given)")
    }
    return word
  }

  /// The databases under the home directory, as scripts name them, in alphabetical order.
  package func directories() throws -> [String] {
    try lock.withLock {
      guard try home.exists() else { return [] }
      let folder = FilePath.join(try home.open(), "dfs")
      return try onDisk {
        guard try home.disk.exists(folder) else { return [] }
        return try home.disk.list(folder).compactMap { name in
          let manifest = FilePath.join(FilePath.join(folder, name), Database.manifestName)
          return try home.disk.exists(manifest) ? try DatabaseState(reading: manifest, on: home.disk).directory : nil
        }.sorted()
      }
    }
  }

  /// Once this returns the database is gone, whatever happens; its files go as their readers do.
  package func drop(_ directory: String) throws {
    try lock.withLock {
      let database = try database(directory)
      try database.requireWritable()
      let tables = try database.tableNames.map { try table($0, in: database) }
      let disk = home.disk
      try onDisk {
        try disk.remove(FilePath.join(database.path, Database.manifestName))
        try disk.syncDirectory(database.path)
      }
      state.withLock { state in
        state.databases[database.path] = nil
        for table in tables { state.tables[database.manifestPath(of: table.number)] = nil }
      }
      for table in tables { table.drop() }
      try Database.removeEmptyDirectories(in: database.path, on: disk)
      try removeIfEmpty(database)
    }
  }

  private func removeIfEmpty(_ database: Database) throws {
    try onDisk {
      let names = try home.disk.list(database.path)
      if names == ["lock"] { try home.disk.remove(FilePath.join(database.path, "lock")) }
      if names.isEmpty || names == ["lock"] { try home.disk.removeDirectory(database.path) }
    }
  }

  // MARK: Tables

  /// - Throws: `.name` when there is no such table, `.io` when it is damaged.
  package func table(_ name: String, in database: Database) throws -> DatabaseTable {
    try lock.withLock {
      guard let number = database.tableNumber(name) else {
        throw KernelError(.name, "The table \(name) does not exist in \(database.directory).")
      }
      let key = database.manifestPath(of: number)
      if let known = state.withLock({ $0.tables[key] }) { return known }
      let table = try DatabaseTable(opening: number, in: database)
      state.withLock { $0.tables[key] = table }
      return table
    }
  }

  /// - Throws: `.name` when the name is taken or cannot be one, `.value` for a definition that does not fit the database.
  package func makeTable(_ name: String, _ definition: TableDefinition, in database: Database) throws -> DatabaseTable {
    try database.requireWritable()
    try DatabaseCatalog.requireTableName(name)
    try database.check(definition)
    return try lock.withLock {
      guard database.tableNumber(name) == nil else { throw DatabaseCatalog.taken(name, database) }
      let number = try database.change { state in
        defer { state.nextTable += 1 }
        return state.nextTable
      }
      // The table is there once the database names it.
      let table = try DatabaseTable(making: definition, number: number, in: database)
      try database.change { $0.tables[name] = number }
      state.withLock { $0.tables[database.manifestPath(of: number)] = table }
      return table
    }
  }

  /// Waits for those who write to the table. The catalog is free meanwhile: they may look for other tables.
  package func dropTable(_ name: String, in database: Database) throws {
    let table = try table(name, in: database)
    try table.locks.holdAll(in: database.chunkPath) {
      try lock.withLock {
        try table.requireThere()
        try database.change { $0.tables[name] = nil }
        let manifest = database.manifestPath(of: table.number)
        state.withLock { $0.tables[manifest] = nil }
        table.drop()
        try onDisk { try home.disk.remove(manifest) }
      }
    }
  }

  package func renameTable(_ name: String, to newName: String, in database: Database) throws -> DatabaseTable {
    try DatabaseCatalog.requireTableName(newName)
    return try lock.withLock {
      let table = try table(name, in: database)
      guard database.tableNumber(newName) == nil else { throw DatabaseCatalog.taken(newName, database) }
      try database.change { state in
        state.tables[name] = nil
        state.tables[newName] = table.number
      }
      return table
    }
  }

  private static func taken(_ name: String, _ database: Database) -> KernelError {
    KernelError(.name, "The table \(name) already exists in \(database.directory).")
  }

  private static func requireTableName(_ name: String) throws {
    let isWord = name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic, isWord else {
      throw KernelError(.name, "a table's name begins with a letter and has letters, digits and `_` only, got '\(name)'")
    }
  }
}

extension Database {
  /// Whether the levels that somebody asks for are those of this database, which may have got more values and ranges since.
  func isLike(_ others: [PartitionScheme], _ sequence: Int?) -> Bool {
    if others.isEmpty, sequence == nil { return true }
    let levels = levels
    guard levels.count == others.count, sequence == sequenceCount else { return false }
    return zip(levels, others).allSatisfy { level, other in
      let mine = DatabaseLevel(other)
      guard level.scheme.kind == other.kind, level.scheme.type == other.type || level.scheme.type.isLiteral && other.type.isLiteral else { return false }
      switch other.kind {
      case .value: return mine.labels.allSatisfy { level.place(of: $0) != nil }
      case .range: return level.labels.starts(with: mine.labels)
      case .list: return level.scheme.hasLists(of: other)
      case .hash: return level.labels.count == mine.labels.count
      }
    }
  }

  /// - Throws: `.value`, `.type` for a table that has not the columns by which this database tells partitions.
  func check(_ definition: TableDefinition) throws {
    guard !definition.columns.isEmpty else { throw KernelError.shape("a table needs a column") }
    if !definition.sortColumns.isEmpty, engine != "TSDB" { throw KernelError.value("`sortColumns` are for the TSDB engine; the engine of \(directory) is \(engine)") }
    guard !definition.partitionColumns.isEmpty else { return }
    guard definition.partitionColumns.count == levels.count else {
      throw KernelError.value("\(directory) tells partitions by \(levels.count) column\(levels.count == 1 ? "" : "s"), got \(definition.partitionColumns.count): \(definition.partitionColumns.joined(separator: ", "))")
    }
    for (name, level) in zip(definition.partitionColumns, levels) {
      guard let column = definition.columns.first(where: { $0.name == name }) else { continue }
      guard level.scheme.fits(try column.nulls(0)) else { throw level.scheme.misfit(column.type, named: name) }
    }
  }
}

extension PartitionScheme {
  /// Whether two LIST schemes put the same values together.
  fileprivate func hasLists(of other: PartitionScheme) -> Bool {
    guard count == other.count else { return false }
    do {
      return try (0..<count).allSatisfy { place in
        let (left, right) = (try list(place), try other.list(place))
        return left.count == right.count && (0..<left.count).allSatisfy { left.text(at: $0) == right.text(at: $0) }
      }
    } catch { return false }
  }

  private func list(_ place: Int) throws -> Vector {
    let member = given.cell(at: place)
    return try member.vector ?? Vector.repeating(member, count: 1)
  }
}
