import WeirHost
import WeirTables

/// Calls for all places of a function that touches nothing but its arguments: several threads share the places.
///
/// A script's function runs in its session, which belongs to one thread: see `ParallelCalls` for those.
final class ConcurrentCalls: @unchecked Sendable {
  // Unchecked: no two threads write one place, and nobody reads before all are done.
  private let results: UnsafeMutablePointer<Cell>
  private let count: Int

  /// Scalars in all arguments from which a second thread is worth being woken.
  private static let parallelScalarsMin = 200_000
  /// Pieces of the places per thread: one that has the large elements does not keep the others waiting.
  private static let piecesPerThread = 8

  private init(count: Int) {
    self.count = count
    results = .allocate(capacity: count)
    for place in 0..<count { (results + place).initialize(to: .missing) }
  }

  deinit {
    results.deinitialize(count: count)
    results.deallocate()
  }

  func take(_ place: Int) -> Cell { exchange(results + place, .missing) }

  /// The results for the places `0..<count`; nil when one thread is as good, or may do it alone.
  /// - Throws: the error of the first place that failed.
  static func make(_ function: Function, _ elements: [Elements], count: Int, _ session: SessionContext) throws -> ConcurrentCalls? {
    guard count > 1, function.isConcurrent, elements.reduce(0, { $0 + $1.scalarCount }) >= parallelScalarsMin else { return nil }
    let threads = session.host.threads
    let pieces = min(count, threads.parallelism * piecesPerThread)
    let calls = ConcurrentCalls(count: count)
    let state = session.state
    try threads.forEachParallel(pieces) { piece in
      let slab = ArgumentSlab(count: elements.count)
      for place in (piece * count / pieces)..<((piece + 1) * count / pieces) {
        try session.checkCancellation()
        for (index, element) in elements.enumerated() { slab[index] = try element.cell(at: place) }
        guard function.parameters.accept(slab.cells, elements.count) else { throw session.argumentCountError(function, elements.count) }
        calls.results[place] = try function.invoke(Call(slab.cells, count: elements.count, state: state, function: function))
      }
    }
    return calls
  }
}

extension Function {
  /// Whether several threads may call it at once.
  fileprivate var isConcurrent: Bool {
    switch self {
    case let function as BuiltinFunction: function.declaration.isConcurrent
    case let function as PartialFunction: function.target.isConcurrent
    default: false
    }
  }
}
