import Synchronization
import Weir
import WeirHost

/// `weir-bench sessions ROWS LOOKUPS [SESSIONS]`: sessions on threads of their own, each asks a table of ROWS rows LOOKUPS times for the row of a key: a keyed table where only one may ask at a time, the same
/// without that, and one in 20 partitions. Prints `RESULT,NAME,milliseconds,lookups,rows` with the mean time of a session.
func benchmarkSessions(_ words: [String]) throws {
  guard words.count >= 2, let rows = Int(words[0]), let lookUps = Int(words[1]), rows >= 20, lookUps > 0 else {
    throw WeirBenchError(text: "usage: weir-bench sessions ROWS LOOKUPS [SESSIONS]")
  }
  let count = words.count > 2 ? Int(words[2]) ?? 10 : 10
  let owner = Session()
  owner["n"] = Value(rows)
  try owner.evaluate(
    """
    kt = keyedTable(`id, shuffle(1..n) as id, rand(1000, n) as qty, rand(1000.0, n) as price)
    share kt as skt
    pkt = database("", RANGE, cutPoints(1..n, 20)).createPartitionedTable(kt, `pkt, `id).append!(kt)
    share pkt as spkt
    """)
  let oneAtATime = Mutex(())
  try measure("behind_a_lock", "skt", owner, count, rows, lookUps) { look in try oneAtATime.withLock { _ in try look() } }
  try measure("keyed", "skt", owner, count, rows, lookUps) { look in try look() }
  try measure("partitioned", "spkt", owner, count, rows, lookUps) { look in try look() }
}

/// - Parameter around: runs each look-up.
private func measure(
  _ name: String, _ table: String, _ owner: Session, _ count: Int, _ rows: Int, _ lookUps: Int, around: @escaping @Sendable (() throws -> Void) throws -> Void
) throws {
  let results = Mutex<[(milliseconds: Double, rows: Int)]>([])
  let failures = Mutex<[String]>([])
  let asking = try (0..<count).map { number in
    nonisolated(unsafe) let session = Session(beside: owner)
    try session.evaluate("def look(k) { return select * from objByName(`\(table)) where id = k }")
    return try host.threads.start(name: "session \(number)", stackBytes: sessionStackBytes) {
      do {
        var random = SeededRandom(seed: UInt64(number))
        var found = 0
        let start = host.clock.monotonicNanoseconds()
        for _ in 0..<lookUps {
          let key = Value(Int(random.next(below: UInt64(rows))) + 1)
          try around { found += try session.call("look", key).count }
        }
        let milliseconds = Double(host.clock.monotonicNanoseconds() - start) / 1_000_000
        results.withLock { $0.append((milliseconds, found)) }
      } catch { failures.withLock { $0.append("\(error)") } }
    }
  }
  for thread in asking { thread.join() }
  if let failure = failures.withLock({ $0.first }) { throw WeirBenchError(text: failure) }
  let all = results.withLock { $0 }
  print("RESULT,sessions_\(name),\(all.reduce(0) { $0 + $1.milliseconds } / Double(count)),\(count * lookUps),\(all.reduce(0) { $0 + $1.rows })")
}
