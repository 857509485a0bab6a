/// How a session gets work done beside its own thread.
package protocol Threads: AnyObject, Sendable {
  /// How many threads a parallel loop uses, the calling one included; at least 1.
  var parallelism: Int { get }

  /// Starts a thread. It begins with signals from outside blocked.
  ///
  /// - Parameters:
  ///   - name: shown by `top` and debuggers; cut after 15 bytes.
  ///   - stackBytes: room for the script's recursion; sessions take `sessionStackBytes`.
  func start(
    name: String, stackBytes: Int, _ body: @escaping @Sendable () -> Void
  ) throws(HostError) -> any RunningThread

  /// Calls `body` once for each of `0..<count`, in any order and on several threads, and returns when all calls have.
  ///
  /// Inside a `body` it runs its indices in order on that thread: a loop in a loop gets no second set of threads.
  func perform(count: Int, _ body: (Int) -> Void)
}

/// Deep enough for some hundred thousand calls of a script; only pages that are used cost memory.
package let sessionStackBytes = 64 << 20

package protocol RunningThread: AnyObject, Sendable {
  /// Waits for the thread's end. May be called once.
  func join()
}
