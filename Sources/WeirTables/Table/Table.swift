import Synchronization

/// Which columns of a table are its key, and for tables that keep the latest row of a key those that tell which row is later.
package struct TableKey: Sendable, Equatable {
  package var columns: [String]
  /// Empty where the row that came last is kept.
  package var timeColumns: [String]

  /// - Precondition: `columns` is not empty.
  package init(_ columns: [String], timeColumns: [String] = []) {
    self.columns = columns
    self.timeColumns = timeColumns
  }

  package func contains(_ name: String) -> Bool { columns.contains(name) }

  mutating func rename(_ changes: [(old: String, new: String)]) {
    let renamed = { (name: String) in changes.first { $0.old == name }?.new ?? name }
    columns = columns.map(renamed)
    timeColumns = timeColumns.map(renamed)
  }

  /// The places of the key columns.
  /// - Throws: `.name` when there is no such column.
  package func indices(in snapshot: TableSnapshot) throws -> [Int] { try columns.map { try Table.require($0, in: snapshot) } }
}

/// What a reader of a table sees: columns of one length that nobody changes any more.
package struct TableSnapshot: Sendable {
  package var names: [String]
  /// `names.count` vectors of `rowCount` elements.
  package var columns: [Vector]
  package var rowCount: Int
  /// The key of a table that has one; nil else.
  package var key: TableKey?
  /// Where the row of each key is; nil when somebody has yet to find out. Belongs to the rows from the first on, so that who moves rows drops it.
  var index: RowIndexes?
  /// Which version of an MVCC table this is; nil for every other table.
  var version: SnapshotVersion?
  /// What rows that are added to a stream table may leave out.
  var intake = RowIntake()

  /// - Throws: `.shape` when the columns differ in length, `.name` when a name occurs twice.
  package init(names: [String], columns: [Vector]) throws {
    guard names.count == columns.count else { throw KernelError.shape("\(names.count) names for \(columns.count) columns") }
    rowCount = columns.first?.count ?? 0
    for column in columns where column.count != rowCount { throw KernelError.shape("All columns must be of the same length. RefId:S02010") }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw KernelError(.name, "A table cannot contain columns with duplicate name: \(name).RefId: S05017")
    }
    self.names = names
    self.columns = columns
  }

  /// For who knows that the names differ and the columns are as long as each other.
  package init(differentNames names: [String], columns: [Vector]) {
    self.names = names
    self.columns = columns
    rowCount = columns.first?.count ?? 0
  }

  /// The place of a column, found exactly or else without regard to case.
  package func columnIndex(_ name: String) -> Int? {
    if let exact = names.firstIndex(of: name) { return exact }
    let lowered = name.lowercased()
    return names.firstIndex { $0.lowercased() == lowered }
  }

  /// Keeps the rows at `positions`, in their order.
  package mutating func keep(_ positions: [Int]) throws {
    columns = try columns.map { try $0.gather(positions) }
    rowCount = positions.count
    index = nil
  }

  /// Whether an index over the key is there already.
  package var hasIndex: Bool { index != nil }

  package mutating func removeAllRows() throws {
    columns = try columns.map { try $0.emptyLike(capacity: 0) }
    rowCount = 0
    index = nil
  }
}

/// The kinds of tables, by the name that machine-readable output gives them.
package enum TableKind: String, Sendable {
  case regular = "table"
  case keyed = "keyedTable"
  case indexed = "indexedTable"
  case latestKeyed = "latestKeyedTable"
  case latestIndexed = "latestIndexedTable"
  case stream = "streamTable"
  case keyedStream = "keyedStreamTable"
  case latestKeyedStream = "latestKeyedStreamTable"
  case multiVersion = "mvccTable"
  case cached = "cachedTable"

  /// A row whose key is there overwrites the row that has it.
  package var overwrites: Bool { self == .keyed || self == .indexed || self == .latestKeyed || self == .latestIndexed }
  /// Rows are added and never changed.
  package var isStream: Bool { self == .stream || self == .keyedStream || self == .latestKeyedStream }
  /// Rows are found by the first key columns alone.
  package var isIndexed: Bool { self == .indexed || self == .latestIndexed }
}

