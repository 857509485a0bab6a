import Synchronization
import WeirHost

/// A database on disk: how the rows of its tables are told apart, and which tables it has.
///
/// In its directory lie `database.manifest`, a manifest for each table by its number, and below the path of a partition a directory for each table with the files of its columns:
/// `20180801/Key0/1.table/c3.17` is the file 17, of the column 3.
package final class Database: Sendable {
  /// As scripts name it.
  package let directory: String
  let path: String
  let disk: any Disk
  package let isReadOnly: Bool
  let newValues: NewValuePolicy
  private let state: Mutex<DatabaseState>
  /// Held while the manifest is made and written.
  private let changing = Monitor()
  /// Of a local database; one under the home directory lives by that one's.
  private let lock: (any FileLock)?
  private let home: DatabaseHome

  init(_ place: DatabasePlace, _ state: DatabaseState, home: DatabaseHome, lock: (any FileLock)?) {
    (directory, path, disk) = (place.directory, place.path, home.disk)
    (isReadOnly, newValues, self.home, self.lock) = (home.isReadOnly, home.newValues, home, lock)
    self.state = Mutex(state)
  }

  package var engine: String { state.withLock { $0.engine } }
  package var atomicity: String { state.withLock { $0.atomicity } }
  package var levels: [DatabaseLevel] { state.withLock { $0.levels } }
  /// Of a database whose tables have their partitions by the order of the rows: how many; nil for every other.
  package var sequenceCount: Int? { state.withLock { $0.sequenceCount } }
  /// In alphabetical order.
  package var tableNames: [String] { state.withLock { $0.tables.keys.sorted() } }
  func tableNumber(_ name: String) -> Int? { state.withLock { $0.tables[name] } }
  func name(of number: Int) -> String? { state.withLock { $0.tables.first { $0.value == number }?.key } }
  /// A write that meets another one in a partition waits for it.
  var waitsForWriters: Bool { atomicity == "CHUNK" }
  /// Before the path of a partition, in errors and listings.
  package var chunkPath: String { directory.hasPrefix(DatabasePlace.scheme) ? "/" + directory.dropFirst(DatabasePlace.scheme.count) : directory }

  /// - Throws: `.immutable` where the home directory is only read, `.unsupported` inside of a transaction, which could not take the change back.
  func requireWritable() throws {
    try StoredTransaction.refuse(changesOf: directory)
    if isReadOnly { throw KernelError(.immutable, "\(directory) cannot be changed: the home directory is only read (--read-only)") }
  }

  // MARK: Files

  static let manifestName = "database.manifest"

  func manifestPath(of table: Int) -> String { FilePath.join(path, "\(table).manifest") }

  func filePath(_ labels: [String], table: Int, column: Int, file: Int) -> String {
    let partition = labels.reduce(path) { FilePath.join($0, $1) }
    return FilePath.join(FilePath.join(partition, "\(table).table"), "c\(column).\(file)")
  }

  /// What another process has written meanwhile, where this one only reads.
  func refresh() throws {
    guard isReadOnly else { return }
    let next = try DatabaseState(reading: FilePath.join(path, Database.manifestName), on: disk)
    state.withLock { if next.number > $0.number { $0 = next } }
  }

  // MARK: Changing

  /// Makes the next state true, first on disk.
  func change<Result>(_ change: (inout DatabaseState) throws -> Result) throws -> Result {
    try requireWritable()
    return try changing.withLock {
      var next = state.withLock { $0 }
      let result = try change(&next)
      next.number += 1
      let manifest = FilePath.join(path, Database.manifestName)
      do {
        try next.write(to: manifest, on: disk)
      } catch {
        // It may have been replaced all the same: the one before takes its place, or else what is there is true.
        var back = state.withLock { $0 }
        back.number = next.number + 1
        do { try back.write(to: manifest, on: disk) } catch { back = try DatabaseState(reading: manifest, on: disk) }
        state.withLock { [back] in $0 = back }
        throw error
      }
      state.withLock { $0 = next }
      return result
    }
  }

  /// The levels by which rows are told apart, after values that are new have become partitions.
  /// - Parameter columns: the partition columns of the rows.
  /// - Throws: `.value` when new values are an error.
  func levels(for columns: [Vector]) throws -> [DatabaseLevel] {
    let present = levels
    var added: [(level: Int, values: Vector)] = []
    for (index, (level, column)) in zip(present, columns).enumerated() where level.scheme.kind == .value && newValues != .skip {
      let values = try level.scheme.unknownValues(in: column)
      guard values.count > 0 else { continue }
      guard newValues == .add else {
        throw KernelError.value("Some of the data being written is not defined in the partitioning scheme of the target database. RefId:S01016")
      }
      added.append((index, values))
    }
    guard !added.isEmpty else { return present }
    return try change { state in
      for (index, values) in added { state.levels[index] = try state.levels[index].adding(values) }
      return state.levels
    }
  }

  /// Adds values to a VALUE level.
  /// - Returns: how many were new.
  package func add(values: Vector, at level: Int) throws -> Int {
    try requireLevel(level)
    return try change { state in
      let before = state.levels[level].scheme
      guard before.kind == .value else { throw KernelError.value("level \(level) of \(directory) is no VALUE level but \(before.kind.name)") }
      state.levels[level] = try state.levels[level].adding(try before.unknownValues(in: values))
      return state.levels[level].scheme.count - before.count
    }
  }

  /// Adds ranges behind the last one of a RANGE level.
  /// - Returns: how many.
  package func add(borders: Vector, at level: Int) throws -> Int {
    try requireLevel(level)
    return try change { state in
      let before = state.levels[level].scheme
      guard before.kind == .range else { throw KernelError.value("level \(level) of \(directory) is no RANGE level but \(before.kind.name)") }
      state.levels[level] = DatabaseLevel(try before.adding(borders: borders))
      return state.levels[level].scheme.count - before.count
    }
  }

  private func requireLevel(_ level: Int) throws {
    let count = levels.count
    guard level >= 0, level < count else { throw KernelError.range("`level` must be 0 to \(count - 1) for \(directory), got \(level)") }
  }
}

extension DatabaseLevel {
  /// The same with values that it does not have yet.
  func adding(_ values: Vector) throws -> DatabaseLevel {
    let new = try scheme.unknownValues(in: values)
    return new.count == 0 ? self : DatabaseLevel(try scheme.adding(values: new))
  }
}

extension PartitionScheme {
  /// The values that belong to no partition of a VALUE scheme, each once, of the scheme's type; null, which never becomes one, is left out.
  func unknownValues(in values: Vector) throws -> Vector {
    let converted = try type.isLiteral && values.type.isLiteral ? values : values.converted(to: type == .symbol ? .string : type, scale: 0)
    let places = try partitions(of: converted)
    var seen: Set<PartitionKey> = []
    let unknown = places.indices.filter { places[$0] < 0 && !converted.isNull(at: $0) }
    guard !unknown.isEmpty else { return try given.emptyLike(capacity: 0) }
    let candidates = try converted.gather(unknown)
    let keys = try PartitionKeys(candidates)
    let rows = (0..<candidates.count).filter { seen.insert(keys.key($0)).inserted }
    // In ascending order, so that partitions do not depend on the order of rows.
    let distinct = try candidates.gather(rows)
    return try distinct.gather(try SortKernel.order(keys: [SortKey(distinct)]))
  }
}
