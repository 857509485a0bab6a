import Glibc
import Synchronization

/// Lets readers in while nobody writes. Readers of different threads hardly meet once the gate is wide: each goes through the lane of its thread, and a writer closes all of them.
package struct ReaderGate: ~Copyable, @unchecked Sendable {
  // Unchecked: the locks guard themselves and never move; the lanes are set once and live as long as the gate.
  private typealias Lane = UnsafeMutablePointer<pthread_mutex_t>

  /// Taken by every writer, and by readers while there are no lanes.
  private let lock: Lane
  private let lanes = Atomic<UnsafeMutableRawPointer?>(nil)

  /// A power of two, some times the threads that read at once.
  private static let laneCountLog = 4
  private static let laneCount = 1 << laneCountLog
  /// Each lane alone in its line of the cache.
  private static let laneStride = 64

  package init() {
    lock = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
  }

  deinit {
    if let lanes = lanes.load(ordering: .acquiring) {
      for lane in 0..<ReaderGate.laneCount { pthread_mutex_destroy(ReaderGate.lane(lanes, lane)) }
      lanes.deallocate()
    }
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  private static func lane(_ lanes: UnsafeMutableRawPointer, _ index: Int) -> Lane {
    (lanes + index &* laneStride).assumingMemoryBound(to: pthread_mutex_t.self)
  }

  /// Gives each thread a lane of its own, as far as they go. For what several threads will read.
  package func widen() {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    guard lanes.load(ordering: .relaxed) == nil else { return }
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: ReaderGate.laneCount * ReaderGate.laneStride, alignment: ReaderGate.laneStride)
    for lane in 0..<ReaderGate.laneCount { pthread_mutex_init(ReaderGate.lane(fresh, lane), nil) }
    lanes.store(fresh, ordering: .releasing)
  }

  /// Runs `body` while nobody writes. It must be short, and must not come back to this gate.
  @inline(__always)
  package func read<Result: ~Copyable>(_ body: () throws -> Result) rethrows -> Result {
    let mine = lanes.load(ordering: .acquiring).map { ReaderGate.lane($0, ReaderGate.laneOfThisThread) } ?? lock
    pthread_mutex_lock(mine)
    defer { pthread_mutex_unlock(mine) }
    return try body()
  }

  /// Runs `body` while nobody reads or writes.
  package func write<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(lock)
    let lanes = lanes.load(ordering: .relaxed)
    if let lanes { for lane in 0..<ReaderGate.laneCount { pthread_mutex_lock(ReaderGate.lane(lanes, lane)) } }
    defer {
      if let lanes { for lane in 0..<ReaderGate.laneCount { pthread_mutex_unlock(ReaderGate.lane(lanes, lane)) } }
      pthread_mutex_unlock(lock)
    }
    return try body()
  }

  /// Threads lie megabytes apart: the upper bits of a product spread them over the lanes.
  @inline(__always)
  private static var laneOfThisThread: Int {
    Int(truncatingIfNeeded: (UInt64(pthread_self()) >> 12 &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - laneCountLog))
  }
}

/// A value that many threads read at once and hardly anybody writes. A mutex around it would make readers sleep and wake each other, which takes longer than what they do.
struct ReadMostly<Value>: ~Copyable, @unchecked Sendable {
  // Unchecked: the value is read and written behind the gate.
  private let gate = ReaderGate()
  private let value: UnsafeMutablePointer<Value>

  init(_ value: Value) {
    self.value = .allocate(capacity: 1)
    self.value.initialize(to: value)
  }

  deinit {
    value.deinitialize(count: 1)
    value.deallocate()
  }

  /// For a value that several threads will read.
  func widen() { gate.widen() }

  var current: Value { gate.read { value.pointee } }
  func write(_ change: (inout Value) -> Void) { gate.write { change(&value.pointee) } }
}
