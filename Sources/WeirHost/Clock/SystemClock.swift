import Glibc

/// The clock of the machine.
package final class SystemClock: Clock {
  /// Read at the first use: a script that never asks for local time should not pay for a file.
  private static let systemZone = TimeZone.local(on: LocalDisk())

  package init() {}

  package func wallNanoseconds() -> Int64 { Self.read(CLOCK_REALTIME) }
  package func monotonicNanoseconds() -> Int64 { Self.read(CLOCK_MONOTONIC) }
  package var localZone: TimeZone { Self.systemZone }

  package func sleep(nanoseconds: Int64) {
    guard nanoseconds > 0 else { return }
    var wanted = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var left = timespec()
    while nanosleep(&wanted, &left) != 0 && errno == EINTR { wanted = left }
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
