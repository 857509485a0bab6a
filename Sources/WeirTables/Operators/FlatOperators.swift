/// Chooses by the element types of two sides.
enum FlatOperators {
  /// - Returns: as many rows as the sides have; one row for two scalars.
  /// - Throws: `.type` when the operation has no meaning for these types, `.shape` for vectors of different length.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    if left.type.isNumeric, right.type.isNumeric { return try NumericOperators.apply(operation, left, right) }
    if left.type == .void || right.type == .void { return try applyToNull(operation, left, right) }
    switch (left.type.category, right.type.category) {
    case (.literal, _), (_, .literal): return try LiteralOperators.apply(operation, left, right)
    case (.duration, _), (_, .duration): return try DurationOperators.apply(operation, left, right)
    case (.temporal, _), (_, .temporal): return try TemporalOperators.apply(operation, left, right)
    case (.decimal, _), (_, .decimal): return try DecimalOperators.apply(operation, left, right)
    case (.wide, .wide): return try WideOperators.apply(operation, left, right)
    case (.wide, _), (_, .wide): return try WideOperators.applyToNumber(operation, left, right)
    default: throw unsupported(operation, left.type, right.type)
    }
  }

  static func unsupported(_ operation: BinaryOperation, _ left: ElementType, _ right: ElementType) -> KernelError {
    if left.isLiteral || right.isLiteral { return .operation("Arguments for \(operation.functionName) method can not be string.") }
    return .operation("`\(operation.spelling)` is not defined for \(left.name) and \(right.name)")
  }

  /// The untyped null takes the type of the other side.
  private static func applyToNull(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    if left.type == .void, right.type == .void {
      let count = try FlatOperand.rowCount(operation, left, right)
      guard operation.isComparison else { return try Vector.repeating(.void, count: count) }
      return try Vector.repeating(.bool(operation.holds(0)), count: count)
    }
    if left.type == .void { return try apply(operation, try nulls(left, like: right), right) }
    return try apply(operation, left, try nulls(right, like: left))
  }

  private static func nulls(_ side: FlatOperand, like other: FlatOperand) throws -> FlatOperand {
    let type = other.type == .duration ? ElementType.int : other.type
    return try side.mapped { try Vector.nulls(type, count: $0.count, scale: other.vector.scale) }
  }
}
