/// An object of the runtime that can be the same as another one: metacode, functions.
package protocol ContentComparable: AnyObject {
  func hasSameContent(as other: AnyObject) -> Bool
}

/// Whether two values are the same in form, type and elements.
package enum ObjectEquality {
  /// - Parameters:
  ///   - tolerance: floats that differ by no more are equal; 0 asks for equality.
  ///   - ignoringType: whether scalars of different numeric or literal types may be equal.
  package static func equals(_ left: borrowing Cell, _ right: borrowing Cell, tolerance: Double, ignoringType: Bool = false) throws -> Bool {
    guard left.form == right.form else { return false }
    switch left.heapKind {
    case .vector: return try vectors(left.unsafeObject(as: Vector.self), right.unsafeObject(as: Vector.self), tolerance)
    case .pair: return try vectors(left.unsafeObject(as: PairObject.self).elements, right.unsafeObject(as: PairObject.self).elements, tolerance)
    case .matrix: return try matrices(left.unsafeObject(as: MatrixObject.self), right.unsafeObject(as: MatrixObject.self), tolerance)
    case .set: return sets(left.unsafeObject(as: SetObject.self), right.unsafeObject(as: SetObject.self))
    case .dictionary: return try dictionaries(left.unsafeObject(as: DictionaryObject.self), right.unsafeObject(as: DictionaryObject.self), tolerance)
    case .table: return try tables(left.unsafeObject(as: Table.self).snapshot, right.unsafeObject(as: Table.self).snapshot, tolerance)
    case .function, .code, .instance, .resource:
      guard left.heapKind == right.heapKind, left.bits != right.bits else { return left.bits == right.bits }
      return (left.object as? any ContentComparable)?.hasSameContent(as: right.object) ?? false
    case nil, .string, .wide: return scalars(left, right, tolerance, ignoringType)
    }
  }

  private static func scalars(_ left: borrowing Cell, _ right: borrowing Cell, _ tolerance: Double, _ ignoringType: Bool) -> Bool {
    let types = (left.elementType, right.elementType)
    if left.isNull || right.isNull { return left.isNull && right.isNull && (ignoringType || types.0 == types.1) }
    if types.0 == types.1 {
      guard types.0.isFloating, tolerance > 0 else { return left.scale == right.scale && KeyHash.equals(left, right) }
      return abs(left.rawDouble - right.rawDouble) <= tolerance
    }
    guard ignoringType else { return false }
    if let first = left.stringValue, let second = right.stringValue { return first == second }
    guard types.0.isNumeric, types.1.isNumeric else { return false }
    return asDouble(left) == asDouble(right)
  }

  /// - Precondition: `cell` is numeric and not null.
  private static func asDouble(_ cell: borrowing Cell) -> Double { cell.elementType.isFloating ? cell.rawDouble : Double(cell.rawInteger) }

  private static func vectors(_ left: Vector, _ right: Vector, _ tolerance: Double) throws -> Bool {
    if left === right { return true }
    guard left.count == right.count, left.type == right.type, left.scale == right.scale, (left.storage == .array) == (right.storage == .array) else {
      return false
    }
    return try (0..<left.count).allSatisfy { row in
      try Interruption.check(atRow: row)
      return try equals(left.cell(at: row), right.cell(at: row), tolerance: tolerance)
    }
  }

  private static func labels(_ left: Vector?, _ right: Vector?) throws -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): try vectors(left, right, 0)
    default: false
    }
  }

  private static func matrices(_ left: MatrixObject, _ right: MatrixObject, _ tolerance: Double) throws -> Bool {
    guard left.rows == right.rows, left.columns == right.columns else { return false }
    guard try labels(left.rowLabels, right.rowLabels), try labels(left.columnLabels, right.columnLabels) else { return false }
    return try vectors(left.values, right.values, tolerance)
  }

  private static func sets(_ left: SetObject, _ right: SetObject) -> Bool {
    left.count == right.count && left.elements.type == right.elements.type
      && (0..<left.count).allSatisfy { right.contains(left.elements.cell(at: $0)) }
  }

  private static func dictionaries(_ left: DictionaryObject, _ right: DictionaryObject, _ tolerance: Double) throws -> Bool {
    guard left.count == right.count, left.keyType == right.keyType else { return false }
    let (keys, values) = (try left.keys, try left.values)
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      guard let other = try right.value(keys.cell(at: row)), try equals(values.cell(at: row), other, tolerance: tolerance) else { return false }
    }
    return true
  }

  private static func tables(_ left: TableSnapshot, _ right: TableSnapshot, _ tolerance: Double) throws -> Bool {
    guard left.names == right.names, left.rowCount == right.rowCount else { return false }
    return try zip(left.columns, right.columns).allSatisfy { try vectors($0, $1, tolerance) }
  }
}