/// A table: a holder of snapshots. A reader takes one snapshot and is never disturbed; a writer makes the next one and publishes it.
package final class Table: HeapObject, Sendable {
  /// As many rows as a table can have.
  package static let rowsMax = Int(Int32.max)

  package let kind: TableKind
  /// Held for as long as a writer makes the next snapshot.
  let lock = TableLock()
  /// Columns into which no null is written; those of the rows that were there at first may have some.
  private let withoutNulls: Set<String>
  var hasColumnsWithoutNulls: Bool { !withoutNulls.isEmpty }
  /// Where the table is kept on disk; nil for one that lives in memory alone.
  let store: TableStore?
  /// What makes the rows of a cached table.
  package let filler: (any AnyObject & Sendable)?
  /// Read and written behind the gate.
  @exclusivity(unchecked) private nonisolated(unsafe) var present: TableSnapshot
  /// Which state of which table `present` is: no two have one number.
  @exclusivity(unchecked) private nonisolated(unsafe) var stamp: UInt64
  private let gate = ReaderGate()
  private let sharing = Atomic(false)
  private let readOnly = Atomic(false)

  package init(_ snapshot: TableSnapshot, kind: TableKind = .regular, key: TableKey? = nil, withoutNulls: Set<String> = [], filler: (any AnyObject & Sendable)? = nil, store: TableStore? = nil) {
    self.kind = kind
    self.filler = filler
    self.withoutNulls = withoutNulls
    self.store = store
    var snapshot = snapshot
    snapshot.key = key
    snapshot.version = kind == .multiVersion ? SnapshotVersion(first: store?.version ?? 0) : nil
    present = snapshot
    stamp = Table.newStamp()
  }

  private static let lastStamp = Atomic<UInt64>(0)
  private static func newStamp() -> UInt64 { lastStamp.wrappingAdd(1, ordering: .relaxed).newValue }

  package convenience init(names: [String], columns: [Vector]) throws { self.init(try TableSnapshot(names: names, columns: columns)) }

  package var snapshot: TableSnapshot { gate.read { present } }
  package var rowCount: Int { look { _ in present.rowCount } }
  package var key: TableKey? { snapshot.key }
  /// The present version of an MVCC table, which is the one it was when this was called; nil for every other kind.
  package var version: SnapshotVersion? { snapshot.version }

  /// Whether other sessions may use the table: from then on writers wait for each other.
  package var isShared: Bool {
    get { sharing.load(ordering: .relaxed) }
    set {
      if newValue { gate.widen() }
      sharing.store(newValue, ordering: .relaxed)
    }
  }

  /// Whether every change is refused.
  package var isReadOnly: Bool {
    get { readOnly.load(ordering: .relaxed) }
    set { readOnly.store(newValue, ordering: .relaxed) }
  }

  /// Makes the next snapshot out of the present one, and brings it to the disk when the table is kept there. When `change` throws, or the disk refuses, the table stays as it was.
  /// - Throws: what `TableRules.check` and `TableLock.hold` throw, what `change` throws, and `.io`.
  package func update<Result>(_ operation: TableOperation, _ change: (inout TableSnapshot) throws -> Result) throws -> Result {
    try TableRules.check(operation, self)
    return try lock.hold(waits: waitsForWriters) {
      let present = snapshot
      var next = present
      let result = try change(&next)
      // A kernel that was interrupted may have left rows as they were.
      try Interruption.check()
      try requireNullsAllowed(from: present, to: next)
      try store?.commit(operation, of: self, from: present, to: next)
      publish(next)
      return result
    }
  }

  /// The lock and the present snapshot, for changes of several tables that are published together.
  func begin(_ operation: TableOperation) throws -> TableSnapshot {
    try TableRules.check(operation, self)
    try lock.take(waits: waitsForWriters)
    return snapshot
  }

  /// Ends what `begin` began; without a snapshot the table stays as it was.
  func end(_ next: TableSnapshot?) {
    if let next { publish(next) }
    lock.release()
  }

  func publish(_ next: TableSnapshot) {
    let version = next.version?.next()
    write { present in
      present = next
      present.version = version
    }
  }

  /// - Throws: `.value` when a change puts a null where none is allowed. Those that were there from the first on may stay.
  func requireNullsAllowed(from old: TableSnapshot, to next: TableSnapshot) throws {
    guard next.rowCount >= old.rowCount else { return }
    for name in withoutNulls.sorted() {
      guard let place = next.columnIndex(name), place < old.columns.count, next.columns[place] !== old.columns[place] else { continue }
      let (before, after) = (old.columns[place], next.columns[place])
      // Rows that came behind the others have left those as they were.
      let first = next.rowCount > old.rowCount ? old.rowCount : 0
      guard (first..<next.rowCount).contains(where: { after.isNull(at: $0) && !($0 < before.count && before.isNull(at: $0)) }) else { continue }
      throw KernelError.value("The column \(name) does not allow NULL values.")
    }
  }

  /// Writers of a table that is not shared are to be one session's, except where the kind is made for several.
  var waitsForWriters: Bool { isShared || kind == .multiVersion }

  /// What a query reads.
  /// - Throws: `.value` while another thread writes to a regular table that is not shared.
  package func snapshotForQuery() throws -> TableSnapshot {
    if kind == .regular, !isShared, lock.isHeldByAnother { throw TableLock.conflict }
    return snapshot
  }

  /// Changes the present snapshot where it lies, so that buffers that no reader holds are written in place. Readers wait.
  /// - Precondition: the lock is held, and `change` leaves a whole snapshot also when it throws.
  func changeInPlace<Result>(_ change: (inout TableSnapshot) throws -> Result) throws -> Result { try write(change) }

  private func write<Result>(_ change: (inout TableSnapshot) throws -> Result) rethrows -> Result {
    try gate.write {
      stamp = Table.newStamp()
      return try change(&present)
    }
  }

  /// Keeps the present snapshot as it is for a look-up of a few rows: `body` must be short, and must not come back to this table except for `snapshotWhileLooking`.
  /// - Parameter body: gets the number of this state of this table, which no other state of any table has.
  @inline(__always)
  func look<Result: ~Copyable>(_ body: (_ stamp: UInt64) throws -> Result) rethrows -> Result { try gate.read { try body(stamp) } }

  /// - Precondition: called from inside of `look`.
  var snapshotWhileLooking: TableSnapshot { present }

  /// Gives the present snapshot the index of its rows, unless there is another one by now.
  func remember(_ index: RowIndexes, for snapshot: TableSnapshot) {
    write { present in
      guard present.index == nil, present.rowCount == snapshot.rowCount, present.columns.elementsEqual(snapshot.columns, by: ===) else { return }
      present.index = index
    }
  }

  /// Gives the indexes of the present snapshot one over the first key columns, unless rows were added since.
  func remember(_ index: RowIndex, prefix count: Int, _ indexes: RowIndexes, for snapshot: TableSnapshot) {
    write { present in
      guard present.index === indexes, present.rowCount == snapshot.rowCount else { return }
      indexes.remember(index, prefix: count)
    }
  }

  /// Whether each change goes to the disk. May be asked without the lock: what is there stays there.
  package var isOnDisk: Bool { store?.hasName ?? false }

  /// Goes back to what an earlier reader saw, in memory alone.
  package func restore(_ earlier: TableSnapshot) {
    var earlier = earlier
    earlier.index = nil
    publish(earlier)
  }

  /// Goes back to an earlier version, as if there had been none since.
  func unwind(to earlier: TableSnapshot) { write { $0 = earlier } }

  /// Gives a table that is to be kept on disk, and has no files yet, its name and its files; any other table stays as it is.
  /// - Throws: `.value` when there is such a table already, `.io`, `.unsupported`.
  package func keep(as name: String) throws {
    guard let store else { return }
    try lock.hold(waits: true) { if !store.hasName { try store.create(name, for: self, snapshot) } }
  }

  package func copiedForAssignment() -> Cell {
    // What others subscribe to, or several write to at once, is one object: assigning it gives it another name.
    guard !kind.isStream, kind != .multiVersion else { return .table(self) }
    var copy = snapshot
    copy.columns = copy.columns.map { $0.sharingHeader() }
    copy.index = copy.index?.borrowed()
    return .table(Table(copy, kind: kind, key: copy.key, filler: filler))
  }
}
