import Glibc
import Synchronization

/// A thread with a stack of the size that was asked for.
final class PosixThread: RunningThread, @unchecked Sendable {
  // `@unchecked`: the handle is set once, before anybody else sees the object.
  private var handle = pthread_t()
  private let isJoined = Atomic(false)

  init(name: String, stackBytes: Int, _ body: @escaping @Sendable () -> Void) throws(HostError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)

    let start = Unmanaged.passRetained(Start(name: name, body: body))
    let code = Self.withSignalsBlocked {
      pthread_create(
        &handle, &attributes,
        { argument in
          Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue().run()
          return nil
        }, start.toOpaque())
    }
    if code != 0 {
      start.release()
      throw HostError("start thread \(name)", path: "", code: code)
    }
  }

  deinit {
    // A thread that nobody waits for gives its stack back at its own end.
    if handle != pthread_t(), !isJoined.load(ordering: .relaxed) { pthread_detach(handle) }
  }

  func join() {
    isJoined.store(true, ordering: .relaxed)
    pthread_join(handle, nil)
  }

  /// A thread begins with its creator's mask. Signals from outside are for the threads that ask for them, never for a worker.
  private static func withSignalsBlocked(_ body: () -> Int32) -> Int32 {
    var outside = sigset_t()
    sigfillset(&outside)
    // What a thread does to itself has to reach it, or a crash would go without its report.
    for signal in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT] { sigdelset(&outside, signal) }
    var before = sigset_t()
    pthread_sigmask(SIG_BLOCK, &outside, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
  }

  private final class Start {
    private let name: String
    private let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }

    func run() {
      nameThisThread()
      body()
    }

    /// Swift sees neither `pthread_setname_np` nor `prctl`; this file of the kernel does the same.
    private func nameThisThread() {
      let descriptor = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      // The kernel takes 15 bytes.
      let bytes = Array(name.utf8.prefix(15))
      _ = write(descriptor, bytes, bytes.count)
      close(descriptor)
    }
  }
}
