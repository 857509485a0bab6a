/// Raw memory that vectors share. Copying a vector copies its header and shares the buffer; whoever writes first takes a copy.
///
/// `used` is the high-water mark in elements of whoever fills it: a header whose count equals `used` may append into the spare
/// capacity even while older headers share the buffer, because those never read beyond their own count.
package final class Buffer: @unchecked Sendable {
  // Unchecked: the bytes below a published count are never written while the buffer is shared, and appends are made by the one
  // holder of the vector or table lock.
  package let base: UnsafeMutableRawPointer
  package let byteCapacity: Int
  @exclusivity(unchecked) package var used: Int

  /// - Throws: `.memory` when the machine cannot hold `byteCapacity` bytes.
  package init(byteCapacity: Int) throws {
    let (base, capacity) = try BufferPool.allocate(byteCapacity)
    self.base = base
    self.byteCapacity = capacity
    self.used = 0
  }

  deinit { BufferPool.release(base, byteCapacity) }
}
