import WeirSyntax
import WeirTables

/// `transaction { … }`: its changes of tables in memory stay all, or when a statement fails or `rollback` ends it none.
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
    let completion: Completion
    do { completion = try body.run(frame) } catch {
      try takeBack(savepoint)
      throw placed(error)
    }
    if !isCommitted { try takeBack(savepoint) }
    return completion
  }

  /// - Throws: what a disk answers that refuses to be as it was before.
  private func takeBack(_ savepoint: Savepoint) throws {
    do { try savepoint.restore() } catch { throw placed(error) }
  }
}

/// Tables as they are at one moment. Costs a reference for each: snapshots do not change.
private struct Savepoint {
  private var tables: [ObjectIdentifier: (table: Table, snapshot: TableSnapshot)] = [:]

  mutating func save(_ cells: UnsafeMutablePointer<Cell>, count: Int) throws {
    for index in 0..<count { try save(cells[index], depth: 0) }
  }

  /// The tables in tuples, dictionaries and instances too, as deep as a script is likely to reach for one.
  mutating func save(_ value: borrowing Cell, depth: Int) throws {
    if let table = value.table {
      tables[ObjectIdentifier(table)] = (table, table.snapshot)
      return
    }
    if let partitioned = value.partitionedTable {
      for part in partitioned.parts { tables[ObjectIdentifier(part)] = (part, part.snapshot) }
      return
    }
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

  /// Takes back what it can, and throws what hindered it first.
  func restore() throws {
    var failure: (any Error)?
    for (table, snapshot) in tables.values {
      do { try table.restore(snapshot) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
