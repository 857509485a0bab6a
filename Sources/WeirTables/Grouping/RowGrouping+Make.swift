import WeirHost

extension RowGrouping {
  /// Groups rows by the values of `keys`; null equals null.
  ///
  /// Groups are numbered in order of their first row, whatever the number of threads.
  /// - Parameter keys: at least one column, all of one length.
  /// - Throws: `.shape` when the columns differ in length, `.type` for a column of lists, `.memory` above 2^31 rows.
  package static func make(keys: [Vector], threads: any Threads) throws -> RowGrouping {
    guard let rows = keys.first?.count else { throw KernelError.arguments("a grouping needs a key") }
    guard keys.allSatisfy({ $0.count == rows }) else {
      throw KernelError.shape("the keys of a grouping differ in length: \(keys.map { String($0.count) }.joined(separator: ", "))")
    }
    guard rows < Int(Int32.max) else { throw KernelError.memory("a grouping of \(rows) rows is more than can be numbered") }
    let numbering = GroupNumbering(rows: rows, threads: threads)
    if keys.count == 1 { return try numbering.group(byOne: keys[0]) }
    return try numbering.group(byAll: keys)
  }
}

/// Chooses the table for a set of keys and runs it over pieces of the rows.
struct GroupNumbering {
  let rows: Int
  let threads: any Threads

  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000

  func group(byOne key: Vector) throws -> RowGrouping {
    switch key.storage {
    case .string: return try groupStrings(key)
    case .wide: return try run { ByteGroupTable(WideByteKeys(vector: key)) }
    case .any: return try groupCells(key)
    case .array: throw KernelError.type("a column of array vectors cannot be a group key")
    default:
      var combined = CombinedKeys()
      _ = combined.add(KeyCodes(key, threads))
      return try group(combined)
    }
  }

  /// Packs as many columns into one integer as fit; those before a column that does not fit are grouped first, and their groups are the key in their place.
  func group(byAll keys: [Vector]) throws -> RowGrouping {
    var combined = CombinedKeys()
    for key in keys {
      let codes = try codes(key)
      if combined.add(codes) { continue }
      let packed = try group(combined)
      combined = CombinedKeys()
      _ = combined.add(KeyCodes(ids: packed.ids, count: packed.groupCount))
      guard combined.add(codes) else { throw KernelError.memory("too many combinations of group keys") }
    }
    return try group(combined)
  }

  /// A column as codes of a known range.
  private func codes(_ key: Vector) throws -> KeyCodes {
    switch key.storage {
    case .int8, .int16, .int32, .int64, .float, .symbol:
      let codes = KeyCodes(key, threads)
      // With up to 31 bits for the groups of the columns before, two columns always fit.
      if let range = codes.range, range < 1 << 31 { return codes }
    default: break
    }
    let grouping = try group(byOne: key)
    return KeyCodes(ids: grouping.ids, count: grouping.groupCount)
  }

  private func group(_ keys: CombinedKeys) throws -> RowGrouping {
    if let range = keys.range, range <= directRangeMax { return try run { DirectGroupTable(keys, range: Int(range)) } }
    if try areMany(keys) { return try PartedNumbering(keys, rows: rows, threads).grouping() }
    return try run { HashedGroupTable(keys) }
  }

  /// Whether rows here and there fall into so many groups that a table of all groups would not stay in the cache. Rows that lie together often have keys in common,
  /// which no table minds: they are taken together.
  private func areMany(_ keys: CombinedKeys) throws -> Bool {
    let chunks = 16
    guard rows >= GroupNumbering.parallelRowsMin else { return false }
    return try BufferPool.withScratch(Int32.self, groupingChunkRows) { ids in
      let table = HashedGroupTable(keys)
      for chunk in 0..<chunks {
        let start = chunk * (rows / chunks)
        try table.number(start..<start + groupingChunkRows, into: ids - start)
      }
      return table.groupCount * 2 > chunks * groupingChunkRows
    }
  }

  /// A table over the whole range must not cost more than the rows: it is cleared once per piece.
  private var directRangeMax: UInt64 { UInt64(max(min(65_536, rows * 16 + 256), rows / 4)) }

  private func groupStrings(_ key: Vector) throws -> RowGrouping {
    guard let strings = key as? StringVector else { throw KernelError.type("a column of \(key.type.name) cannot be a group key") }
    return try run { ByteGroupTable(StringByteKeys(strings: strings)) }
  }

  /// Cells of a tuple are equal when they have one type and one text.
  private func groupCells(_ key: Vector) throws -> RowGrouping {
    let texts = try StringVector(count: 0)
    for row in 0..<key.count {
      let cell = key.cell(at: row)
      try texts.appendText("\(cell.elementType.rawValue) \(cell.text)")
    }
    return try groupStrings(texts)
  }

  private func run<Table: GroupTable>(_ makeTable: () -> Table) throws -> RowGrouping {
    let ids = try FixedVector(.int, count: rows)
    let numbers = ids.pointer(Int32.self)
    let pieces = rows < GroupNumbering.parallelRowsMin ? 1 : threads.parallelism
    let tables = (0..<pieces).map { _ in makeTable() }
    try shareFirstGroups(tables)
    try threads.forEachParallel(pieces) { piece in try tables[piece].number(range(piece, of: pieces), into: numbers) }
    let renumberings = try tables.dropFirst().map { try tables[0].adopt($0) }
    let firstRows = tables[0].firstRows
    threads.perform(count: renumberings.count) { index in
      let renumbering = renumberings[index]
      if renumbering.indices.contains(where: { renumbering[$0] != Int32(truncatingIfNeeded: $0) }) { renumber(range(index + 1, of: pieces), renumbering, numbers) }
    }
    try Interruption.check()
    return RowGrouping(ids: ids, groupCount: firstRows.count, firstRows: firstRows, threads: threads)
  }

  /// Numbers the groups of the first rows for all tables alike: where these are all groups there are, nothing has to be numbered anew when the tables come together.
  private func shareFirstGroups<Table: GroupTable>(_ tables: [Table]) throws {
    guard tables.count > 1 else { return }
    try BufferPool.withScratch(Int32.self, groupingChunkRows) { try tables[0].number(0..<min(rows, groupingChunkRows), into: $0) }
    for table in tables.dropFirst() { _ = try table.adopt(tables[0]) }
  }

  private func range(_ piece: Int, of pieces: Int) -> Range<Int> { piece * rows / pieces..<(piece + 1) * rows / pieces }

  private func renumber(_ rows: Range<Int>, _ renumbering: [Int32], _ ids: UnsafeMutablePointer<Int32>) {
    renumbering.withUnsafeBufferPointer { renumbering in
      var row = rows.lowerBound
      while row < rows.upperBound {
        // The caller throws before anybody reads what is left as it is.
        if row & 0xFFFF == 0, StopFlag.isRaised { return }
        ids[row] = renumbering[Int(ids[row])]
        row &+= 1
      }
    }
  }
}
