import Glibc

/// The bytes of a file as memory, for as long as somebody holds this object.
///
/// A mapped file that another process cuts short while it is read kills the process (`SIGBUS`); files that Weir writes are
/// replaced by renaming, never cut. The memory is this process's own: writing to it leaves the file as it is.
package final class MappedFile: @unchecked Sendable {
  // `@unchecked`: the pointer stays valid until deinit; who writes through it is the only one who has these bytes.
  private enum Owner { case mapping, allocation, nobody }

  package let bytes: UnsafeRawBufferPointer
  private let owner: Owner

  /// Takes over a region that `mmap` gave.
  init(mapping: UnsafeMutableRawPointer, count: Int) {
    bytes = UnsafeRawBufferPointer(start: mapping, count: count)
    owner = .mapping
  }

  /// A copy of bytes that come from elsewhere than a mapping.
  package init(copying source: UnsafeRawBufferPointer) {
    guard !source.isEmpty else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      owner = .nobody
      return
    }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: source.count, alignment: 64)
    copy.copyMemory(from: source)
    bytes = UnsafeRawBufferPointer(copy)
    owner = .allocation
  }

  deinit {
    switch owner {
    case .mapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    case .allocation: bytes.deallocate()
    case .nobody: break
    }
  }

  /// Tells the kernel to read ahead and to forget behind, as one pass over a large file wants it.
  package func willReadOnce() {
    guard owner == .mapping else { return }
    madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_SEQUENTIAL)
  }
}
