/// Rows that were added to a table, as a record of its log.
struct RowRecord {
  /// The place that the first of the rows has in the table.
  let firstRow: Int
  /// Of one length; of the table's columns, those that were there when the rows came.
  let columns: [Vector]

  var rowCount: Int { columns.first?.count ?? 0 }

  static func encode(_ columns: [EncodedColumn], firstRow: Int) -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(UInt64(firstRow))
    encoder.add(UInt32(columns.count))
    for column in columns { column.encode(into: &encoder) }
    return encoder.bytes
  }

  /// - Throws: `.io` for bytes that are no rows.
  init(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    var decoder = ByteDecoder(bytes, at: place)
    firstRow = try decoder.count()
    var columns: [Vector] = []
    for _ in 0..<(try decoder.number(UInt32.self)) { columns.append(try ColumnLayout.decodeColumn(&decoder)) }
    self.columns = columns
    let isWhole = decoder.isAtEnd && columns.allSatisfy { $0.count == columns[0].count }
    guard isWhole else { throw place.damaged("its columns are not rows") }
  }
}
