import WeirHost

/// A change of several tables on disk, of which all is there or nothing, also after a crash.
///
/// Two-phase commit in which the first table is the coordinator, and the last that writes: each of the others prepares its part in its own log, and the record, or the manifest, by which the coordinator makes its
/// own part is the decision. So the change costs no more syncs than its parts would alone. What is prepared and not decided did not take place. A table that is opened with a prepared change looks into the files of the coordinator,
/// which keeps the last decision about each table for ever: who has prepared another change knew of the ones before.
struct StoredBatch {
  /// One table's part.
  struct Part {
    let files: TableFiles
    let old: TableSnapshot
    let next: TableSnapshot
    /// How the files get from one to the other.
    let change: () throws -> TableFiles.Change
  }

  private let parts: [Part]

  init(_ parts: [Part]) { self.parts = parts }

  /// Brings the change to the disk. When this returns, it is there.
  /// - Precondition: the locks of all tables are held.
  /// - Throws: `.io`, `.interrupted`, `.unsupported`; each table on disk is then the one it was, as far as the disk lets itself be written.
  func commit() throws {
    for part in parts { try part.files.makeCertain(part.old) }
    for part in parts { try part.files.leaveDoubt() }
    // What was prepared in doubt may have been refused to go.
    for part in parts { try part.files.makeCertain(part.old) }
    let changes = try parts.map { (part: $0, change: try $0.change()) }.filter { !$0.change.isNothing }
    guard let (first, change) = changes.first else { return }
    guard changes.count > 1 else { return try first.files.commit(change, first.next) }
    try StoredBatch.commit(first, change, Array(changes.dropFirst()))
  }

  private static func commit(_ coordinator: Part, _ change: TableFiles.Change, _ others: [(part: Part, change: TableFiles.Change)]) throws {
    let version = coordinator.files.version + change.statementCount
    var prepared: [TableFiles] = []
    do {
      for (part, change) in others {
        try part.files.prepare(change, part.next, for: try reference(to: coordinator.files, version, from: part.files))
        prepared.append(part.files)
      }
      try coordinator.files.decide(change, coordinator.next, participants: prepared.map(\.participant))
    } catch {
      if isUndone(coordinator) { for files in prepared { files.dropPrepared() } } else { Doubt.begin(coordinator.files, prepared) }
      throw error
    }
    for files in prepared { files.makePrepared() }
  }

  /// Whether the disk has no decision, and gets none any more.
  private static func isUndone(_ coordinator: Part) -> Bool {
    do {
      try coordinator.files.makeCertain(coordinator.old)
      return true
    } catch { return false }
  }

  private static func reference(to coordinator: TableFiles, _ version: Int, from files: TableFiles) throws -> BatchReference {
    let (target, start) = try onDisk { (try files.disk.canonical(coordinator.place.directory), try files.disk.canonical(files.place.directory)) }
    return BatchReference(
      identity: coordinator.identity, name: coordinator.place.name, relativeDirectory: FilePath.relative(target, from: start), directory: target, version: version)
  }
}

extension TableFiles.Change {
  fileprivate var isNothing: Bool { if case .none = self { true } else { false } }
}
