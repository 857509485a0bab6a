import Synchronization
import WeirHost

/// Raw memory that vectors share. Copying a vector copies its header and shares the buffer; whoever writes first takes a copy.
///
/// `used` is the high-water mark in elements of whoever fills it: a header whose count equals `used` may append into the spare
/// capacity even while older headers share the buffer, because those never read beyond their own count. Headers of several threads may want to: `claim` gives
/// the elements behind the mark to one of them.
package final class Buffer: @unchecked Sendable {
  // Unchecked: the bytes below a published count are never written while the buffer is shared, and those behind it by who claimed them.
  package let base: UnsafeMutableRawPointer
  package let byteCapacity: Int
  private let filled = Atomic(0)
  /// The file that the memory belongs to; nil for memory of the pool.
  private let file: MappedFile?

  /// Set by the only holder of the buffer; others `claim`.
  package var used: Int {
    @inline(__always) get { filled.load(ordering: .relaxed) }
    @inline(__always) set { filled.store(newValue, ordering: .relaxed) }
  }

  /// - Throws: `.memory` when the machine cannot hold `byteCapacity` bytes.
  package init(byteCapacity: Int) throws {
    let (base, capacity) = try BufferPool.allocate(byteCapacity)
    self.base = base
    self.byteCapacity = capacity
    file = nil
  }

  /// Over bytes of a file. Who writes to them changes memory of this process, not the file.
  /// - Precondition: `bytes` is a part of `file`, and not empty.
  init(_ file: MappedFile, _ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { preconditionFailure("a buffer over no bytes") }
    base = UnsafeMutableRawPointer(mutating: start)
    byteCapacity = bytes.count
    self.file = file
  }

  deinit { if file == nil { BufferPool.release(base, byteCapacity) } }

  /// Takes the elements `range` for the caller to write.
  /// - Returns: false when the filled part does not end where they begin: they belong to somebody else.
  func claim(_ range: Range<Int>) -> Bool {
    filled.compareExchange(expected: range.lowerBound, desired: range.upperBound, ordering: .relaxed).exchanged
  }
}
