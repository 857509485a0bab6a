import Glibc
import WeirHost

/// The deep stack that a session's recursion needs.
enum SessionStack {
  /// Runs `body` on a stack of `sessionStackBytes` and ends the process with what it returns.
  ///
  /// The first thread's stack grows as far as the limit allows at that moment, and Linux keeps 128 MiB free below it. Where
  /// the limit cannot be raised, the session gets a thread of its own.
  static func run(on threads: any Threads, _ body: @escaping @Sendable () -> ExitCode) throws(HostError) -> Never {
    if raiseLimit() { exit(body().rawValue) }
    let thread = try threads.start(name: "weir session", stackBytes: sessionStackBytes) {
      InterruptSignal.comeToThisThread()
      exit(body().rawValue)
    }
    InterruptSignal.stayAwayFromThisThread()
    thread.join()
    // The session ends with `exit`, so nothing comes back from there.
    while true { pause() }
  }

  private static func raiseLimit() -> Bool {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0 else { return false }
    if limit.rlim_cur >= sessionStackBytes { return true }
    limit.rlim_cur = rlim_t(sessionStackBytes)
    return limit.rlim_max >= limit.rlim_cur && setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0
  }
}
