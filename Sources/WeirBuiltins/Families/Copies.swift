import WeirRuntime
import WeirTables

// Values that share nothing, or as little as is wanted.
extension StandardCatalog {
  static let copies: [Builtin] = [
    Builtin(
      "copy(obj)", summary: "A copy of `obj` whose own elements can change; what a tuple or dictionary holds is shared.",
      example: Example("x = 1 2 3; y = copy(x); y[0] = 9; x", gives: "[1,2,3]")
    ) { call in call[0].copiedForAssignment() },
    Builtin(
      "deepCopy(obj)", summary: "A copy of `obj` that shares nothing with it.", example: Example("x = (1 2, 3); y = deepCopy(x); y[0][0] = 9; x", gives: "([1,2],3)")
    ) { call in try DeepCopy.of(call[0]) },
    Builtin(
      "tupleSum(X)", summary: "The sums of vectors, or of each tuple of vectors if there are several.",
      example: Example("tupleSum([(1 2, 3 4, 5 6), (0.5, 0.6, 0.7)])", gives: "([9,12],1.8)")
    ) { call in
      guard let tuple = call[0].tuple else { throw call.expected(0, "a tuple") }
      return try naming(call.name) { try TupleSum.of(tuple) }
    },
  ]
}

private enum DeepCopy {
  static func of(_ value: borrowing Cell) throws -> Cell {
    switch value.heapKind {
    case .vector:
      guard let tuple = value.unsafeObject(as: Vector.self) as? AnyVector else { return value.copiedForAssignment() }
      return .vector(try elements(tuple))
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      guard let values = try dictionary.values as? AnyVector else { return value.copiedForAssignment() }
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: try elements(values), isOrdered: dictionary.isOrdered))
    default: return value.copiedForAssignment()
    }
  }

  private static func elements(_ tuple: AnyVector) throws -> AnyVector {
    let result = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count { result.push(try tuple.withCell(index) { try of($0) }) }
    result.isColumnar = tuple.isColumnar
    return result
  }
}

private enum TupleSum {
  /// One value for a tuple of vectors or numbers, a tuple of values for several such tuples.
  static func of(_ tuple: AnyVector) throws -> Cell {
    let sums = AnyVector(capacity: tuple.count)
    for index in 0..<tuple.count {
      let part = tuple.cell(at: index)
      guard let parts = part.vector else { throw KernelError.type("each element must be a vector or tuple") }
      sums.push(try total(parts))
    }
    return sums.count == 1 ? sums.cell(at: 0) : .vector(sums)
  }

  private static func total(_ parts: Vector) throws -> Cell {
    guard parts.count > 0 else { return .void }
    var sum = parts.cell(at: 0)
    for index in 1..<max(parts.count, 1) { sum = try OperatorKernel.apply(.add, sum, parts.cell(at: index)) }
    return sum
  }
}
