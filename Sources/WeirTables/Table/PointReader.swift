/// Reads columns of a keyed or indexed table by a key of one integer or one moment, for one session.
///
/// It remembers where things lie for as long as the table stays as it is, and holds nothing of it: a table that is read again and again is still written in place.
package final class PointReader {
  /// The columns that are read, in the order of the results.
  private let names: [String]
  /// Names and key that the table must have; nil when any will do.
  private let shape: (names: [String], key: TableKey)?
  /// The state of the table that the rest belongs to.
  private var stamp: UInt64 = 0
  private var state: State?

  /// Objects inside of one state of a table; good only inside of `Table.look`, for that state.
  private struct State {
    let index: Unmanaged<RowIndex>
    let rowCount: Int
    let keyType: ElementType
    let columns: [Unmanaged<Vector>]

    @inline(__always)
    func row(_ key: Int64) -> Int? { index._withUnsafeGuaranteedRef { $0.lastRow(withInteger: key, rowCount: rowCount) } }

    /// The element of a column, or none.
    func element(_ column: Int, at row: Int?) throws -> Vector {
      try columns[column]._withUnsafeGuaranteedRef { vector in try row.map { try vector.single(at: $0) } ?? vector.emptyLike(capacity: 0) }
    }
  }

  /// - Parameter shape: names and key that the table must have: where it has others, somebody else has to look.
  package init(_ names: [String], in shape: (names: [String], key: TableKey)? = nil) {
    self.names = names
    self.shape = shape
  }

  /// The columns of the row with a key: vectors of one element, or empty when no row has the key. Nil when somebody else has to look: the key of the table is another, or
  /// the value is of another kind than the key.
  /// - Throws: `.name` for a column that is not there, `.memory`.
  package func row(of table: Table, withKey key: borrowing Cell) throws -> [Vector]? {
    try table.look { stamp, present in
      guard let (state, number) = try found(key, stamp, present, table) else { return nil }
      let row = state.row(number)
      return try state.columns.indices.map { try state.element($0, at: row) }
    }
  }

  /// The same for the first column alone.
  package func element(of table: Table, withKey key: borrowing Cell) throws -> Vector? {
    try table.look { stamp, present in
      guard let (state, number) = try found(key, stamp, present, table) else { return nil }
      return try state.element(0, at: state.row(number))
    }
  }

  @inline(__always)
  private func found(_ key: borrowing Cell, _ stamp: UInt64, _ present: borrowing TableSnapshot, _ table: Table) throws -> (state: State, key: Int64)? {
    if self.stamp != stamp { try prepare(stamp, present, table) }
    guard let state, case .integer(let number)? = PointKey(key, of: state.keyType) else { return nil }
    return (state, number)
  }

  private func prepare(_ stamp: UInt64, _ present: borrowing TableSnapshot, _ table: Table) throws {
    self.stamp = stamp
    state = nil
    guard table.kind.overwrites, let key = present.key, key.columns.count == 1, let index = present.index?.unique, index.holdsIntegers else { return }
    if let shape, present.names != shape.names || key != shape.key { return }
    let keys = present.columns[try Table.require(key.columns[0], in: present)]
    state = State(
      index: .passUnretained(index), rowCount: present.rowCount, keyType: keys.type,
      columns: try names.map { .passUnretained(present.columns[try Table.require($0, in: present)]) })
  }
}

/// The readers of a session that were used last.
package final class PointReaders {
  private struct Entry {
    /// Of the table, which may be gone.
    let address: UnsafeMutableRawPointer
    let column: String
    let reader: PointReader
  }

  private var entries: [Entry?] = Array(repeating: nil, count: countMax)

  private static let countMax = 16

  package init() {}

  package func reader(of table: Table, _ column: String) -> PointReader {
    let address = Unmanaged.passUnretained(table).toOpaque()
    let place = (Int(bitPattern: address) >> 5 &+ column.utf8.count) % PointReaders.countMax
    if let known = entries[place], known.address == address, known.column == column { return known.reader }
    // A table that was made where another one was differs from it in its stamp.
    let reader = PointReader([column])
    entries[place] = Entry(address: address, column: column, reader: reader)
    return reader
  }
}
