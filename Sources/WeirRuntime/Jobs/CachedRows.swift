import Synchronization
import WeirTables

/// What fills a cached table: a function that each session makes its own when it is its turn to call it.
package final class CachedRows: Sendable {
  private let function: Parcel
  private let definitions: Definitions
  private let retentionNanoseconds: Int64
  /// When the rows were made, on the clock that only goes forward.
  private let made: Mutex<Int64>

  private init(_ function: Function, seconds: Int, in session: SessionContext) throws {
    self.function = try Parcel(.function(function))
    definitions = Definitions(of: session)
    retentionNanoseconds = Int64(clamping: seconds.multipliedReportingOverflow(by: 1_000_000_000).overflow ? .max : seconds * 1_000_000_000)
    made = Mutex(session.host.clock.monotonicNanoseconds())
  }

  /// A table that holds what `function` gives now.
  /// - Throws: `.type` when that is no table.
  package static func makeTable(_ function: Function, retentionSeconds: Int, in session: SessionContext) throws -> Table {
    let rows = try CachedRows(function, seconds: retentionSeconds, in: session)
    let first = try rows.result(of: function, session)
    return Table(first, kind: .cached, filler: rows)
  }

  /// Makes the rows anew when they are too old.
  static func refresh(_ table: Table, in session: SessionContext) throws {
    guard let rows = table.filler as? CachedRows else { return }
    let now = session.host.clock.monotonicNanoseconds()
    let isMine = rows.made.withLock { made in
      guard now - made >= rows.retentionNanoseconds else { return false }
      made = now
      return true
    }
    guard isMine else { return }
    try session.receive(functionsOf: rows.definitions)
    guard let function = try rows.function.unpack(in: session).function else { return }
    table.restore(try rows.result(of: function, session))
  }

  private func result(of function: Function, _ session: SessionContext) throws -> TableSnapshot {
    let slab = ArgumentSlab(count: 0)
    let value = try session.call(function, slab.cells, count: 0)
    guard let table = value.table else { throw KernelError.type("cachedTable: `updateFunc` must give a table, got \(ValueDescription.short(value))") }
    return table.snapshot
  }
}
