import Synchronization

/// How far the process is with work that knows its end, for whoever waits at a terminal. Of two such works at a time the last one to begin is told of.
package enum WorkProgress {
  private static let total = Atomic(0)
  private static let done = Atomic(0)

  /// Runs `body`, which says with `add` how many of `total` steps it has done.
  package static func counting<Value>(to total: Int, _ body: () throws -> Value) rethrows -> Value {
    done.store(0, ordering: .relaxed)
    self.total.store(total, ordering: .relaxed)
    defer { self.total.store(0, ordering: .relaxed) }
    return try body()
  }

  package static func add(_ steps: Int) { done.wrappingAdd(steps, ordering: .relaxed) }

  /// From 0 to 1; nil while nothing is counted.
  package static var share: Double? {
    let total = total.load(ordering: .relaxed)
    return total > 0 ? min(Double(done.load(ordering: .relaxed)) / Double(total), 1) : nil
  }
}
