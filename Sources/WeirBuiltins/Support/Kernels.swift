import WeirHost
import WeirRuntime
import WeirTables

/// Runs kernels that know neither who called them nor the host's errors; what they throw becomes an error of `function`.
func naming<Result: ~Copyable>(_ function: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as HostError {
    throw KernelError(.io, "\(function): \(error.description)")
  } catch let error as KernelError {
    throw KernelError(error.kind, error.text.hasPrefix(function) ? error.text : "\(function): \(error.text)")
  }
}

/// Gives a kernel of vectors the first argument, a scalar as a vector of one, and gives back what it was: a scalar for a scalar, rows for rows.
func mapping(_ call: borrowing Call, _ kernel: (Vector) throws -> Vector) throws -> Cell {
  try naming(call.name) {
    guard let vector = call[0].vector else {
      guard call[0].isScalar else { throw call.expected(0, "a scalar or vector") }
      return try kernel(try Vector.repeating(call[0], count: 1)).cell(at: 0)
    }
    guard let array = vector as? ArrayVector else { return .vector(try kernel(vector)) }
    return .vector(ArrayVector(offsets: array.offsets, values: try kernel(array.values)))
  }
}
