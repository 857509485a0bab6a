/// Numbers the distinct keys of rows in order of their first appearance.
///
/// Pieces of a column are numbered by a table each, on several threads; the tables are then adopted by the first one in the order of the pieces, so that the numbers
/// are those of one pass over all rows.
protocol GroupTable: AnyObject {
  /// Gives each row of `rows` the number of its group.
  /// - Precondition: every row lies behind the first rows of the groups so far, or has the key of one of them.
  func number(_ rows: Range<Int>, into ids: UnsafeMutablePointer<Int32>) throws
  /// Takes over the groups of a table over other rows, which lie behind the first rows of the groups so far unless they are theirs too.
  /// - Returns: for each of its groups the number it has here.
  func adopt(_ other: Self) throws -> [Int32]
  /// For every group its first row.
  var firstRows: [Int] { get }
}

/// Rows that are read, mixed and looked up in one go: their combined keys stay in the first-level cache.
let groupingChunkRows = 1024
