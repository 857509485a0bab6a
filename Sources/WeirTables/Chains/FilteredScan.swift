import CKernels
import WeirHost

/// Aggregates of the rows that conditions leave, computed in one pass: piece after piece of the rows is filtered, and what the aggregates take of its rows is computed,
/// while the piece is in the cache. No list of all rows is made, and no column of them.
package struct FilteredScan {
  /// What is wanted of each piece.
  package enum Value: Sendable {
    /// How many rows are left, an INT.
    case rowCount
    /// An aggregate of some of the columns, by their places.
    case aggregate(Aggregate, columns: [Int])
  }

  private let conditions: [ElementChain]
  private let columns: [ElementChain]
  private let values: [Value]
  private let rowCount: Int

  /// Rows of a piece: what is read of them stays in the second-level cache. Fixed, so that no result depends on the number of threads.
  private static let pieceRows = 1 << 15
  /// The part of a block below which picking the rows that are left is cheaper than computing the next condition for all.
  private static let fewShare = 8

  /// - Parameters:
  ///   - conditions: at least one; BOOLs, null counts as false.
  ///   - columns: what aggregates take, of as many rows.
  package init(_ conditions: [ElementChain], columns: [ElementChain], values: [Value]) {
    self.conditions = conditions
    self.columns = columns
    self.values = values
    rowCount = conditions[0].count ?? 0
  }

  /// For each value one of each piece that has rows left, in the order of the pieces; the number of these rows.
  package func run(_ threads: any Threads) throws -> (values: [[Vector]], rowCount: Int) {
    let pieces = (rowCount + FilteredScan.pieceRows - 1) / FilteredScan.pieceRows
    var found = [Piece](repeating: Piece(), count: pieces)
    try found.withUnsafeMutableBufferPointer { found in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = found.baseAddress
      try threads.forEachParallel(pieces) { piece in
        try Interruption.check()
        target?[piece] = try self.piece(piece * FilteredScan.pieceRows..<min(rowCount, (piece + 1) * FilteredScan.pieceRows))
      }
    }
    let present = found.filter { $0.rowCount > 0 }
    return (values.indices.map { value in present.map { $0.values[value] } }, present.reduce(0) { $0 + $1.rowCount })
  }

  private struct Piece {
    var rowCount = 0
    /// One element each; none where no rows are left.
    var values: [Vector] = []
  }

  private func piece(_ rows: Range<Int>) throws -> Piece {
    try BufferPool.withScratch(Int32.self, rows.count) { room in
      let left = UnsafeBufferPointer(start: room, count: try filter(rows, into: room))
      guard !left.isEmpty else { return Piece() }
      let columns = try columns.map { try $0.values(rows.lowerBound, left) }
      return try Piece(rowCount: left.count, values: values.map { try Vector.repeating(try value($0, columns, left.count), count: 1) })
    }
  }

  private func value(_ value: Value, _ columns: [Vector], _ rowCount: Int) throws -> Cell {
    switch value {
    case .rowCount: .int(rowCount)
    case .aggregate(let aggregate, let places): try aggregate.whole(places.map { columns[$0] }, SerialThreads())
    }
  }

  /// Writes the numbers, from `rows.lowerBound` on, of the rows that all conditions leave.
  /// - Returns: how many there are.
  private func filter(_ rows: Range<Int>, into room: UnsafeMutablePointer<Int32>) throws -> Int {
    var found = 0
    var start = rows.lowerBound
    while start < rows.upperBound {
      let count = min(ElementChain.blockRows, rows.upperBound - start)
      found += try filterBlock(start, count, start - rows.lowerBound, room + found)
      start += count
    }
    return found
  }

  /// - Parameter first: what the first row of the block is called.
  private func filterBlock(_ start: Int, _ count: Int, _ first: Int, _ room: UnsafeMutablePointer<Int32>) throws -> Int {
    var flags = try conditions[0].values(.range(start: start, count: count))
    var found = FilteredScan.number(flags, first, room)
    for condition in conditions.dropFirst() where found > 0 {
      if found * FilteredScan.fewShare < count {
        let flags = try condition.values(.some(start: start - first, UnsafeBufferPointer(start: room, count: found)))
        found = withExtendedLifetime(flags) { weir_keep_rows(flags.pointer(), found, room) }
      } else {
        let others = try condition.values(.range(start: start, count: count))
        flags = try NumericOperators.apply(.and, FlatOperand(flags, isScalar: false), FlatOperand(others, isScalar: false))
        found = FilteredScan.number(flags, first, room)
      }
    }
    return found
  }

  /// Writes the numbers of the rows whose flag is true.
  private static func number(_ flags: Vector, _ first: Int, _ room: UnsafeMutablePointer<Int32>) -> Int {
    withExtendedLifetime(flags) { weir_true_rows(flags.pointer(), flags.count, Int32(truncatingIfNeeded: first), room) }
  }
}

extension ElementChain {
  /// The values of some rows of those from `start` on.
  fileprivate func values(_ start: Int, _ rows: UnsafeBufferPointer<Int32>) throws -> Vector {
    if case .values = step { return try values(.some(start: start, rows)) }
    guard rows.count > ElementChain.blockRows else { return try values(.some(start: start, rows)) }
    let result = try FixedVector(type, count: rows.count)
    let width = result.storage.width
    var done = 0
    while done < rows.count {
      let part = UnsafeBufferPointer(rebasing: rows[done..<min(rows.count, done + ElementChain.blockRows)])
      let block = try values(.some(start: start, part))
      withExtendedLifetime(block) { (result.raw + done * width).copyMemory(from: block.raw, byteCount: block.count * width) }
      done += part.count
    }
    return result
  }
}
