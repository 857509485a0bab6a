import WeirHost

// A table's part in a change that it has in common with others. `StoredBatch` says in which order these are called.
extension TableFiles {
  /// What has been written of a change that is not decided.
  enum Prepared {
    case record(LogChange)
    case files(WrittenFiles)
  }

  /// Whether the disk has the table as it is in memory, and nothing else.
  var isCertain: Bool { !isUncertain && !log.isBroken }

  /// Writes the table anew where the disk may have something else. It stays the same version.
  /// - Throws: `.io`.
  func makeCertain(_ table: TableSnapshot) throws {
    guard !isCertain, doubt.map({ $0.isDecided(by: self) }) ?? true else { return }
    try write(table, FileChange(rewriting: Array(table.columns.indices), startsLog: true, statementCount: 0))
  }

  /// Writes a change so that it can be made and dropped, whatever happens.
  /// - Throws: `.io`; the table on disk is then the one it was.
  func prepare(_ change: Change, _ next: TableSnapshot, for batch: BatchReference) throws {
    switch change {
    case .none: return
    case .record(let record):
      try log.append(PreparedRecord(batch, .record(record.bytes)).encoded())
      prepared = .record(record)
    case .files(var change):
      // The log with the prepared change goes when the change is made.
      change.startsLog = true
      let files = try makeFiles(next, change)
      do { try log.append(PreparedRecord(batch, .manifest(try files.manifest.encoded())).encoded()) } catch {
        remove(files.written)
        throw error
      }
      prepared = .files(files)
    }
  }

  /// Makes a change of this table, and with it those that others have prepared.
  /// - Throws: `.io`; the change may have been made nevertheless where the table is not certain then.
  func decide(_ change: Change, _ next: TableSnapshot, participants: [UInt64]) throws {
    let decision = { DecisionRecord(version: self.version + change.statementCount, participants: participants, change: $0) }
    switch change {
    case .none: return
    case .record(let record):
      let decision = decision(record.bytes)
      try log.append(decision.encoded())
      adopt(record)
      decisions.withLock { decision.add(to: &$0) }
    case .files(let change):
      let decision = decision([])
      var files = try makeFiles(next, change)
      decision.add(to: &files.manifest.decisions)
      try publish(files)
      decisions.withLock { decision.add(to: &$0) }
    }
  }

  /// Makes the prepared change, which has been decided. Where the disk refuses, it is made when the table is opened, or written anew.
  func makePrepared() {
    defer { prepared = nil }
    switch prepared {
    case .record(let record):
      adopt(record)
      // So that the table can be opened by itself.
      log.note()
    case .files(let files):
      let gone = filesGone(with: files)
      do {
        try ManifestFile.replace(place.manifest, kind: TableManifest.kind, with: try files.manifest.encoded(), on: disk)
        adopt(files)
        remove(gone)
      } catch {
        isUncertain = true
        adopt(files)
      }
    case nil: return
    }
  }

  /// Takes the prepared change back, which has not been decided and will not be.
  func dropPrepared() {
    // Where the disk refuses, the log is broken and the table is written anew by the next change; and who opens it before is told that the change did not take place.
    do { try log.removeLast() } catch {}
    if case .files(let files) = prepared { remove(files.written) }
    prepared = nil
  }

  /// Drops what was prepared for a change that did not take place, as is known by now.
  /// - Throws: `.io` where it is not known yet.
  func leaveDoubt() throws {
    guard let doubt, !doubt.isDecided(by: self) else { return }
    guard doubt.isOver else {
      throw KernelError(
        .io, "The MVCC table \(place.name) in \(place.directory) cannot be changed before \(doubt.coordinator.name) in \(doubt.coordinator.directory), which the disk refused to write: a change of both is not decided")
    }
    self.doubt = nil
    dropPrepared()
  }
}

extension TableFiles.Change {
  /// How many statements it is the change of.
  var statementCount: Int {
    switch self {
    case .none: 0
    case .record(let record): record.statementCount
    case .files(let files): files.statementCount
    }
  }
}
