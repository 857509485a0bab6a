import Testing
import WeirHost

@Suite struct ClockTests {
  /// Offsets that `date -d @SECONDS` prints for the same zones; the last ones lie beyond the tables and follow the rule.
  @Test(arguments: [
    ("Asia/Shanghai", 1_530_000_000, 28_800),
    ("Europe/Berlin", 1_530_000_000, 7_200),
    ("Europe/Berlin", 1_516_000_000, 3_600),
    ("America/New_York", 1_520_751_599, -18_000),
    ("America/New_York", 1_520_751_600, -14_400),
    ("Australia/Sydney", 4_070_908_800, 39_600),
    ("Australia/Sydney", 4_086_500_000, 36_000),
    ("Europe/Berlin", 4_086_500_000, 7_200),
    ("Asia/Kolkata", -3_000_000_000, 19_270),
  ])
  func zonesKnowTheirOffset(name: String, seconds: Int, offset: Int) throws {
    let zone = try #require(TimeZone.named(name, on: LocalDisk()))
    #expect(zone.offsetSeconds(atUTC: Int64(seconds)) == offset)
  }

  @Test func localTimeFindsItsWayBack() throws {
    let berlin = try #require(TimeZone.named("Europe/Berlin", on: LocalDisk()))
    // 2018-07-01 and 2018-01-01, noon there.
    #expect(berlin.utcSeconds(ofLocal: 1_530_446_400) == 1_530_439_200)
    #expect(berlin.utcSeconds(ofLocal: 1_514_808_000) == 1_514_804_400)
    // 2018-10-28T02:30 occurs twice: the first is summer time.
    #expect(berlin.utcSeconds(ofLocal: 1_540_693_800) == 1_540_686_600)
    // 2018-03-25T02:30 is skipped: read with the offset before the change.
    #expect(berlin.utcSeconds(ofLocal: 1_521_945_000) == 1_521_941_400)
  }

  @Test(arguments: ["../passwd", "/etc/passwd", "Nowhere/Nothing", "", "zone.tab"])
  func whatIsNoZoneIsRefused(name: String) {
    #expect(TimeZone.named(name, on: LocalDisk()) == nil)
  }

  @Test func aSimulatedClockMovesWhenTold() {
    let clock = SimulatedClock(wallNanoseconds: 1_000)
    clock.sleep(nanoseconds: 5)
    clock.advance(byNanoseconds: 10)
    #expect(clock.wallNanoseconds() == 1_015)
    #expect(clock.monotonicNanoseconds() == 15)
    #expect(clock.localNanoseconds() == 1_015)
  }

  @Test func theSystemClockGoesOn() {
    let clock = SystemClock()
    let start = clock.monotonicNanoseconds()
    clock.sleep(nanoseconds: 2_000_000)
    #expect(clock.monotonicNanoseconds() - start >= 2_000_000)
    // Later than 2024 and earlier than 2200.
    #expect((1_704_067_200_000_000_000...7_258_118_400_000_000_000).contains(clock.wallNanoseconds()))
  }
}
