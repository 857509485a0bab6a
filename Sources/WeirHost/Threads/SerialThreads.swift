/// Loops run their indices in order on the calling thread, so nothing depends on how threads happen to meet.
///
/// A started thread is a real one: only the order of a loop is simulated here.
package final class SerialThreads: Threads {
  package init() {}

  package var parallelism: Int { 1 }

  package func start(
    name: String, stackBytes: Int, _ body: @escaping @Sendable () -> Void
  ) throws(HostError) -> any RunningThread {
    try PosixThread(name: name, stackBytes: stackBytes, body)
  }

  package func perform(count: Int, _ body: (Int) -> Void) {
    var index = 0
    while index < count {
      body(index)
      index += 1
    }
  }
}
