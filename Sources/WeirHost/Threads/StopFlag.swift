import Glibc
import Synchronization

/// The flag that asks what runs on a thread to stop.
///
/// Kernels are handed columns and no session, so the session leaves its flag with the thread that it runs on, and parallel loops hand it on to their helpers.
package enum StopFlag {
  package typealias Flag = UnsafeMutablePointer<Atomic<Bool>>

  /// Nil while nobody could ask.
  static var ofThisThread: Flag? {
    get { pthread_getspecific(key)?.assumingMemoryBound(to: Atomic<Bool>.self) }
    set { pthread_setspecific(key, newValue.map { UnsafeRawPointer($0) }) }
  }

  /// Whether this thread was asked to stop.
  package static var isRaised: Bool { ofThisThread?.pointee.load(ordering: .relaxed) ?? false }

  /// Runs `body`, which `flag` can ask to stop.
  package static func watching<Value: ~Copyable>(_ flag: Flag?, _ body: () throws -> Value) rethrows -> Value {
    let outer = ofThisThread
    ofThisThread = flag
    defer { ofThisThread = outer }
    return try body()
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()
}
