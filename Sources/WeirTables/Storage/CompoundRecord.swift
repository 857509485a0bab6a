/// Changes of several statements that are there together, as one record of the log of a table: those of a transaction.
struct CompoundRecord {
  let statementCount: Int
  /// Records that could stand in the log by themselves.
  let changes: [[UInt8]]

  /// In the place of the first row of a `RowRecord`.
  private static let mark = UInt64.max - 3

  init(statementCount: Int, changes: [[UInt8]]) { (self.statementCount, self.changes) = (statementCount, changes) }

  func encoded() -> [UInt8] {
    var encoder = ByteEncoder()
    encoder.add(CompoundRecord.mark)
    encoder.add(UInt64(statementCount))
    encoder.add(UInt32(changes.count))
    for change in changes {
      encoder.add(UInt32(change.count))
      encoder.add(change)
    }
    return encoder.bytes
  }

  /// Nil for another kind of record.
  /// - Throws: `.io` for bytes that are no changes of several statements.
  init?(_ bytes: UnsafeRawBufferPointer, at place: FilePlace) throws {
    var decoder = ByteDecoder(bytes, at: place)
    guard try decoder.number(UInt64.self) == CompoundRecord.mark else { return nil }
    statementCount = try decoder.count()
    var changes: [[UInt8]] = []
    for _ in 0..<(try decoder.number(UInt32.self)) { changes.append(Array(try decoder.run(Int(try decoder.number(UInt32.self))))) }
    guard decoder.isAtEnd else { throw place.damaged("something stands behind its changes") }
    self.changes = changes
  }
}
