/// Where a string of a column lies: 36 bits of offset (64 GiB) and 28 of length (256 MiB). Zero is the null, and empty, string.
package struct StringReference: Sendable {
  package let bits: UInt64

  package static let lengthMax = (1 << 28) - 1
  static let offsetMax = (1 << 36) - 1

  @inline(__always) init(bits: UInt64) { self.bits = bits }
  @inline(__always) init(offset: Int, length: Int) { bits = UInt64(offset) << 28 | UInt64(length) }
  @inline(__always) package var offset: Int { Int(bits >> 28) }
  @inline(__always) package var length: Int { Int(bits & 0xFFF_FFFF) }
}

/// Bytes of strings, one behind the other. Strings are added and never changed, so that any number of vectors may refer to them.
package final class StringArena: @unchecked Sendable {
  // Unchecked: added to by the one holder of the vector or table lock.
  @exclusivity(unchecked) private var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private var capacity: Int
  @exclusivity(unchecked) package private(set) var used = 0

  package init(capacity: Int = 64) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  package func bytes(_ reference: StringReference) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + reference.offset, count: reference.length)
  }

  /// - Throws: `.memory` for a string over 256 MiB or an arena over 64 GiB.
  package func add(_ bytes: UnsafeBufferPointer<UInt8>) throws -> StringReference {
    guard bytes.count > 0 else { return StringReference(bits: 0) }
    guard bytes.count <= StringReference.lengthMax, used + bytes.count <= StringReference.offsetMax else {
      throw KernelError.memory("a string of \(bytes.count) bytes is longer than a column can hold")
    }
    let start = used
    if used + bytes.count > capacity {
      grow(toHold: used + bytes.count, adding: bytes, at: start)
    } else {
      (base + start).update(from: bytes.baseAddress!, count: bytes.count)
    }
    used += bytes.count
    return StringReference(offset: start, length: bytes.count)
  }

  /// The bytes to add may lie in the block that is left, so they are copied before it goes.
  private func grow(toHold needed: Int, adding bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    let grown = max(needed, capacity * 2)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
    fresh.update(from: base, count: used)
    (fresh + start).update(from: bytes.baseAddress!, count: bytes.count)
    base.deallocate()
    base = fresh
    capacity = grown
  }
}
