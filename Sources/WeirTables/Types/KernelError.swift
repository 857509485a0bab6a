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
