/// `& | - ^` and subset tests of sets.
enum SetOperators {
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Cell {
    let (left, right) = try aligned(try set(left, operation), try set(right, operation))
    switch operation {
    case .bitAnd: return try filtered(left) { right.contains($0) }
    case .subtract: return try filtered(left) { !right.contains($0) }
    case .bitOr: return try union(left, right)
    case .bitXor: return try symmetricDifference(left, right)
    case .equal: return .bool(left.count == right.count && isSubset(left, right))
    case .notEqual: return .bool(left.count != right.count || !isSubset(left, right))
    case .lessOrEqual: return .bool(isSubset(left, right))
    case .less: return .bool(left.count < right.count && isSubset(left, right))
    case .greaterOrEqual: return .bool(isSubset(right, left))
    case .greater: return .bool(left.count > right.count && isSubset(right, left))
    default: throw KernelError.operation("`\(operation.spelling)` is not defined for sets")
    }
  }

  /// A scalar or a vector beside a set counts as the set of its elements.
  private static func set(_ cell: borrowing Cell, _ operation: BinaryOperation) throws -> SetObject {
    if let set = cell.set { return set }
    if let vector = cell.vector { return try SetObject(vector) }
    guard cell.isScalar else { throw KernelError.operation("`\(operation.spelling)` is not defined for a set and a \(cell.form)") }
    return try SetObject(try Vector.repeating(cell, count: 1))
  }

  /// Both with elements of one type.
  private static func aligned(_ left: SetObject, _ right: SetObject) throws -> (SetObject, SetObject) {
    let types = (left.elements.type, right.elements.type)
    if types.0 == types.1 { return (left, right) }
    if types.0.isNumeric, types.1.isNumeric {
      let common = NumericOperators.promoted(types.0, types.1)
      return (try SetObject(try left.elements.cast(to: common)), try SetObject(try right.elements.cast(to: common)))
    }
    return (left, try SetObject(try right.elements.converted(to: types.0, scale: left.elements.scale)))
  }

  private static func isSubset(_ left: SetObject, _ right: SetObject) -> Bool {
    (0..<left.count).allSatisfy { right.contains(left.elements.cell(at: $0)) }
  }

  private static func filtered(_ set: SetObject, _ isKept: (borrowing Cell) -> Bool) throws -> Cell {
    let rows = try (0..<set.count).filterRows { isKept(set.elements.cell(at: $0)) }
    return .set(try SetObject(try set.elements.gather(rows)))
  }

  private static func union(_ left: SetObject, _ right: SetObject) throws -> Cell {
    let result = try SetObject(left.elements)
    try result.insert(contentsOf: right.elements)
    return .set(result)
  }

  private static func symmetricDifference(_ left: SetObject, _ right: SetObject) throws -> Cell {
    let result = try SetObject(left.elements)
    try result.filter { !right.contains($0) }
    for row in 0..<right.count where !left.contains(right.elements.cell(at: row)) { try result.insert(right.elements.cell(at: row)) }
    return .set(result)
  }
}
