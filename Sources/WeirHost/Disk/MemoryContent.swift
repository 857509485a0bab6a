import Synchronization

/// The bytes of a file of a `MemoryDisk`: as they are seen, and as they are safe.
final class MemoryContent: Sendable {
  private let images = Mutex(FileImages())

  init() {}

  func withBytes<Value>(_ body: ([UInt8]) -> sending Value) -> sending Value { images.withLock { body($0.seen) } }
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) { images.withLock { $0.write(bytes, at: offset) } }
  /// Cuts the bytes, or adds zeros.
  func truncate(to size: Int) { images.withLock { $0.truncate(to: size) } }
  func sync() { images.withLock { $0.sync() } }
  /// What a sync that failed was to carry over stays as it was on the disk, and no later sync knows of it.
  func loseUnsynced() { images.withLock { $0.forgetChanges() } }

  /// A file of its own with the bytes that are left.
  func afterPowerLoss(_ survival: inout Survival) -> MemoryContent {
    let left = images.withLock { $0 }.left(&survival)
    let content = MemoryContent()
    content.images.withLock { $0 = FileImages(safe: left) }
    return content
  }
}

/// A file as it is seen and as it is safe, and which of its sectors may differ.
private struct FileImages {
  private(set) var seen: [UInt8] = []
  private var safe: [UInt8] = []
  /// Sectors that were written since the last sync: a power failure takes each or leaves it.
  private var unsynced: Set<Int> = []
  /// The length has changed since the last sync.
  private var hasUnsyncedSize = false

  /// What a disk writes whole.
  private static let sectorBytes = 512

  init() {}

  init(safe: [UInt8]) {
    seen = safe
    self.safe = safe
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    let end = offset + bytes.count
    if seen.count < end { truncate(to: end) }
    guard end > offset else { return }
    FileImages.copy(bytes, to: &seen, at: offset)
    for sector in offset / FileImages.sectorBytes...(end - 1) / FileImages.sectorBytes { unsynced.insert(sector) }
  }

  mutating func truncate(to size: Int) {
    guard size != seen.count else { return }
    FileImages.resize(&seen, to: size)
    hasUnsyncedSize = true
  }

  mutating func sync() {
    var everything = Survival.all
    safe = left(&everything)
    forgetChanges()
  }

  mutating func forgetChanges() {
    unsynced = []
    hasUnsyncedSize = false
  }

  /// The safe bytes, with what survives of the others.
  func left(_ survival: inout Survival) -> [UInt8] {
    var left = safe
    if hasUnsyncedSize {
      // Growing happens step by step, cutting at once.
      let isLonger = seen.count > safe.count
      FileImages.resize(&left, to: isLonger ? safe.count + survival.next(upTo: seen.count - safe.count) : survival.next() ? seen.count : safe.count)
    }
    for sector in unsynced.sorted() where survival.next() {
      let start = sector * FileImages.sectorBytes
      let end = min(start + FileImages.sectorBytes, seen.count, left.count)
      guard start < end else { continue }
      seen.withUnsafeBytes { FileImages.copy(UnsafeRawBufferPointer(rebasing: $0[start..<end]), to: &left, at: start) }
    }
    return left
  }

  private static func resize(_ bytes: inout [UInt8], to size: Int) {
    if size < bytes.count { bytes.removeLast(bytes.count - size) } else { bytes += [UInt8](repeating: 0, count: size - bytes.count) }
  }

  private static func copy(_ source: UnsafeRawBufferPointer, to bytes: inout [UInt8], at offset: Int) {
    bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[offset...]).copyMemory(from: source) }
  }
}
