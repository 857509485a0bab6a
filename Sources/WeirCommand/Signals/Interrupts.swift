import Glibc
import Synchronization

/// Who is told of a Ctrl-C.
package final class Interrupts: Sendable {
  package typealias Action = @Sendable () -> Void

  /// The address of a `Told`. `whileCalling` keeps it alive for as long as it can be found here.
  private let current: Atomic<UInt>
  private let idle: Told

  /// - Parameter idle: what happens while nobody has asked to be told.
  package init(idle: @escaping Action = { _exit(ExitCode.interrupted.rawValue) }) {
    self.idle = Told(action: idle)
    current = Atomic(self.idle.address)
  }

  /// Runs `body`; a Ctrl-C meanwhile calls `action` instead of what it would have called before.
  ///
  /// - Parameter action: runs inside a signal handler: it may set atomics and write to descriptors, but take no lock and no
  ///   memory.
  package func whileCalling<Value>(_ action: @escaping Action, _ body: () -> Value) -> Value {
    let told = Told(action: action)
    return withExtendedLifetime(told) {
      let outer = current.exchange(told.address, ordering: .acquiringAndReleasing)
      defer { current.store(outer, ordering: .releasing) }
      return body()
    }
  }

  /// A Ctrl-C has come.
  package func deliver() {
    guard let pointer = UnsafeRawPointer(bitPattern: current.load(ordering: .acquiring)) else { return }
    Unmanaged<Told>.fromOpaque(pointer).takeUnretainedValue().action()
  }

  /// Immutable, so that a handler that comes between two instructions finds it whole.
  private final class Told: Sendable {
    let action: Action
    init(action: @escaping Action) { self.action = action }

    var address: UInt { UInt(bitPattern: Unmanaged.passUnretained(self).toOpaque()) }
  }
}
