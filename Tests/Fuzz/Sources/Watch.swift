import Glibc
import Synchronization
import WeirRuntime

/// A thread that asks the script to stop when its time is over.
final class Watch: Sendable {
  private struct Run {
    var cancellation: Cancellation?
    var millisecondsLeft: UInt32 = 0
  }

  private static let tickMilliseconds: UInt32 = 20

  private let run = Mutex(Run())

  func start() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let watch = Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
        while true {
          usleep(Watch.tickMilliseconds * 1000)
          watch.tick()
        }
      }, context)
  }

  func begin(_ cancellation: Cancellation, milliseconds: UInt32) {
    run.withLock { $0 = Run(cancellation: cancellation, millisecondsLeft: milliseconds) }
  }

  func end() { run.withLock { $0.cancellation = nil } }

  private func tick() {
    run.withLock { run in
      guard let cancellation = run.cancellation else { return }
      if run.millisecondsLeft <= Self.tickMilliseconds { cancellation.request() } else { run.millisecondsLeft -= Self.tickMilliseconds }
    }
  }
}
