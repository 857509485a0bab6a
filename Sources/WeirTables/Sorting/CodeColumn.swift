import WeirHost

/// Unsigned integers beside rows, in memory of the pool: sorting writes and forgets them by the million.
struct CodeColumn: @unchecked Sendable {
  // Unchecked: written before anyone else sees it, and never after.
  private let buffer: Buffer
  let count: Int

  /// `count` codes, each piece of which `fill` writes.
  /// - Throws: `.memory`.
  @inline(__always)
  init(_ count: Int, _ threads: any Threads, _ fill: (_ rows: Range<Int>, _ target: UnsafeMutablePointer<UInt64>) -> Void) throws {
    buffer = try Buffer(byteCapacity: count * MemoryLayout<UInt64>.stride)
    self.count = count
    let base = buffer.base.bindMemory(to: UInt64.self, capacity: max(count, 1))
    try withExtendedLifetime(buffer) { try RowPieces.forEachChunk(rows: count, threads) { _, rows in fill(rows, base) } }
  }

  @inline(__always)
  subscript(row: Int) -> UInt64 {
    withExtendedLifetime(buffer) { buffer.base.assumingMemoryBound(to: UInt64.self)[row] }
  }

  @inline(__always)
  func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<UInt64>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(buffer) {
      try body(UnsafeBufferPointer(start: buffer.base.assumingMemoryBound(to: UInt64.self), count: count))
    }
  }
}
