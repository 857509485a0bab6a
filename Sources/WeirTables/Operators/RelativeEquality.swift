/// `eqPercent`.
package enum RelativeEquality {
  /// Whether all elements agree to `percent` percent of the right one; nulls of any type are equal to each other and to nothing else. What is not made of
  /// numbers is compared as a whole.
  package static func equals(_ left: borrowing Cell, _ right: borrowing Cell, percent: Double) throws -> Bool {
    if left.isScalar, right.isScalar { return try scalars(left, right, percent) }
    guard left.form == right.form else { return false }
    guard let first = elements(left), let second = elements(right) else { return try ObjectEquality.equals(left, right, tolerance: 0) }
    guard first.count == second.count else { return false }
    return try (0..<first.count).allSatisfy { try equals(first.cell(at: $0), second.cell(at: $0), percent: percent) }
  }

  private static func elements(_ cell: borrowing Cell) -> Vector? { cell.vector ?? cell.pair?.elements ?? cell.matrix?.values }

  private static func scalars(_ left: borrowing Cell, _ right: borrowing Cell, _ percent: Double) throws -> Bool {
    guard isNumber(left), isNumber(right) else { return try ObjectEquality.equals(left, right, tolerance: 0) }
    if left.isNull || right.isNull { return left.isNull && right.isNull }
    let values = (try left.asDouble(), try right.asDouble())
    // A little more than the level, for what the subtraction itself loses.
    return abs(values.0 - values.1) <= abs(values.1) * percent / 100 * (1 + 1e-9)
  }

  private static func isNumber(_ cell: borrowing Cell) -> Bool {
    let type = cell.elementType
    return type.isNumeric || type.isDecimal || type == .void
  }
}
