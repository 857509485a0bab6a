import Testing
import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// Jobs that start by the clock, on a clock that moves when it is told to.
struct ScheduleTests {
  private final class Lines: OutputSink {
    var lines: [String] = []

    func show(_ value: borrowing Cell, in session: SessionContext) { lines.append(value.text) }
    func print(_ text: String, value: borrowing Cell, in session: SessionContext) { lines.append(text) }
  }

  private static func minute(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Int {
    CivilDate(year: year, month: month, day: day).daysSinceEpoch * Schedule.minutesPerDay + hour * 60 + minute
  }

  @Test func daysAreFound() {
    let from = CivilDate(year: 2024, month: 1, day: 1).daysSinceEpoch
    let through = CivilDate(year: 2024, month: 12, day: 31).daysSinceEpoch
    let daily = Schedule(times: [60, 600], days: .daily, from: from, through: through)
    #expect(daily.next(from: 0) == Self.minute(2024, 1, 1, 1, 0))
    #expect(daily.next(from: Self.minute(2024, 1, 1, 1, 1)) == Self.minute(2024, 1, 1, 10, 0))
    #expect(daily.next(from: Self.minute(2024, 12, 31, 10, 1)) == nil)
    // 2024.02.29 was a Thursday.
    let weekly = Schedule(times: [0], days: .weekly([4]), from: from, through: through)
    #expect(weekly.next(from: Self.minute(2024, 2, 23, 0, 0)) == Self.minute(2024, 2, 29, 0, 0))
    let monthly = Schedule(times: [0], days: .monthly([31]), from: from, through: through)
    #expect(monthly.next(from: Self.minute(2024, 2, 1, 0, 0)) == Self.minute(2024, 3, 31, 0, 0))
    let never = Schedule(times: [0], days: .monthly([30]), from: CivilDate(year: 2024, month: 2, day: 1).daysSinceEpoch, through: CivilDate(year: 2024, month: 2, day: 29).daysSinceEpoch)
    #expect(never.next(from: 0) == nil)
  }

  @Test func jobsStartWhenTheirTimeHasCome() throws {
    let start = Self.minute(2024, 2, 29, 9, 58)
    let clock = SimulatedClock(wallNanoseconds: Int64(start) * 60_000_000_000)
    let host = Host(clock: clock, disk: MemoryDisk(), entropy: SeededEntropy(seed: 1), threads: Host.system.threads)
    let output = Lines()
    let session = SessionContext(host: host, catalog: StandardCatalog.functions, output: output, site: Site())
    try session.run(
      """
      ended = table(1:0, `job`what`ok`result, [STRING, STRING, BOOL, STRING])
      share ended as endedJobs
      def report(id, what, ok, result) { insert into endedJobs values(id, what, ok, string(result)) }
      def work(x) { if (x < 0) throw "too small"; return x * 2 }
      scheduleJob(`good, "doubles", work{21}, [10:00m, 10:05m], 2024.02.29, 2024.03.01, 'D', , report)
      scheduleJob(`bad, "fails", work{-1}, 10:00m, 2024.02.29, 2024.02.29, 'W', 4, report);
      getRecentJobs().size()
      """, name: "setUp")
    clock.advance(byNanoseconds: 119_000_000_000)
    try session.run("getRecentJobs().size()", name: "before")
    clock.advance(byNanoseconds: 1_000_000_000)
    try session.run(
      """
      getJobReturn(`good, true)
      try { getJobReturn(`bad, true) } catch (ex) { print(ex[1]) }
      getRecentJobs().size()
      """, name: "first")
    clock.advance(byNanoseconds: 600_000_000_000)
    try session.run(
      """
      getJobReturn(`good_2, true)
      concat(sort(exec job + " " + what + " " + string(ok) + " " + result from endedJobs), "; ")
      """, name: "second")
    #expect(output.lines == ["good", "bad", "0", "0", "42", "too small", "2", "42", "bad fails false too small; good doubles true 42; good_2 doubles true 42"])
  }
}
