/// Row numbers in ascending order.
enum RowOrder {
  /// Rows of the table for each that is to be sorted, up to which a bit per row of the table is looked at sooner than rows are compared.
  private static let rowsPerNumberMax = 256

  /// - Precondition: all are in `0..<bound`.
  static func sort(_ rows: inout [Int], below bound: Int) {
    guard rows.count > bound / rowsPerNumberMax, sortDifferent(&rows, below: bound) else { return rows.sort() }
  }

  /// By a bit for each row that is there.
  /// - Returns: false, with the rows as they were, when one comes twice.
  private static func sortDifferent(_ rows: inout [Int], below bound: Int) -> Bool {
    var isThere = [UInt64](repeating: 0, count: (bound + 63) / 64)
    for row in rows {
      let bit: UInt64 = 1 << UInt64(row & 63)
      guard isThere[row >> 6] & bit == 0 else { return false }
      isThere[row >> 6] |= bit
    }
    var next = 0
    for (word, bits) in isThere.enumerated() {
      var bits = bits
      while bits != 0 {
        rows[next] = word << 6 | bits.trailingZeroBitCount
        next += 1
        bits &= bits - 1
      }
    }
    return true
  }
}
