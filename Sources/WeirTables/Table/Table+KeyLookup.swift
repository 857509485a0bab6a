extension Table {
  /// The rows whose key columns have the values of one row of `keys`, which are vectors of one length for the first key columns, zipped.
  ///
  /// - Parameter keepsOrder: in the order of `keys`, else in that of the table.
  /// - Throws: `.value` when a keyed table is asked for a part of its key only, or when this table has no key.
  package func rows(withKeys keys: [Vector], keepsOrder: Bool) throws -> [Int] {
    guard let key else { throw KernelError.value("The first argument of sliceByKey must be a keyed or indexed table.") }
    let snapshot = snapshot
    let indices = try key.indices(in: snapshot)
    guard keys.count <= indices.count else { throw KernelError.shape("\(keys.count) keys for \(indices.count) key columns") }
    let wanted = try zip(keys, indices).map { try $0.converted(to: snapshot.columns[$1].type, scale: 0) }
    let count = wanted.first?.count ?? 0
    for column in wanted where column.count != count { throw KernelError.shape("the row keys have \(count) and \(column.count) elements") }
    var found: [Int]
    if keys.count == indices.count {
      let places = try key.rows(of: snapshot)
      found = (0..<count).compactMap { places[RowKey(wanted, $0)] }
    } else {
      guard kind == .indexed || kind == .latestIndexed else { throw KernelError.value("sliceByKey requires values for all key columns of a keyed table.") }
      found = prefixRows(wanted, indices.prefix(keys.count).map { snapshot.columns[$0] }, snapshot.rowCount)
    }
    if !keepsOrder { found.sort() }
    return found
  }

  private func prefixRows(_ wanted: [Vector], _ columns: [Vector], _ rowCount: Int) -> [Int] {
    var places: [RowKey: [Int]] = [:]
    for row in 0..<rowCount { places[RowKey(columns, row), default: []].append(row) }
    return (0..<wanted[0].count).flatMap { places[RowKey(wanted, $0)] ?? [] }
  }
}
