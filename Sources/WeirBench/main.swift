import WeirHost
import WeirTables

// Native timings of kernels, for whoever changes one: `weir-bench [ROWS]`, the best of seven runs each, in milliseconds.

let rows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let host = Host.system

func time(_ name: String, _ body: () throws -> Void) throws {
  var best = Int64.max
  for _ in 0..<7 {
    let start = host.clock.monotonicNanoseconds()
    try body()
    best = min(best, host.clock.monotonicNanoseconds() - start)
  }
  print("\(name)\t\(Double(best / 1000) / 1000)")
}

let words = Array(CommandLine.arguments.dropFirst())
if words.first == "native-get" {
  try benchmarkLookUps(Array(words.dropFirst()))
} else if words.first == "sessions" {
  try benchmarkSessions(Array(words.dropFirst()))
} else {
  try benchmarkGrouping()
  try benchmarkSorting()
}
