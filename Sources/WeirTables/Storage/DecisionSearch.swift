import Glibc
import WeirHost

/// Finds out whether a change of several tables took place that was interrupted: the table that decided it knows.
struct DecisionSearch {
  private let disk: any Disk

  init(_ disk: any Disk) { self.disk = disk }

  /// - Parameters:
  ///   - participant: the table which has prepared the change, as the coordinator knows it.
  ///   - others: the tables of this process, by what tells them from others.
  /// - Throws: `.io` when the other table cannot be found, or cannot be read, naming both.
  func isMade(_ batch: BatchReference, for table: TablePlace, _ participant: UInt64, among others: (String) -> TableFiles?) throws -> Bool {
    // Tables that were moved, or copied, together are still beside each other.
    let beside = FilePath.normalized(FilePath.join(try onDisk { try disk.canonical(table.directory) }, batch.relativeDirectory))
    let directories = beside == batch.directory ? [beside] : [beside, batch.directory]
    for directory in directories {
      let place = try TablePlace(directory, batch.name)
      do {
        guard let decisions = try decisions(of: place, batch.identity, among: others) else { continue }
        return try isMade(batch, decisions[participant] ?? 0)
      } catch let error as KernelError {
        throw KernelError(.io, "\(DecisionSearch.problem(table)) the MVCC table \(place.name) in \(place.directory), which does not say it: \(error.text)")
      }
    }
    throw KernelError(
      .io, "\(DecisionSearch.problem(table)) the MVCC table \(batch.name), which is \(directories.count == 1 ? "not in" : "neither in") \(directories.joined(separator: " nor in ")) any more")
  }

  private static func problem(_ table: TablePlace) -> String {
    "The MVCC table \(table.name) in \(table.directory) cannot be opened: its last change was interrupted, and whether it took place is known to"
  }

  /// - Parameter last: the last decision about the table that asks. It is never later than the change in question, unless somebody has put back one of the two as it had been.
  private func isMade(_ batch: BatchReference, _ last: Int) throws -> Bool {
    guard last <= batch.version else { throw KernelError(.io, "it has made later changes of both, so that one of the two is as it was at another time") }
    return last == batch.version
  }

  /// What a table decided; nil when there is no such table.
  private func decisions(of place: TablePlace, _ identity: UInt64, among others: (String) -> TableFiles?) throws -> [UInt64: Int]? {
    guard try place.isThere(on: disk) else { return nil }
    if let files = others(try place.key(on: disk)), files.identity == identity { return files.decisions.withLock { $0 } }
    var refusals = 0
    while true {
      do { return try read(place, identity) } catch let error as KernelError {
        // A process that is writing to the table may be between two steps.
        refusals += 1
        guard refusals < DecisionSearch.attempts, try isTaken(place) else { throw error }
        usleep(10_000)
      }
    }
  }

  private static let attempts = 100

  /// Whether somebody has the table open.
  private func isTaken(_ place: TablePlace) throws -> Bool {
    if case .refused = try onDisk({ try disk.lock(place.lock) }) { return true }
    return false
  }

  /// The decisions in the files of a table, which are on the disk for good when this returns; nil when it is another table.
  private func read(_ place: TablePlace, _ identity: UInt64) throws -> [UInt64: Int]? {
    let manifest = try TableManifest.read(place, on: disk)
    guard manifest.identity == identity else { return nil }
    var decisions = manifest.decisions
    let log = place.log(manifest.logNumber)
    try RecordLog.look(log, on: disk, identity: manifest.logIdentity) { try DecisionRecord($0, at: $1)?.add(to: &decisions) }
    try onDisk { try disk.sync([log, place.folder, place.directory]) }
    return decisions
  }
}
