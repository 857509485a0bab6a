extension Table {
  /// Which of the keys are in the table: BOOL, one answer for each.
  ///
  /// - Parameter keys: a vector for each key column, all of one length, zipped.
  /// - Throws: `.shape` for another number of vectors or vectors of different lengths, `.type` for values that are no keys of their column.
  func holds(_ keys: [Vector]) throws -> Vector {
    let snapshot = self.snapshot
    let places = try snapshot.key?.indices(in: snapshot) ?? []
    guard keys.count == places.count else { throw KernelError.shape("`in` needs a value for each of the \(places.count) key columns, got \(keys.count)") }
    let columns = places.map { snapshot.columns[$0] }
    let count = keys.first?.count ?? 0
    for key in keys where key.count != count { throw KernelError.shape("the keys have \(count) and \(key.count) elements") }
    let wanted = RowKeys(try zip(keys, places).map { try Table.key($0, as: snapshot.columns[$1], named: snapshot.names[$1]) })
    let result = try FixedVector(.bool, count: count)
    try withExtendedLifetime(result) { try find(wanted, among: RowKeys(columns), in: snapshot, result.pointer(Int8.self), count) }
    for place in Table.placesOutside(keys, columns) { result.pointer(Int8.self)[place] = 0 }
    return result
  }

  private func find(_ wanted: RowKeys, among known: RowKeys, in snapshot: TableSnapshot, _ answers: UnsafeMutablePointer<Int8>, _ count: Int) throws {
    let index = try indexes(of: snapshot).unique
    guard !index.holdsIntegers else {
      wanted.withIntegers { integers in
        for row in 0..<count { answers[row] = index.lastRow(withInteger: integers[row], rowCount: snapshot.rowCount) == nil ? 0 : 1 }
      }
      return
    }
    try wanted.withHashes(of: 0..<count) { row, hash in
      answers[row] = index.lastRow(hash, in: known, rowCount: snapshot.rowCount, equal: wanted, row) == nil ? 0 : 1
    }
  }
}
