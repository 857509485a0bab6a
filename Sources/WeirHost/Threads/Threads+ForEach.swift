import Synchronization

extension Threads {
  /// Calls `body` once for each of `0..<count`, on up to `parallelism` threads.
  ///
  /// The closure is not `@Sendable`, because kernels hand it raw pointers: it must write only to what belongs to its index.
  ///
  /// - Throws: the error of the lowest index that failed, whatever the order in which the threads came to it. Indices above
  ///   may then have been left out.
  package func forEachParallel<Failure: Error>(
    _ count: Int, _ body: (Int) throws(Failure) -> Void
  ) throws(Failure) {
    let failure = FirstFailure<Failure>()
    perform(count: count) { index in
      guard index < failure.index else { return }
      do throws(Failure) {
        try body(index)
      } catch {
        failure.record(error, at: index)
      }
    }
    if let error = failure.error { throw error }
  }
}

/// The error of the lowest index so far.
private final class FirstFailure<Failure: Error>: Sendable {
  private struct Found {
    var index = Int.max
    var error: Failure?
  }
  private let lowest = Atomic(Int.max)
  private let found = Mutex(Found())

  var index: Int { lowest.load(ordering: .relaxed) }
  var error: Failure? { found.withLock { $0.error } }

  func record(_ error: Failure, at index: Int) {
    found.withLock { found in
      guard index < found.index else { return }
      found = Found(index: index, error: error)
      lowest.store(index, ordering: .relaxed)
    }
  }
}
