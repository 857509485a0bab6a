/// Bytes that grow at the end: the strings that one thread has parsed.
struct ByteBuffer {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1 << 12
    base = .allocate(capacity: capacity)
  }

  func deallocate() { base.deallocate() }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    if count + bytes.count > capacity { grow(toHold: count + bytes.count) }
    (base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  private mutating func grow(toHold needed: Int) {
    capacity = max(needed, capacity * 2)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    fresh.update(from: base, count: count)
    base.deallocate()
    base = fresh
  }
}
