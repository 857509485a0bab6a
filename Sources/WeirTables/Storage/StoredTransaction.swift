import Glibc

/// Statements whose changes of tables on disk get there together, at the end, or not at all.
///
/// In memory each change is seen at once, as those of other tables are. Whoever else wants to write to one of the tables waits for the end, so that what is taken back is what these statements did.
package final class StoredTransaction {
  /// In the order in which they were changed first.
  private var changes: [PendingChange] = []

  private init() {}

  /// Runs `body` as a transaction, or as a part of the one that runs on this thread.
  /// - Parameter isCommitted: else its changes are taken back, as they are when it throws.
  /// - Throws: what `body` throws; `.io` when the disk refuses the changes. The tables are then as they were.
  package static func perform<Result>(isCommitted: Bool, _ body: () throws -> Result) throws -> Result {
    if let outer = ofThisThread { return try outer.performPart(isCommitted, body) }
    let transaction = StoredTransaction()
    return try withExtendedLifetime(transaction) {
      ofThisThread = transaction
      defer {
        ofThisThread = nil
        for change in transaction.changes { change.table.lock.letGo() }
      }
      return try transaction.performPart(isCommitted) {
        let result = try body()
        if isCommitted { try transaction.commit() }
        return result
      }
    }
  }

  private func performPart<Result>(_ isCommitted: Bool, _ body: () throws -> Result) throws -> Result {
    let earlier = changes.map(\.table.snapshot)
    do {
      let result = try body()
      if !isCommitted { takeBack(to: earlier) }
      return result
    } catch {
      takeBack(to: earlier)
      throw error
    }
  }

  /// - Parameter earlier: of the tables that had been changed by then.
  private func takeBack(to earlier: [TableSnapshot]) {
    for (place, change) in changes.enumerated() { change.takeBack(to: place < earlier.count ? earlier[place] : change.before) }
  }

  private func commit() throws {
    try StoredBatch(changes.map { StoredBatch.Part(files: $0.files, old: $0.before, next: $0.table.snapshot, change: $0.change) }).commit()
  }

  /// Notes the changes of one statement, all or none, and keeps others from writing to the tables.
  /// - Precondition: the locks of the tables are held.
  func add(_ parts: [(table: Table, files: TableFiles, old: TableSnapshot, next: TableSnapshot)], _ operation: TableOperation) throws {
    do {
      for part in parts { try add(part.table, part.files, operation, from: part.old, to: part.next) }
    } catch {
      for change in changes where parts.contains(where: { $0.table === change.table }) { change.forget() }
      throw error
    }
  }

  private func add(_ table: Table, _ files: TableFiles, _ operation: TableOperation, from old: TableSnapshot, to next: TableSnapshot) throws {
    let known = changes.first { $0.table === table }
    let change = known ?? PendingChange(table, files, before: old)
    if known == nil {
      table.lock.keep()
      changes.append(change)
    }
    try change.add(operation, from: old, to: next)
  }

  /// - Throws: `.unsupported` inside of a transaction, for changes of a database that it could not take back.
  static func refuse(changesOf directory: String) throws {
    guard ofThisThread == nil else { throw KernelError.unsupported("\(directory) cannot be changed inside of a `transaction` block, which covers tables in memory and MVCC tables") }
  }

  // MARK: The thread's transaction

  /// Nil where none runs.
  static var ofThisThread: StoredTransaction? {
    get { pthread_getspecific(key).map { Unmanaged<StoredTransaction>.fromOpaque($0).takeUnretainedValue() } }
    set { pthread_setspecific(key, newValue.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) }) }
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()
}
