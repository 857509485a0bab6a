extension Table {
  /// Adds rows, column by column, converted to the types of the table: all of them or none. What becomes of a row whose key is there, the kind of the table says.
  /// - Returns: how many rows came in: neither those that overwrote others nor those that were dropped.
  /// - Throws: `.shape` when the columns differ in number or length, `.type` when a value cannot be converted, `.range` when there would be too many rows.
  @discardableResult
  package func append(_ columns: [Vector]) throws -> Int {
    if kind.overwrites { return try upsert(columns, operation: .insert).inserted }
    if let store, store.hasName, StoredTransaction.ofThisThread == nil { return try appendTogether(columns, store.waiting) }
    return try update(.insert) { snapshot in try addRows(columns, to: &snapshot) }
  }

  /// - Returns: how many rows came in.
  func addRows(_ columns: [Vector], to snapshot: inout TableSnapshot) throws -> Int {
    guard let complete = try snapshot.intake.completed(columns, for: snapshot) else { throw Table.wrongColumnCount(kind) }
    var rows = try Table.converted(complete, for: snapshot, kind)
    if snapshot.key != nil { rows = try newRows(rows, &snapshot) }
    let added = rows.first?.count ?? 0
    guard snapshot.rowCount + added <= Table.rowsMax else { throw Table.tooManyRows }
    let first = snapshot.rowCount
    snapshot.columns = try Table.grown(snapshot.columns, by: rows)
    snapshot.rowCount += added
    if let key = snapshot.key, let index = snapshot.index {
      snapshot.index = try index.adding(try key.indices(in: snapshot).map { snapshot.columns[$0] }, from: first, to: snapshot.rowCount)
    }
    return added
  }

  package static let tooManyRows = KernelError.range("An in-memory table can't exceed 2 billion rows. RefId: S05016")

  /// New headers with more rows behind.
  static func grown(_ columns: [Vector], by rows: [Vector]) throws -> [Vector] {
    try zip(columns, rows).map { column, rows in
      let header = column.sharingHeader()
      try header.append(contentsOf: rows)
      return header
    }
  }

  /// Rows that are to be added, of the types of the table's columns.
  /// - Throws: `.shape`, `.type`, with the texts that the language documents.
  static func converted(_ columns: [Vector], for snapshot: TableSnapshot, _ kind: TableKind) throws -> [Vector] {
    guard columns.count == snapshot.columns.count else { throw wrongColumnCount(kind) }
    let count = columns.first?.count ?? 0
    return try columns.indices.map { index in
      guard columns[index].count == count else {
        throw KernelError.shape("column `\(snapshot.names[index])` gets \(columns[index].count) rows where the first gets \(count)")
      }
      let column = snapshot.columns[index]
      if column.storage == .any || column.storage == .symbol && columns[index].type.isLiteral { return columns[index] }
      return try converting(columns[index], to: column, named: snapshot.names[index]) {
        if column.storage == .array {
          let lists = try column.emptyLike(capacity: 0)
          try lists.append(contentsOf: columns[index])
          return lists
        }
        return try columns[index].converted(to: column.type == .symbol ? .string : column.type, scale: column.scale)
      }
    }
  }

  /// Runs what puts values into a column.
  /// - Throws: for values of another type than it can take the text that the language documents.
  package static func converting<Result>(_ values: Vector, to column: Vector, named name: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as KernelError where error.kind == .type {
      let (expected, actual) = (typeName(column), typeName(values))
      throw KernelError.type("Failed to append data to column '\(name)' with error: Incompatible type. Expected: \(expected), Actual: \(actual). RefId:S03017")
    }
  }

  private static func typeName(_ column: Vector) -> String { column.type.name + (column.storage == .array ? "[]" : "") }

  static func wrongColumnCount(_ kind: TableKind) -> KernelError {
    guard kind.isStream else {
      return .shape("The number of columns of the current table must match that of the target table. RefId:S01015.")
    }
    return .shape(
      "Data insertion failed: Number of columns in the data to insert doesn't match the target table. If you’re trying to persist table, a table with the same name may "
        + "exist on disk. Consider changing the table name, adjusting the data schema, or deleting the existing table from persistentDir and retrying. RefId: S03012")
  }

  // MARK: Tables whose first row of a key stays

  /// The rows whose keys are new; of a keyed stream the first of each key, of a latest one those that are later than all of their key.
  private func newRows(_ rows: [Vector], _ snapshot: inout TableSnapshot) throws -> [Vector] {
    guard let key = snapshot.key else { return rows }
    let places = try key.indices(in: snapshot)
    let index = try indexes(of: snapshot)
    snapshot.index = index
    let batch = try BatchKeys(places.map { rows[$0] })
    let known = RowKeys(places.map { snapshot.columns[$0] })
    var kept: [Int] = []
    if key.timeColumns.isEmpty {
      for row in 0..<batch.count where batch.firstRow(equalTo: row) == row {
        if index.unique.lastRow(batch.hash(row), in: known, rowCount: snapshot.rowCount, equal: batch.keys, row) == nil { kept.append(row) }
      }
    } else {
      let times = try key.timeColumns.map { try Table.require($0, in: snapshot) }
      kept = laterRows(batch, times.map { rows[$0] }) { row in
        index.unique.lastRow(batch.hash(row), in: known, rowCount: snapshot.rowCount, equal: batch.keys, row).map { last in
          times.map { snapshot.columns[$0].cell(at: last).rawInteger }
        }
      }
    }
    return kept.count == batch.count ? rows : try rows.map { try $0.gather(kept) }
  }

  /// Of a known key the rows that are later than all before; of a new one the latest row alone.
  /// - Parameter lastTime: of the table's last row with the key of a row.
  private func laterRows(_ batch: BatchKeys, _ times: [Vector], lastTime: (Int) -> [Int64]?) -> [Int] {
    let time = { (row: Int) in times.map { $0.cell(at: row).rawInteger } }
    var latest: [Int: [Int64]] = [:]
    var newest: [Int: Int] = [:]
    var kept: [Int] = []
    for row in 0..<batch.count {
      let first = batch.firstRow(equalTo: row)
      if first == row { latest[first] = lastTime(row) }
      if let known = latest[first] {
        guard known.lexicographicallyPrecedes(time(row)) else { continue }
        latest[first] = time(row)
        kept.append(row)
      } else if let other = newest[first] {
        if time(other).lexicographicallyPrecedes(time(row)) { newest[first] = row }
      } else {
        newest[first] = row
      }
    }
    return (kept + newest.values).sorted()
  }

  /// The indexes over the key, made when there are none.
  /// - Precondition: the snapshot has a key.
  func indexes(of snapshot: TableSnapshot) throws -> RowIndexes {
    if let index = snapshot.index { return index }
    guard let key = snapshot.key else { throw KernelError.value("the table has no key") }
    let columns = try key.indices(in: snapshot).map { snapshot.columns[$0] }
    let isUnique = kind != .latestKeyedStream
    let made = RowIndexes(unique: try RowIndexes.make(columns, rowCount: snapshot.rowCount, isUnique: isUnique).index, isUnique: isUnique)
    remember(made, for: snapshot)
    return made
  }
}

/// The keys of rows that are to be added, and which of them are the same.
struct BatchKeys {
  let keys: RowKeys
  let count: Int
  private let hashes: [UInt64]
  private let firstRows: [Int]

  init(_ columns: [Vector]) throws {
    let keys = RowKeys(columns)
    let count = keys.count
    var hashes: [UInt64] = []
    hashes.reserveCapacity(count)
    try keys.withHashes(of: 0..<count) { hashes.append($1) }
    var firstRows = Array(0..<count)
    if count > 1 {
      let index = try RowIndex(capacity: count, of: keys, isUnique: true)
      for row in 0..<count {
        if let first = index.lastRow(hashes[row], in: keys, rowCount: row, equal: keys, row) { firstRows[row] = first } else { index.add(row, hashes[row], in: keys) }
      }
    }
    (self.keys, self.count, self.hashes, self.firstRows) = (keys, count, hashes, firstRows)
  }

  func hash(_ row: Int) -> UInt64 { hashes[row] }
  /// The first row with the same key.
  func firstRow(equalTo row: Int) -> Int { firstRows[row] }
}
