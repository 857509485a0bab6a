import Glibc
import Synchronization

/// The helpers of parallel loops: threads that wait for loops and take indices off them.
///
/// The thread that starts a loop works on it too, so a loop ends even when all helpers are busy elsewhere. Helpers start
/// with the first loop: a process that never runs one never pays for them.
final class WorkerPool: @unchecked Sendable {
  // `@unchecked`: everything that changes is read and written under `monitor`.
  private let helpersMax: Int
  private let monitor = Monitor()
  private var helpersStarted = 0
  private var loops: [ParallelLoop] = []
  private var isStopped = false

  init(helpers: Int) { helpersMax = helpers }

  func perform(count: Int, _ body: (Int) -> Void) {
    guard count > 1, helpersMax > 0, !Self.isInsideLoop else { return Self.performSerially(count: count, body) }
    withoutActuallyEscaping(body) { body in
      let loop = ParallelLoop(count: count, body)
      offer(loop)
      Self.work(on: loop)
      withdraw(loop)
    }
  }

  /// Ends the helpers; loops that are under way finish first.
  func stop() {
    monitor.withLock {
      isStopped = true
      monitor.wakeAll()
    }
  }

  private func offer(_ loop: ParallelLoop) {
    monitor.withLock {
      while helpersStarted < min(helpersMax, loop.count - 1) {
        guard startHelper() else { break }
        helpersStarted += 1
      }
      loops.append(loop)
      monitor.wakeAll()
    }
  }

  /// Returns when no helper runs the loop any more, and lets go of its body, whose frame is about to end.
  private func withdraw(_ loop: ParallelLoop) {
    monitor.withLock {
      loops.removeAll { $0 === loop }
      while loop.helpers > 0 { monitor.wait() }
      loop.body = nil
    }
  }

  /// False when the system has no thread left; the loop then runs on those there are.
  private func startHelper() -> Bool {
    (try? PosixThread(name: "weir worker", stackBytes: sessionStackBytes) { [self] in help() }) != nil
  }

  private func help() {
    Self.isInsideLoop = true
    while let loop = nextLoop() {
      StopFlag.watching(loop.stopFlag) { loop.run() }
      monitor.withLock {
        loops.removeAll { $0 === loop }
        loop.helpers -= 1
        if loop.helpers == 0 { monitor.wakeAll() }
      }
    }
  }

  private func nextLoop() -> ParallelLoop? {
    monitor.withLock {
      while !isStopped {
        if let loop = loops.first(where: { $0.hasIndicesLeft }) {
          loop.helpers += 1
          return loop
        }
        monitor.wait()
      }
      return nil
    }
  }

  private static func work(on loop: ParallelLoop) {
    isInsideLoop = true
    loop.run()
    isInsideLoop = false
  }

  private static func performSerially(count: Int, _ body: (Int) -> Void) {
    var index = 0
    while index < count {
      body(index)
      index += 1
    }
  }

  /// Whether this thread is inside the body of a loop.
  private static var isInsideLoop: Bool {
    get { pthread_getspecific(insideKey) != nil }
    set { pthread_setspecific(insideKey, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
  }

  private static let insideKey: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()
}

/// One loop: its body and the next index that nobody has taken.
private final class ParallelLoop: @unchecked Sendable {
  // `@unchecked`: `helpers` and `body` change under the pool's monitor, the rest never or atomically.
  let count: Int
  /// What the thread that started the loop may be asked to stop by.
  let stopFlag = StopFlag.ofThisThread
  var helpers = 0
  /// Nil when the loop is over; a helper may hold the object a little longer.
  var body: ((Int) -> Void)?
  private let next = Atomic(0)

  init(count: Int, _ body: @escaping (Int) -> Void) {
    self.count = count
    self.body = body
  }

  var hasIndicesLeft: Bool { next.load(ordering: .relaxed) < count }

  /// - Precondition: the loop is not over.
  func run() {
    let body = body!
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}
