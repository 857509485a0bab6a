import Glibc

/// The division of signals between the threads of the process.
enum SignalThread {
  /// Lets the calling thread have all signals but Ctrl-C: the one that owns the terminal, for its size and for Ctrl-Z.
  static func takeTerminalSignals() {
    var signals = interruptOnly()
    pthread_sigmask(SIG_SETMASK, &signals, nil)
  }

  /// Waits for Ctrl-C for as long as the process lives.
  static func serve(_ interrupts: Interrupts) -> Never {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, nil)
    var signals = interruptOnly()
    while true {
      var received: Int32 = 0
      if sigwait(&signals, &received) == 0 { interrupts.deliver() }
    }
  }

  private static func interruptOnly() -> sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    return signals
  }
}
