/// The rows of a table whose key is one column, found by key, as they were at one moment.
package final class KeyedView: Sendable {
  package let snapshot: TableSnapshot
  private let index: RowIndex
  private let keys: Vector
  /// What the key can be where it is an integer or a moment.
  private let integers: ClosedRange<Int64>?

  /// Nil for a table of a kind that does not overwrite rows by key, and for a key of several columns.
  /// - Throws: `.memory` when the index has to be made.
  package init?(_ table: Table) throws {
    let snapshot = try table.snapshotForQuery()
    guard table.kind.overwrites, let key = snapshot.key, key.columns.count == 1 else { return nil }
    self.snapshot = snapshot
    index = try table.indexes(of: snapshot).unique
    keys = snapshot.columns[try key.indices(in: snapshot)[0]]
    integers = index.holdsIntegers ? PointKey.range(of: keys.storage) : nil
  }

  /// The row with an integer, or a moment as its type counts it, as key.
  package func row(_ key: Int) -> Int? {
    guard let integers, integers.contains(Int64(key)) else { return nil }
    return index.lastRow(withInteger: Int64(key), rowCount: snapshot.rowCount)
  }

  package func row(_ key: String) -> Int? {
    guard keys.type.isLiteral else { return nil }
    let key = PointKey.text(key)
    return index.lastRow(RowKeys.finished(RowKeys.next(0, key.hash)), rowCount: snapshot.rowCount) { key.isEqual(keys, $0) }
  }
}
