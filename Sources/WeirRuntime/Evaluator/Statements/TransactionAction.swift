import WeirSyntax
import WeirTables

/// `transaction { … }`: its changes of tables stay all, or when a statement fails or `rollback` ends it none. Those of tables on disk get there together at the end.
///
/// One inside of another is a part of it: what it commits stays if the outer one does.
final class TransactionAction: Action {
  let body: Action
  let isCommitted: Bool
  let scope: Scope

  init(_ body: Action, isCommitted: Bool, scope: Scope, span: SourceSpan) {
    self.body = body
    self.isCommitted = isCommitted
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let session = frame.session
    var savepoint = Savepoint()
    try savepoint.save(session.globals.cells, count: session.globals.names.count)
    if !scope.isTopLevel { try savepoint.save(frame.locals, count: scope.frameSize) }
    for name in session.shared.names { if let value = session.shared.value(name) { try savepoint.save(value, depth: 0) } }
    // Other threads would wait for the tables that this one has changed.
    let canSpread = session.canSpread
    session.canSpread = false
    defer { session.canSpread = canSpread }
    do {
      let completion = try StoredTransaction.perform(isCommitted: isCommitted) { try body.run(frame) }
      if !isCommitted { savepoint.restore() }
      return completion
    } catch {
      savepoint.restore()
      throw placed(error)
    }
  }
}

/// Tables in memory as they are at one moment. Costs a reference for each: snapshots do not change.
private struct Savepoint {
  private var tables: [ObjectIdentifier: (table: Table, snapshot: TableSnapshot)] = [:]

  mutating func save(_ cells: UnsafeMutablePointer<Cell>, count: Int) throws {
    for index in 0..<count { try save(cells[index], depth: 0) }
  }

  /// The tables in tuples, dictionaries and instances too, as deep as a script is likely to reach for one.
  mutating func save(_ value: borrowing Cell, depth: Int) throws {
    if let table = value.table { return save(table) }
    if let partitioned = value.partitionedTable { return partitioned.parts.forEach { save($0) } }
    guard depth < Savepoint.depthMax else { return }
    if let tuple = value.tuple {
      for index in 0..<tuple.count { try tuple.withCell(index) { try save($0, depth: depth + 1) } }
    } else if let dictionary = value.dictionary, dictionary.valueType == .any {
      try save(.vector(try dictionary.values), depth: depth + 1)
    } else if let instance = value.instance {
      for index in instance.fieldNames.indices { try save(instance.field(at: index), depth: depth + 1) }
    }
  }

  private static let depthMax = 4

  private mutating func save(_ table: Table) { if !table.isOnDisk { tables[ObjectIdentifier(table)] = (table, table.snapshot) } }

  func restore() { for (table, snapshot) in tables.values { table.restore(snapshot) } }
}
