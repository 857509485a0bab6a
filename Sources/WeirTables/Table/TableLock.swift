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

  /// Takes the lock from a holder who is about to let go, even when this thread was asked to stop.
  func takeWithoutLooking() {
    pthread_mutex_lock(mutex)
    owner.store(TableLock.thisThread, ordering: .relaxed)
  }

  func release() {
    owner.store(0, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  /// Whether the holder waits for another holder, and so on, up to this thread.
  private func wouldWaitForEver(_ thread: UInt) -> Bool {
    TableLock.waiting.withLock { waiting in
      var lock = self
      // As many steps as threads wait; a holder that let go meanwhile ends the chain at the next look.
      for _ in 0...waiting.count {
        let owner = lock.owner.load(ordering: .relaxed)
        if owner == thread { return true }
        guard let next = waiting[owner] else { return false }
        lock = next
      }
      return false
    }
  }

  /// Short against the tenth of a second in which who waits has to hear that it is to stop.
  private static let stepNanoseconds = 20_000_000

  /// Which lock each thread waits for.
  private static let waiting = Mutex<[UInt: TableLock]>([:])

  private func wait() throws {
    let thread = TableLock.thisThread
    TableLock.waiting.withLock { $0[thread] = self }
    defer { TableLock.waiting.withLock { $0[thread] = nil } }
    while true {
      if StopFlag.isRaised { throw Interruption.error }
      guard !wouldWaitForEver(thread) else {
        throw KernelError.value("two statements wait for each other: each changes a table that the other is changing")
      }
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
