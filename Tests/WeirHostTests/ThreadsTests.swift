import Synchronization
import Testing
import WeirHost

@Suite struct ThreadsTests {
  static let kinds: [any Threads] = [SystemThreads(parallelism: 4), SystemThreads(parallelism: 1), SerialThreads()]

  @Test(arguments: kinds.indices) func everyIndexRunsOnce(kind: Int) {
    let threads = Self.kinds[kind]
    for count in [0, 1, 2, 3, 1_000] {
      let calls = (0..<count).map { _ in Counter() }
      threads.forEachParallel(count) { calls[$0].increment() }
      #expect(calls.allSatisfy { $0.value == 1 })
    }
  }

  @Test(arguments: kinds.indices) func theLowestFailureIsThrown(kind: Int) {
    struct Failure: Error, Equatable { let index: Int }
    for _ in 0..<50 {
      #expect(throws: Failure(index: 3)) {
        try Self.kinds[kind].forEachParallel(100) { (index) throws(Failure) in
          if index % 3 == 0 && index > 0 { throw Failure(index: index) }
        }
      }
    }
  }

  @Test func loopsMayBeNestedAndShared() throws {
    let threads = SystemThreads(parallelism: 3)
    let total = Counter()
    let sessions = try (0..<4).map { number in
      try threads.start(name: "session \(number)", stackBytes: 1 << 20) {
        for _ in 0..<100 {
          threads.forEachParallel(5) { _ in threads.forEachParallel(5) { _ in total.increment() } }
        }
      }
    }
    for session in sessions { session.join() }
    #expect(total.value == 4 * 100 * 25)
  }

  @Test func aSessionStackIsDeep() throws {
    /// Few frames, large ones: what checks threads keeps a stack of its own, with a limit on their number.
    @Sendable func depth(_ left: Int) -> Int {
      left == 0
        ? 0
        : withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 8) { room in
          room.initializeMemory(as: UInt8.self, repeating: 0)
          return 1 + depth(left - 1)
        }
    }
    let reached = Counter()
    let thread = try SystemThreads(parallelism: 1).start(name: "deep", stackBytes: sessionStackBytes) {
      if depth(3_000) == 3_000 { reached.increment() }
    }
    thread.join()
    #expect(reached.value == 1)
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .acquiring) }
  func increment() { count.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
