import Glibc
import Synchronization
import WeirHost

/// One writer at a time, known by its thread.
final class TableLock: @unchecked Sendable {
  // Unchecked: the mutex guards itself, and never moves.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  /// The thread that holds the lock; 0 when nobody does.
  private let owner = Atomic<UInt>(0)
  /// The thread that holds the lock keeps it between its statements.
  private let isKept = Atomic(false)
  /// Whether a statement of that thread is at work; that thread's alone.
  private var isAtWork = false

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
    if owner.load(ordering: .relaxed) == TableLock.thisThread {
      guard !isAtWork else { throw KernelError.value("a table cannot be changed by the statement that is changing it") }
      isAtWork = true
      return
    }
    if pthread_mutex_trylock(mutex) != 0 {
      guard waits else { throw TableLock.conflict }
      try wait()
    }
    own()
  }

  private func own() {
    owner.store(TableLock.thisThread, ordering: .relaxed)
    isAtWork = true
  }

  /// Takes the lock from a holder who is about to let go, even when this thread was asked to stop.
  func takeWithoutLooking() {
    pthread_mutex_lock(mutex)
    own()
  }

  func release() {
    isAtWork = false
    if !isKept.load(ordering: .relaxed) { free() }
  }

  private func free() {
    owner.store(0, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  /// Keeps the lock for this thread, whose statements take and release it as if it were free, until it lets go.
  /// - Precondition: this thread holds it.
  func keep() { isKept.store(true, ordering: .relaxed) }

  /// - Precondition: this thread keeps the lock, and no statement is at work.
  func letGo() {
    isKept.store(false, ordering: .relaxed)
    free()
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

  /// So many steps, three minutes, who waits for a lock that is kept goes on waiting: a transaction that waits for a job that waits for its table would not end.
  private static let keptStepsMax = 9_000

  /// Short against the tenth of a second in which who waits has to hear that it is to stop.
  private static let stepNanoseconds = 20_000_000

  /// Which lock each thread waits for.
  private static let waiting = Mutex<[UInt: TableLock]>([:])

  private func wait() throws {
    let thread = TableLock.thisThread
    TableLock.waiting.withLock { $0[thread] = self }
    defer { TableLock.waiting.withLock { $0[thread] = nil } }
    var keptSteps = 0
    while true {
      if StopFlag.isRaised { throw Interruption.error }
      guard !wouldWaitForEver(thread) else {
        throw KernelError.value("two statements wait for each other: each changes a table that the other is changing")
      }
      keptSteps = isKept.load(ordering: .relaxed) ? keptSteps + 1 : 0
      guard keptSteps <= TableLock.keptStepsMax else { throw KernelError.value("the table is being changed by a transaction that does not end") }
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
