import Glibc

/// Other values for a few rows, as a record of the log of a table: an `update` that touches little need not write whole columns.
struct ChangeRecord {
  struct Column {
    /// The place of the column.
    let place: Int
    /// Ascending.
    let rows: [Int]
    /// As many.
    let values: Vector
  }

  let columns: [Column]

  /// In the place of the first row of a `RowRecord`.
  private static let mark = UInt64.max

  /// The rows whose values differ, column by column; nil where they are more than `valuesMax`, or cannot be told without looking at every text.
  init?(from old: TableSnapshot, to next: TableSnapshot, columns places: [Int], valuesMax: Int) throws {
    var columns: [Column] = []
    var left = valuesMax
    for place in places {
      guard place < old.columns.count, let rows = ChangeRecord.differences(old.columns[place], next.columns[place], most: left) else { return nil }
      left -= rows.count
      if !rows.isEmpty { columns.append(Column(place: place, rows: rows, values: try next.columns[place].gather(rows))) }
    }
    self.columns = columns
  }

  private static func differences(_ old: Vector, _ next: Vector, most: Int) -> [Int]? {
    guard old.type == next.type, old.storage == next.storage, old.scale == next.scale, old.count == next.count else { return nil }
    switch (old, next) {
    case (let old as SymbolVector, let next as SymbolVector): guard old.dictionary === next.dictionary else { return nil }
    case (let old as StringVector, let next as StringVector): guard old.arena === next.arena else { return nil }
    case (is FixedVector, is FixedVector): break
    default: return nil
    }
    // Equal codes and references are equal texts.
    let width = old.storage == .string ? 8 : old.storage == .symbol ? 4 : old.storage.width
    return withExtendedLifetime((old, next)) {
      var rows: [Int] = []
      for row in 0..<old.count where memcmp(old.raw + row * width, next.raw + row * width, width) != 0 {
        guard rows.count < most else { return nil }
        rows.append(row)
      }
      return rows
    }
  }

  func encoded() throws -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(ChangeRecord.mark)
    encoder.add(UInt32(columns.count))
    for column in columns {
      encoder.add(UInt32(column.place))
      encoder.add(UInt32(column.rows.count))
      for row in column.rows { encoder.add(UInt64(row)) }
      try EncodedColumn(column.values).encode(into: &encoder)
    }
    return encoder.bytes
  }

  /// Nil for a record of rows that were added.
  /// - Throws: `.io` for bytes that are no changes.
  init?(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    var decoder = ByteDecoder(bytes, at: place)
    guard try decoder.number(UInt64.self) == ChangeRecord.mark else { return nil }
    var columns: [Column] = []
    for _ in 0..<(try decoder.number(UInt32.self)) {
      let (column, count) = (Int(try decoder.number(UInt32.self)), try decoder.number(UInt32.self))
      var rows: [Int] = []
      for _ in 0..<count { rows.append(try decoder.count()) }
      let values = try ColumnLayout.decodeColumn(&decoder)
      guard values.count == rows.count else { throw place.damaged("its values are not those of its rows") }
      columns.append(Column(place: column, rows: rows, values: values))
    }
    guard decoder.isAtEnd else { throw place.damaged("something stands behind its changes") }
    self.columns = columns
  }

  /// Writes the values where they belong.
  /// - Throws: `.io` when the table has no such rows.
  func apply(to columns: [Vector], at place: FilePlace) throws {
    for change in self.columns {
      guard change.place < columns.count else { throw place.damaged("it changes a column that the table does not have") }
      let column = columns[change.place]
      guard column.type == change.values.type, column.storage == change.values.storage, column.scale == change.values.scale, change.rows.allSatisfy({ $0 < column.count }) else {
        throw place.damaged("its changes are not those of the table")
      }
      for (index, row) in change.rows.enumerated() { try column.set(row, change.values.cell(at: index)) }
    }
  }
}
