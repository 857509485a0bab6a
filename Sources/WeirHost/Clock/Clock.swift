/// Where a session learns what time it is.
package protocol Clock: AnyObject, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00 UTC. May jump when somebody sets the clock.
  func wallNanoseconds() -> Int64

  /// Nanoseconds since an unnamed moment. Never goes back: the one to measure durations with.
  func monotonicNanoseconds() -> Int64

  /// The zone whose wall clock `now()` and `today()` show.
  var localZone: TimeZone { get }

  /// Lets the calling thread wait.
  func sleep(nanoseconds: Int64)
}

extension Clock {
  /// What the clock on the wall shows: nanoseconds since 1970-01-01T00:00:00 local time.
  package func localNanoseconds() -> Int64 {
    let now = wallNanoseconds()
    return now + Int64(localZone.offsetSeconds(atUTC: now.flooredDivision(by: 1_000_000_000))) * 1_000_000_000
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity, as moments before 1970 need it.
  func flooredDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
