/// What went wrong in a kernel. A kernel knows rows, types and shapes; the evaluator, which holds the call, adds the place.
///
/// Kernels throw nothing else. Their `throws` is untyped all the same: a typed one would have to be written out in every closure on the way.
package struct KernelError: Error, Sendable {
  /// The class of an error, as scripts and machine-readable output see it.
  package enum Kind: String, Sendable {
    case type, shape, value, range, name, overflow, memory, io, unsupported, interrupted, depth, arguments, immutable, assertion, user
    /// An operator has no meaning for its operands.
    case operation = "operator"
  }

  package let kind: Kind
  package let text: String
  /// What was to be read went away meanwhile: who reads again finds what has taken its place.
  package var isPassing = false

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  package static func type(_ text: String) -> KernelError { KernelError(.type, text) }
  package static func operation(_ text: String) -> KernelError { KernelError(.operation, text) }
  package static func shape(_ text: String) -> KernelError { KernelError(.shape, text) }
  package static func value(_ text: String) -> KernelError { KernelError(.value, text) }
  package static func range(_ text: String) -> KernelError { KernelError(.range, text) }
  package static func unsupported(_ text: String) -> KernelError { KernelError(.unsupported, text) }
  package static func arguments(_ text: String) -> KernelError { KernelError(.arguments, text) }
  package static func memory(_ text: String) -> KernelError { KernelError(.memory, text) }
}

extension KernelError {
  /// How often something is read that another process replaces meanwhile.
  private static let readingsMax = 16

  /// Reads once more where what was to be read has been replaced.
  package static func rereading<Result>(_ isPassing: (any Error) -> Bool, _ read: () throws -> Result) throws -> Result {
    for _ in 1..<readingsMax {
      do { return try read() } catch where isPassing(error) { try Interruption.check() }
    }
    return try read()
  }
}
