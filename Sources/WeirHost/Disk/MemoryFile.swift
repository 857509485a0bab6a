import Glibc
import Synchronization

/// The bytes of a file of a `MemoryDisk`: as they are seen, and as a power failure would leave them.
final class MemoryContent: Sendable {
  private struct Images {
    var seen: [UInt8] = []
    var durable: [UInt8] = []
  }
  private let images = Mutex(Images())

  func withBytes<Value>(_ body: ([UInt8]) -> sending Value) -> sending Value { images.withLock { body($0.seen) } }
  func change(_ body: (inout [UInt8]) -> Void) { images.withLock { body(&$0.seen) } }
  func setBytes(_ bytes: [UInt8]) { images.withLock { $0.seen = bytes } }
  func sync() { images.withLock { $0.durable = $0.seen } }

  /// A file of its own with the bytes that had been synced.
  func afterPowerLoss() -> MemoryContent {
    let durable = images.withLock { $0.durable }
    let left = MemoryContent()
    left.setBytes(durable)
    left.sync()
    return left
  }
}

final class MemoryFile: OpenFile {
  let path: String
  private let content: MemoryContent
  private let isWritable: Bool

  init(path: String, content: MemoryContent, isWritable: Bool) {
    self.path = path
    self.content = content
    self.isWritable = isWritable
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(HostError) -> Int {
    let bytes = content.withBytes { $0 }
    let count = max(0, min(buffer.count, bytes.count - offset))
    bytes.withUnsafeBytes { source in
      if count > 0 { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count])) }
    }
    return count
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HostError) {
    guard isWritable else { throw HostError("write", path: path, code: EBADF) }
    content.change { stored in
      let end = offset + bytes.count
      if stored.count < end { stored.append(contentsOf: repeatElement(0, count: end - stored.count)) }
      stored.replaceSubrange(offset..<end, with: bytes)
    }
  }

  func size() throws(HostError) -> Int { content.withBytes { $0.count } }

  func truncate(to size: Int) throws(HostError) {
    guard isWritable else { throw HostError("truncate", path: path, code: EINVAL) }
    content.change { stored in
      if size <= stored.count {
        stored.removeLast(stored.count - size)
      } else {
        stored.append(contentsOf: repeatElement(0, count: size - stored.count))
      }
    }
  }

  func sync() throws(HostError) { content.sync() }
}
