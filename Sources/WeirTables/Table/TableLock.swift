import Glibc
import Synchronization
import WeirHost

/// One writer at a time, known by its thread.
final class TableLock: @unchecked Sendable {
  // Unchecked: the mutex guards itself, and never moves.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// The thread that holds the lock; 0 when nobody does.
  private let owner = Atomic<UInt>(0)

  init() { pthread_mutex_init(mutex, nil) }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  static let conflict = KernelError.value("Concurrent access to an unshared table is not allowed. Share the table first.")

  private static var thisThread: UInt { UInt(pthread_self()) }

  var isHeldByAnother: Bool {
    let owner = owner.load(ordering: .relaxed)
    return owner != 0 && owner != TableLock.thisThread
  }

  /// Runs `body` as the only writer.
  ///
  /// - Parameter waits: for a writer on another thread; else that is an error.
  /// - Throws: `.value` when another writer is there and nobody waits, or when this thread is that writer; `.interrupted` while it waits.
  func hold<Result>(waits: Bool, _ body: () throws -> Result) throws -> Result {
    try take(waits: waits)
    defer { release() }
    return try body()
  }

  func take(waits: Bool) throws {
    guard owner.load(ordering: .relaxed) != TableLock.thisThread else {
      throw KernelError.value("a table cannot be changed by the statement that is changing it")
    }
    if pthread_mutex_trylock(mutex) != 0 {
      guard waits else { throw TableLock.conflict }
      try wait()
    }
    owner.store(TableLock.thisThread, ordering: .relaxed)
  }

  func release() {
    owner.store(0, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  /// Short against the tenth of a second in which who waits has to hear that it is to stop.
  private static let stepNanoseconds = 20_000_000

  private func wait() throws {
    while true {
      if StopFlag.isRaised { throw Interruption.error }
      var deadline = timespec()
      clock_gettime(CLOCK_REALTIME, &deadline)
      deadline.tv_nsec += TableLock.stepNanoseconds
      if deadline.tv_nsec >= 1_000_000_000 {
        deadline.tv_sec += 1
        deadline.tv_nsec -= 1_000_000_000
      }
      if pthread_mutex_timedlock(mutex, &deadline) == 0 { return }
    }
  }
}
