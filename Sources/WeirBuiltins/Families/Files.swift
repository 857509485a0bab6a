import WeirHost
import WeirRuntime
import WeirTables

// Files and directories.
extension StandardCatalog {
  static let files: [Builtin] = textFiles
}

/// Runs what the host may refuse; a refusal becomes an error of the function that was called.
func reachingHost<Result: ~Copyable>(_ function: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as HostError {
    throw KernelError(.io, "\(function): \(error.description)")
  } catch let error as KernelError {
    throw KernelError(error.kind, error.text.hasPrefix(function) ? error.text : "\(function): \(error.text)")
  }
}
