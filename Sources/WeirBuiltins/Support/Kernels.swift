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

/// Gives a kernel of texts whatever texts the first argument holds: a scalar, a vector, the values of a matrix or dictionary, the members of a tuple, the
/// text columns of a table. Everything else in a table stays as it is.
func mappingTexts(_ call: borrowing Call, _ kernel: (Vector) throws -> Vector) throws -> Cell {
  try naming(call.name) { try TextMapping.apply(call[0], kernel) }
}

/// The same for one INT per text. A single text, as a loop has it, is looked at where it stands.
func mappingTexts(_ call: borrowing Call, toInts body: (TextBytes) throws -> Int) throws -> Cell {
  guard var text = call[0].stringValue else { return try mappingTexts(call) { try TextRows.ints($0, body) } }
  return .int(Int32(truncatingIfNeeded: try text.withUTF8(body)))
}

private enum TextMapping {
  static func apply(_ value: borrowing Cell, _ kernel: (Vector) throws -> Vector) throws -> Cell {
    switch value.heapKind {
    case .vector: return try applyToVector(value.unsafeObject(as: Vector.self), kernel)
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      return .matrix(try matrix.withValues(try kernel(matrix.values)))
    case .table: return try applyToTable(value.unsafeObject(as: Table.self), kernel)
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      let values = try applyToVector(try dictionary.values, kernel)
      guard let vector = values.vector else { return values }
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: vector, isOrdered: dictionary.isOrdered))
    case .pair:
      return .pair(PairObject(try kernel(value.unsafeObject(as: PairObject.self).elements)))
    default:
      guard value.isScalar else { throw KernelError.type("a string is expected, got \(ValueDescription.short(value))") }
      return try kernel(try Vector.repeating(value, count: 1)).cell(at: 0)
    }
  }

  private static func applyToVector(_ vector: Vector, _ kernel: (Vector) throws -> Vector) throws -> Cell {
    if let array = vector as? ArrayVector { return .vector(ArrayVector(offsets: array.offsets, values: try kernel(array.values))) }
    guard let tuple = vector as? AnyVector else { return .vector(try kernel(vector)) }
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count { result.push(try apply(tuple.cell(at: index), kernel)) }
    result.isColumnar = tuple.isColumnar
    return .vector(result)
  }

  private static func applyToTable(_ table: Table, _ kernel: (Vector) throws -> Vector) throws -> Cell {
    let snapshot = table.snapshot
    let columns = try snapshot.columns.map { $0.type.isLiteral || $0.type == .char ? try kernel($0) : $0 }
    return .table(try Table(names: snapshot.names, columns: columns))
  }
}
