import Synchronization
import WeirHost

/// The values of one column in some rows of a partition: a file that is written once. It goes with the last who holds this object, unless the table still has it.
final class DatabaseFile: Sendable {
  let number: Int
  let identity: ColumnFile.Identity
  private let path: String
  private let disk: any Disk
  private let isKept: Atomic<Bool>
  private let loaded = Mutex<Loaded>(Loaded())

  private struct Loaded {
    /// Columns that lie in mapped memory, which the system takes back when it needs it.
    var held: Vector?
    weak var shared: Vector?
  }

  /// A file that the table has.
  init(number: Int, identity: ColumnFile.Identity, path: String, on disk: any Disk) {
    (self.number, self.identity, self.path, self.disk) = (number, identity, path, disk)
    isKept = Atomic(true)
  }

  /// Writes a file that nobody has yet, and whose bytes may not have reached the disk.
  init(writing column: Vector, number: Int, path: String, on disk: any Disk) throws {
    identity = try ColumnFile.write(column, to: path, on: disk, syncs: false)
    (self.number, self.path, self.disk) = (number, path, disk)
    isKept = Atomic(false)
  }

  deinit {
    guard !isKept.load(ordering: .acquiring) else { return }
    // What cannot be removed now is, when the database is opened the next time.
    do { try disk.remove(path) } catch { return }
  }

  /// The table has this file from here on; or nobody knows whether it does, because it could not be written down.
  func keep() { isKept.store(true, ordering: .releasing) }
  /// The table has this file no longer.
  func drop() { isKept.store(false, ordering: .releasing) }

  /// - Throws: `.io` when the file is damaged or missing; a process that only reads finds it missing when the one that writes has removed it, which is passing.
  func column() throws -> Vector {
    if let known = loaded.withLock({ $0.held ?? $0.shared }) { return known }
    let column: Vector
    do { column = try ColumnFile.read(path, on: disk, identity: identity) } catch var error as KernelError {
      error.isPassing = try onDisk { try !disk.exists(path) }
      throw error
    }
    loaded.withLock { loaded in
      if column.storage.isFixedWidth { loaded.held = column } else { loaded.shared = column }
    }
    return column
  }

  func byteCount() throws -> Int { try onDisk { try disk.status(of: path)?.size ?? 0 } }
}

/// Some rows of a partition: what one write brought, and what was merged with it.
struct DatabaseSegment: Sendable {
  let rowCount: Int
  /// By the number of the column. A column that is younger than the rows has none, and one whose values the partition itself tells.
  let files: [Int: DatabaseFile]
}

/// A partition as it was at one moment.
final class DatabasePartition: Sendable {
  /// The label at each level; empty for a table that is not partitioned.
  let labels: [String]
  let segments: [DatabaseSegment]
  /// How often it was written to.
  let version: Int

  init(labels: [String], segments: [DatabaseSegment], version: Int) {
    (self.labels, self.segments, self.version) = (labels, segments, version)
  }

  var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }
  var path: String { labels.joined(separator: "/") }
  var files: [DatabaseFile] { segments.flatMap { $0.files.values } }
}
