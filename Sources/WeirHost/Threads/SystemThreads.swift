import Glibc

/// Threads of the machine, with one pool of workers for all parallel loops of the process.
package final class SystemThreads: Threads {
  package let parallelism: Int
  private let pool: WorkerPool

  /// - Parameter parallelism: `WEIR_THREADS` when that is a positive number, else the number of cores.
  package init(parallelism: Int = SystemThreads.defaultParallelism()) {
    self.parallelism = max(1, parallelism)
    pool = WorkerPool(helpers: self.parallelism - 1)
  }

  deinit { pool.stop() }

  package func start(
    name: String, stackBytes: Int, _ body: @escaping @Sendable () -> Void
  ) throws(HostError) -> any RunningThread {
    try PosixThread(name: name, stackBytes: stackBytes, body)
  }

  package func perform(count: Int, _ body: (Int) -> Void) {
    pool.perform(count: count, body)
  }

  package static func defaultParallelism() -> Int {
    if let text = getenv("WEIR_THREADS"), let wanted = Int(String(cString: text)), wanted > 0 { return wanted }
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}
