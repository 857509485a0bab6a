import Glibc

/// How much of the thread's stack is left.
enum NativeStack {
  /// Kept for what runs below a call: kernels, display, the release of deep structures.
  static let reserve: UInt = 512 << 10

  /// The lowest address of this thread's stack.
  static func lowestAddress() -> UInt {
    var attributes = pthread_attr_t()
    guard pthread_getattr_np(pthread_self(), &attributes) == 0 else { return 0 }
    defer { pthread_attr_destroy(&attributes) }
    var base: UnsafeMutableRawPointer?
    var size = 0
    guard pthread_attr_getstack(&attributes, &base, &size) == 0 else { return 0 }
    return UInt(bitPattern: base)
  }

  /// An address in the present frame.
  @inline(__always)
  static func currentAddress() -> UInt {
    var marker: UInt8 = 0
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}
