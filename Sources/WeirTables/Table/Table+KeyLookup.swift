extension Table {
  /// The rows whose key columns have the values of one row of `keys`, which are vectors of one length for the first key columns, zipped.
  ///
  /// - Parameter keepsOrder: in the order of `keys`, else in that of the table.
  /// - Throws: `.value` when a keyed table is asked for a part of its key only, or when this table has no key.
  package func rows(withKeys keys: [Vector], in snapshot: TableSnapshot, keepsOrder: Bool) throws -> [Int] {
    guard kind.overwrites, let key = snapshot.key else { throw KernelError.value("The first argument of sliceByKey must be a keyed or indexed table.") }
    let places = try key.indices(in: snapshot)
    guard keys.count <= places.count else { throw KernelError.shape("\(keys.count) keys for \(places.count) key columns") }
    guard keys.count == places.count || kind.isIndexed else {
      throw KernelError.value("sliceByKey requires values for all key columns of a keyed table.")
    }
    let columns = places.prefix(keys.count).map { snapshot.columns[$0] }
    let wanted = try zip(try Table.keysInRange(keys, columns), columns).enumerated().map { place, pair in
      try Table.key(pair.0, as: pair.1, named: snapshot.names[places[place]])
    }
    let count = wanted.first?.count ?? 0
    for column in wanted where column.count != count { throw KernelError.shape("the row keys have \(count) and \(column.count) elements") }
    var found = try rows(equalTo: RowKeys(wanted), count, columns, isWhole: keys.count == places.count, snapshot)
    if !keepsOrder { RowOrder.sort(&found, below: snapshot.rowCount) }
    return found
  }

  /// Values of a key column in its type.
  /// - Throws: `.type` that names the column, when they are of another category.
  static func key(_ values: Vector, as column: Vector, named name: String) throws -> Vector {
    if column.type.isLiteral, values.type.isLiteral { return values }
    do { return try values.converted(to: column.type, scale: 0) } catch let error as KernelError where error.kind == .type {
      throw KernelError.type("a \(values.type.name) is no key of the \(column.type.name) column `\(name)`")
    }
  }

  /// The keys without those with an integer that its column cannot hold: no row has it.
  private static func keysInRange(_ keys: [Vector], _ columns: [Vector]) throws -> [Vector] {
    let isOutside = placesOutside(keys, columns)
    guard !isOutside.isEmpty else { return keys }
    let inside = (0..<(keys.first?.count ?? 0)).filter { !isOutside.contains($0) }
    return try keys.map { try $0.gather(inside) }
  }

  /// Which keys have an integer that its column cannot hold.
  static func placesOutside(_ keys: [Vector], _ columns: [Vector]) -> Set<Int> {
    var isOutside: Set<Int> = []
    for (key, column) in zip(keys, columns) where key.type.category == .integral && column.type.category == .integral && key.storage.width > column.storage.width {
      let range = PointKey.range(of: column.storage)
      RowKeys([key]).withIntegers { integers in
        for row in 0..<key.count where !range.contains(integers[row]) && !key.isNull(at: row) { isOutside.insert(row) }
      }
    }
    return isOutside
  }

  /// The rows, ascending, whose first key columns have these values.
  /// - Precondition: as for `row(withKey:at:in:)`, and the table is an indexed one.
  package func rows(withFirstKeys keys: [PointKey], at places: [Int], in snapshot: TableSnapshot) throws -> [Int] {
    let columns = places.map { snapshot.columns[$0] }
    let index = try index(over: columns, isWhole: false, snapshot)
    var found: [Int] = []
    if let last = index.row(withKey: keys, at: places, in: snapshot.columns, rowCount: snapshot.rowCount) { index.appendRows(upTo: last, to: &found) }
    return found
  }

  /// The rows of each of `count` keys, those of one key in ascending order.
  private func rows(equalTo wanted: RowKeys, _ count: Int, _ columns: [Vector], isWhole: Bool, _ snapshot: TableSnapshot) throws -> [Int] {
    let index = try index(over: columns, isWhole: isWhole, snapshot)
    let known = RowKeys(columns)
    var found: [Int] = []
    found.reserveCapacity(count)
    guard !index.holdsIntegers else {
      // Nothing else stands between two look-ups, so that the processor has several on their way through memory.
      wanted.withIntegers { integers in
        for row in 0..<count {
          if let last = index.lastRow(withInteger: integers[row], rowCount: snapshot.rowCount) { found.append(last) }
        }
      }
      guard !isWhole else { return found }
      return found.reduce(into: []) { index.appendRows(upTo: $1, to: &$0) }
    }
    try wanted.withHashes(of: 0..<count) { row, hash in
      guard let last = index.lastRow(hash, in: known, rowCount: snapshot.rowCount, equal: wanted, row) else { return }
      index.appendRows(upTo: last, to: &found)
    }
    return found
  }

  /// The index over the first key columns.
  private func index(over columns: [Vector], isWhole: Bool, _ snapshot: TableSnapshot) throws -> RowIndex {
    let indexes = try indexes(of: snapshot)
    if isWhole { return indexes.unique }
    if let known = indexes.prefix(columns.count) { return known }
    return try makePrefix(columns, indexes, snapshot)
  }

  /// Made from one snapshot, and kept only while no writer has added rows since.
  private func makePrefix(_ columns: [Vector], _ indexes: RowIndexes, _ snapshot: TableSnapshot) throws -> RowIndex {
    let made = try RowIndexes.make(columns, rowCount: snapshot.rowCount, isUnique: false).index
    remember(made, prefix: columns.count, indexes, for: snapshot)
    return made
  }
}
