import Weir

/// `weir-bench native-get ROWS LOOKUPS [NAME]`: numbers of a keyed table by key, through the library and without a script. Prints `RESULT,NAME,milliseconds,lookups,sum` for each run.
func benchmarkLookUps(_ words: [String]) throws {
  guard words.count >= 2, let rows = Int(words[0]), let count = Int(words[1]), rows > 0, count >= 0 else {
    throw WeirBenchError(text: "usage: weir-bench native-get ROWS LOOKUPS [NAME]")
  }
  let name = words.count > 2 ? words[2] : "native-get"
  let session = Session()
  session["n"] = Value(rows)
  try session.evaluate("i = long(0..(n-1))\nkt = keyedTable(`id, i * 7919 % n as id, i * 0.5 as v)")
  let keys = (0..<count).map { ($0 * 104_729 + 13) % rows }
  for _ in 0..<6 {
    let start = host.clock.monotonicNanoseconds()
    guard let values = try session["kt"]?.keyedColumn("v", of: Double.self) else { throw WeirBenchError(text: "the table has no such column") }
    var sum = 0.0
    for key in keys { sum += values[key] ?? 0 }
    print("RESULT,\(name),\(Double(host.clock.monotonicNanoseconds() - start) / 1_000_000),\(count),\(sum)")
  }
}

struct WeirBenchError: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
