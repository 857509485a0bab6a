import CKernels

/// How much of the thread's stack is left.
enum NativeStack {
  /// Kept for what runs below a call: kernels, display, the release of deep structures.
  static let reserve: UInt = 512 << 10

  /// The lowest address of this thread's stack; 0 when the system does not say.
  static func lowestAddress() -> UInt { weir_stack_lowest_address() }

  /// An address in the present frame.
  @inline(__always)
  static func currentAddress() -> UInt {
    var marker: UInt8 = 0
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}
