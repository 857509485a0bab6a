import WeirHost

extension KernelError {
  /// What the operating system refused, as an error of the script.
  package init(_ error: HostError) { self.init(.io, error.description) }
}
