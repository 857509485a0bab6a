import WeirTables

/// The row of the table that each row of a source is, as one more column: what a query gives of it tells which rows its results belong to.
enum RowNumberColumn {
  /// No script can name a column like this.
  static let name = "\u{0}row"

  static func make(for source: SourceRows) throws -> FixedVector {
    let column = try FixedVector(.long, count: source.rowCount)
    let numbers = column.pointer(Int64.self)
    try withExtendedLifetime(column) {
      try Interruption.inChunks(source.rowCount) { start, end in for row in start..<end { numbers[row] = Int64(source.parts[0]?[row] ?? row) } }
    }
    return column
  }

  static func rows(_ column: Vector) throws -> [Int] {
    let numbers = column.pointer(Int64.self)
    return try withExtendedLifetime(column) { try (0..<column.count).mapRows { Int(numbers[$0]) } }
  }
}
