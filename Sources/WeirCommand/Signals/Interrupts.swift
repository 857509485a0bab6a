import Glibc
import Synchronization

/// Who is told of a Ctrl-C.
///
/// The signal is blocked in every thread and taken by one that waits for it, so that what follows runs as ordinary code and
/// not inside a signal handler.
package final class Interrupts: Sendable {
  package typealias Action = @Sendable () -> Void

  private let action: Mutex<Action>

  /// - Parameter idle: what happens while nobody has asked to be told.
  package init(idle: @escaping Action = { _exit(ExitCode.interrupted.rawValue) }) { action = Mutex(idle) }

  /// Runs `body`; a Ctrl-C meanwhile calls `action` instead of what it would have called before.
  package func whileCalling<Value>(_ action: @escaping Action, _ body: () -> Value) -> Value {
    let outer = exchange(action)
    defer { _ = exchange(outer) }
    return body()
  }

  /// A Ctrl-C has come.
  package func deliver() {
    let action = action.withLock { $0 }
    action()
  }

  private func exchange(_ new: @escaping Action) -> Action {
    action.withLock { current in
      defer { current = new }
      return current
    }
  }
}
