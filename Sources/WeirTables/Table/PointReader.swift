/// Reads columns of a keyed or indexed table by a whole key, for one session.
///
/// It remembers where things lie for as long as the table stays as it is, and holds nothing of it: a table that is read again and again is still written in place.
package final class PointReader {
  /// The columns that are read, in the order of the results.
  private let names: [String]
  /// Names and key that the table must have; nil when any will do.
  private let shape: (names: [String], key: TableKey)?
  /// The state of the table that the rest belongs to: objects inside of it, which are good only inside of `Table.look`, for that state.
  private var stamp: UInt64 = 0
  /// Nil while the table has none.
  private var index: Unmanaged<RowIndex>?
  private var rowCount = 0
  private var keys: [KeyColumn] = []
  /// As many as `names`, when there is an index.
  private let columns: UnsafeMutablePointer<Unmanaged<Vector>>
  private struct KeyColumn {
    let type: ElementType
    let column: Unmanaged<Vector>
  }

  /// What `element` gave last: mostly its number has been taken out of it by now, and nobody has it any more.
  private var answer: FixedVector?

  /// - Parameter shape: names and key that the table must have: where it has others, somebody else has to look.
  package init(_ names: [String], in shape: (names: [String], key: TableKey)? = nil) {
    self.names = names
    self.shape = shape
    columns = .allocate(capacity: names.count)
  }

  deinit { columns.deallocate() }

  /// The columns of the row with a key: vectors of one element, or empty when no row has the key. Nil when somebody else has to look: the key of the table is another, or
  /// a value is of another kind than its column of the key.
  /// - Parameters:
  ///   - values: of the columns of the key, in their order.
  ///   - count: how many they are.
  /// - Throws: `.name` for a column that is not there, `.memory`.
  package func row(of table: Table, withKey values: UnsafePointer<Cell>, _ count: Int) throws -> [Vector]? {
    try table.look { stamp in
      guard let row = try found(values, count, stamp, table) else { return nil }
      return try names.indices.map { try element($0, row) }
    }
  }

  /// The same for the first column alone.
  package func element(of table: Table, withKey values: UnsafePointer<Cell>, _ count: Int) throws -> Vector? {
    try table.look { stamp in
      guard let row = try found(values, count, stamp, table) else { return nil }
      guard case .at(let place) = row, let answer = columns[0]._withUnsafeGuaranteedRef({ answerAgain($0, place) }) else {
        let vector = try element(0, row)
        if case .at = row { answer = vector as? FixedVector }
        return vector
      }
      return answer
    }
  }

  /// The vector of the answer before with another element; nil when somebody has kept it, or the column is of another type.
  @inline(__always)
  private func answerAgain(_ column: Vector, _ row: Int) -> FixedVector? {
    guard isKnownUniquelyReferenced(&answer), let answer, answer.becomeElement(row, of: column) else { return nil }
    return answer
  }

  private enum Row {
    case at(Int)
    case none
  }

  @inline(__always)
  private func found(_ values: UnsafePointer<Cell>, _ count: Int, _ stamp: UInt64, _ table: Table) throws -> Row? {
    if self.stamp != stamp { try prepare(stamp, table) }
    guard let index, count == keys.count else { return nil }
    return index._withUnsafeGuaranteedRef { index in index.holdsIntegers ? found(values.pointee, index) : found(values, index) }
  }

  /// By a key of one integer or moment.
  @inline(__always)
  private func found(_ value: borrowing Cell, _ index: RowIndex) -> Row? {
    guard let key = PointKey(value, of: keys[0].type) else { return nil }
    guard case .integer(let number) = key else { return Row.none }
    return index.lastRow(withInteger: number, rowCount: rowCount).map { .at($0) } ?? Row.none
  }

  /// By a key of text, or of several columns.
  @inline(never)
  private func found(_ values: UnsafePointer<Cell>, _ index: RowIndex) -> Row? {
    var parts: [PointKey] = []
    parts.reserveCapacity(keys.count)
    var hash: UInt64 = 0
    var isAbsent = false
    for place in keys.indices {
      guard let part = PointKey(values[place], of: keys[place].type) else { return nil }
      if case .absent = part { isAbsent = true }
      hash = RowKeys.next(hash, part.hash)
      parts.append(part)
    }
    guard !isAbsent else { return Row.none }
    let row = index.lastRow(RowKeys.finished(hash), rowCount: rowCount) { row in
      for place in keys.indices where !keys[place].column._withUnsafeGuaranteedRef({ parts[place].isEqual($0, row) }) { return false }
      return true
    }
    return row.map { .at($0) } ?? Row.none
  }

  @inline(__always)
  private func element(_ column: Int, _ row: Row) throws -> Vector {
    try columns[column]._withUnsafeGuaranteedRef { vector in
      switch row {
      case .at(let row): try vector.single(at: row)
      case .none: try vector.emptyLike(capacity: 0)
      }
    }
  }

  @inline(never)
  private func prepare(_ stamp: UInt64, _ table: Table) throws {
    self.stamp = stamp
    index = nil
    let present = table.snapshotWhileLooking
    guard table.kind.overwrites, let key = present.key, let unique = present.index?.unique else { return }
    if let shape, present.names != shape.names || key != shape.key { return }
    for (place, name) in names.enumerated() { (columns + place).initialize(to: .passUnretained(present.columns[try Table.require(name, in: present)])) }
    keys = try key.indices(in: present).map { KeyColumn(type: present.columns[$0].type, column: .passUnretained(present.columns[$0])) }
    rowCount = present.rowCount
    index = .passUnretained(unique)
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
