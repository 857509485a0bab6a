import Glibc
import WeirHost

/// Which partitions of a table are being written to: by one write each, known by its thread. A write takes all of its partitions at once or none, so that no two wait for each other.
final class PartitionLocks: @unchecked Sendable {
  // Unchecked: what changes is guarded by the monitor.
  private struct Holder {
    let thread: UInt
    /// As users see it.
    let write: Int
  }

  private let monitor = Monitor()
  private var held: [String: Holder] = [:]
  /// Who changes the table as a whole, or waits to.
  private var whole: Holder?
  private var writeCount = 0

  /// Short against the tenth of a second in which who waits has to hear that it is to stop.
  private static let stepMilliseconds = 20
  /// A write that waits gives up some time.
  private static let waitNanoseconds = 180_000_000_000

  /// Runs `body` as the only writer of some partitions.
  ///
  /// - Parameters:
  ///   - waits: for another write of one of them; else that is an error.
  ///   - directory: of the database, for errors.
  /// - Throws: `.value` when a partition is locked, `.interrupted` while it waits.
  func hold<Result>(_ paths: [String], waits: Bool, in directory: String, _ body: () throws -> Result) throws -> Result {
    try take(waits: waits, busy: { self.whole.map { ("", $0) } ?? paths.lazy.compactMap { path in self.held[path].map { (path, $0) } }.first }, in: directory) { holder in
      for path in paths { held[path] = holder }
    }
    defer { release { for path in paths { held[path] = nil } } }
    return try body()
  }

  /// Runs `body` while nobody writes to any partition; waits for those who do.
  func holdAll<Result>(in directory: String, _ body: () throws -> Result) throws -> Result {
    try take(waits: true, busy: { self.whole.map { ("", $0) } ?? self.held.sorted { $0.key < $1.key }.first.map { ($0.key, $0.value) } }, in: directory) { whole = $0 }
    defer { release { whole = nil } }
    return try body()
  }

  private func take(waits: Bool, busy: () -> (path: String, holder: Holder)?, in directory: String, _ enter: (Holder) -> Void) throws {
    let thread = UInt(pthread_self())
    let deadline = PartitionLocks.now() + PartitionLocks.waitNanoseconds
    try monitor.withLock {
      while let (path, holder) = busy() {
        guard holder.thread != thread else { throw KernelError.value("a table cannot be changed by the statement that is changing it") }
        guard waits, PartitionLocks.now() < deadline else {
          let chunk = directory + (path.isEmpty ? "" : "/" + path)
          throw KernelError.value(
            "<ChunkInTransaction>The openChunks operation failed because the chunk '\(chunk)' is currently locked and in use by transaction \(holder.write). RefId:S00002")
        }
        if StopFlag.isRaised { throw Interruption.error }
        monitor.wait(milliseconds: PartitionLocks.stepMilliseconds)
      }
      writeCount += 1
      enter(Holder(thread: thread, write: writeCount))
    }
  }

  private func release(_ leave: () -> Void) {
    monitor.withLock {
      leave()
      monitor.wakeAll()
    }
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
