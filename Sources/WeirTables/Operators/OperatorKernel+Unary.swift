extension OperatorKernel {
  /// `-value`.
  /// - Throws: `.type` for what is not a number.
  package static func negate(_ value: borrowing Cell) throws -> Cell { try mapElements(value, "-", negated) }

  /// `!value`: 1 for 0, null for null, 0 for everything else.
  /// - Throws: `.type` for what is not a number.
  package static func not(_ value: borrowing Cell) throws -> Cell { try mapElements(value, "!", inverted) }

  /// A function of flat vectors applied to every form, which it keeps; the function keeps lengths.
  package static func mapElements(_ value: borrowing Cell, _ name: String, _ body: (Vector) throws -> Vector) throws -> Cell {
    switch value.heapKind {
    case .vector: return .vector(try mapVector(value.unsafeObject(as: Vector.self), name, body))
    case .pair: return .pair(PairObject(try body(value.unsafeObject(as: PairObject.self).elements)))
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      return .matrix(try matrix.withValues(try body(matrix.values)))
    case .dictionary:
      let dictionary = value.unsafeObject(as: DictionaryObject.self)
      let values = try mapVector(try dictionary.values, name, body)
      return .dictionary(try DictionaryObject(keys: try dictionary.keys, values: values, isOrdered: dictionary.isOrdered))
    case .table:
      let snapshot = value.unsafeObject(as: Table.self).snapshot
      return .table(try Table(names: snapshot.names, columns: try snapshot.columns.map { try mapVector($0, name, body) }))
    case .set, .function, .code, .instance, .resource: throw KernelError.operation("`\(name)` is not defined for a \(value.form)")
    case nil, .string, .wide: return try body(try Vector.repeating(value, count: 1)).cell(at: 0)
    }
  }

  private static func mapVector(_ vector: Vector, _ name: String, _ body: (Vector) throws -> Vector) throws -> Vector {
    if let tuple = vector as? AnyVector {
      let result = AnyVector(capacity: tuple.count)
      for index in 0..<tuple.count { result.push(try tuple.withCell(index) { try mapElements($0, name, body) }) }
      result.isColumnar = tuple.isColumnar
      return result
    }
    if let array = vector as? ArrayVector { return ArrayVector(offsets: array.offsets, values: try body(array.values)) }
    return try body(vector)
  }

  private static func negated(_ vector: Vector) throws -> Vector {
    guard vector.type != .void else { return vector }
    guard vector.type.isNumeric || vector.type.isDecimal || vector.type == .complex else {
      throw KernelError.operation("`-` is not defined for a \(vector.type.name)")
    }
    // Subtracting from a zero of the same type keeps type and scale; from a DOUBLE zero it would lose the sign of -0.0, which does not show.
    let zero = try Cell.int(0).castScalar(to: vector.type.isNumeric || vector.type.isDecimal ? vector.type : .int, scale: vector.scale)
    return try FlatOperators.apply(.subtract, try FlatOperand(zero), FlatOperand(vector, isScalar: false))
  }

  private static func inverted(_ vector: Vector) throws -> Vector {
    guard vector.type != .void else { return vector }
    if vector.type.isDecimal { return try LogicalOperators.not(try vector.cast(to: .double)) }
    return try LogicalOperators.not(vector)
  }
}
