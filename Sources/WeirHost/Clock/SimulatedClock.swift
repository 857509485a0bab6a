import Synchronization

/// A clock that stands still until it is moved, in a world whose local time is UTC unless told otherwise.
package final class SimulatedClock: Clock {
  package let localZone: TimeZone
  private let wallAtStart: Int64
  private let elapsed = Atomic<Int64>(0)

  package init(wallNanoseconds: Int64, localZone: TimeZone = .utc) {
    wallAtStart = wallNanoseconds
    self.localZone = localZone
  }

  package func wallNanoseconds() -> Int64 { wallAtStart + monotonicNanoseconds() }
  package func monotonicNanoseconds() -> Int64 { elapsed.load(ordering: .acquiring) }

  /// Whoever sleeps moves the time for all.
  package func sleep(nanoseconds: Int64) { advance(byNanoseconds: max(0, nanoseconds)) }

  /// - Precondition: `nanoseconds` is not negative; the monotonic clock never goes back.
  package func advance(byNanoseconds nanoseconds: Int64) {
    precondition(nanoseconds >= 0, "a clock cannot go back by \(nanoseconds) ns")
    elapsed.wrappingAdd(nanoseconds, ordering: .acquiringAndReleasing)
  }
}
