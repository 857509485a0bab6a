import Glibc

/// The signal that Ctrl-C sends.
///
/// The host's threads begin with signals blocked, so the handler runs on the session's thread only, inside the frames whose
/// action it calls. A thread that waits for signals would need no handler, but a second thread costs a short run 3 ms of 4.6
/// (two processors that share memory have to agree on each change of it).
enum InterruptSignal {
  /// The interrupts of the process; a handler can reach nothing but globals.
  static let interrupts = Interrupts()

  /// A shell that starts a job in the background tells it to ignore Ctrl-C, which is for others then; that stays so.
  static func handle() {
    var inherited = sigaction()
    sigaction(SIGINT, nil, &inherited)
    if unsafeBitCast(inherited.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    // The handler must not be the one to initialise it.
    _ = interrupts
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let code = errno
      InterruptSignal.interrupts.deliver()
      errno = code
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESTART))
    sigaction(SIGINT, &action, nil)
  }

  /// Makes the calling thread, started by the host, the one that signals from outside come to.
  static func comeToThisThread() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  /// Keeps signals from outside away from the calling thread.
  static func stayAwayFromThisThread() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
  }
}
