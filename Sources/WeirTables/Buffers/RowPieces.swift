import WeirHost

/// The parts that a parallel loop over rows falls into.
enum RowPieces {
  /// Rows from which a second thread is worth being woken.
  static let parallelRowsMin = 200_000

  /// One piece per thread, or a single one when there are few rows: for loops whose result does not depend on where the pieces end.
  static func count(rows: Int, _ threads: any Threads) -> Int { rows < parallelRowsMin ? 1 : threads.parallelism }

  static func range(_ piece: Int, of pieces: Int, rows: Int) -> Range<Int> { piece * rows / pieces..<(piece + 1) * rows / pieces }

  /// Calls `body` with each piece and its rows, on several threads when there are several pieces.
  @inline(__always)
  static func forEach(rows: Int, _ threads: any Threads, _ body: (_ piece: Int, _ rows: Range<Int>) -> Void) {
    let pieces = count(rows: rows, threads)
    guard pieces > 1 else { return body(0, 0..<rows) }
    threads.perform(count: pieces) { body($0, range($0, of: pieces, rows: rows)) }
  }

  /// The same in chunks, for loops that go from row to row as they like: a chunk of a piece at a time, and none once the thread was asked to stop.
  /// - Throws: `.interrupted`, and then not all rows were gone through.
  @inline(__always)
  static func forEachChunk(
    rows: Int, _ threads: any Threads, chunkRows: Int = Interruption.chunkRows, _ body: (_ piece: Int, _ rows: Range<Int>) -> Void
  ) throws {
    forEach(rows: rows, threads) { piece, rows in
      var start = rows.lowerBound
      while start < rows.upperBound, !StopFlag.isRaised {
        let end = min(rows.upperBound, start &+ chunkRows)
        body(piece, start..<end)
        start = end
      }
    }
    try Interruption.check()
  }
}
