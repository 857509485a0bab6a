/// COMPLEX arithmetic, and comparison of UUID, IPADDR, INT128, COMPLEX and POINT.
enum WideOperators {
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let count = try FlatOperand.rowCount(operation, left, right)
    guard left.type == right.type else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    if operation.isComparison { return try compare(operation, left, right, count) }
    guard left.type == .complex else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    let result = try FixedVector(.complex, count: count)
    let target = result.pointer(Wide.self)
    let sources = (left.vector.pointer(Wide.self), right.vector.pointer(Wide.self))
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let values = (sources.0[left.index(row)], sources.1[right.index(row)])
      target[row] =
        values.0 == ElementType.complex.nullWide || values.1 == ElementType.complex.nullWide
        ? ElementType.complex.nullWide : try combine(operation, ComplexNumber(values.0), ComplexNumber(values.1)).wide
    }
    return result
  }

  /// A number beside a COMPLEX is one without imaginary part.
  static func applyToNumber(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let types = (left.type, right.type)
    guard types.0 == .complex && types.1.isNumeric || types.1 == .complex && types.0.isNumeric else {
      throw FlatOperators.unsupported(operation, left.type, right.type)
    }
    return try apply(operation, try left.mapped(complex), try right.mapped(complex))
  }

  private static func complex(_ vector: Vector) throws -> Vector {
    guard vector.type != .complex else { return vector }
    let numbers = try vector.cast(to: .double)
    let result = try FixedVector(.complex, count: numbers.count)
    let source = numbers.pointer(Double.self)
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      result.pointer(Wide.self)[row] = source[row].isNull ? ElementType.complex.nullWide : ComplexNumber(real: source[row], imaginary: 0).wide
    }
    return result
  }

  private static func combine(_ operation: BinaryOperation, _ left: ComplexNumber, _ right: ComplexNumber) throws -> ComplexNumber {
    switch operation {
    case .add: return ComplexNumber(real: left.real + right.real, imaginary: left.imaginary + right.imaginary)
    case .subtract: return ComplexNumber(real: left.real - right.real, imaginary: left.imaginary - right.imaginary)
    case .multiply:
      return ComplexNumber(
        real: left.real * right.real - left.imaginary * right.imaginary, imaginary: left.real * right.imaginary + left.imaginary * right.real)
    case .divide, .ratio:
      let norm = right.real * right.real + right.imaginary * right.imaginary
      guard norm != 0 else { return ComplexNumber(real: .null, imaginary: .null) }
      return ComplexNumber(
        real: (left.real * right.real + left.imaginary * right.imaginary) / norm,
        imaginary: (left.imaginary * right.real - left.real * right.imaginary) / norm)
    default: throw FlatOperators.unsupported(operation, .complex, .complex)
    }
  }

  private static func compare(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let hasOrder = left.type != .complex && left.type != .point
    guard hasOrder || operation == .equal || operation == .notEqual else { throw FlatOperators.unsupported(operation, left.type, right.type) }
    let result = try FixedVector(.bool, count: count)
    let sources = (left.vector.pointer(Wide.self), right.vector.pointer(Wide.self))
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let values = (sources.0[left.index(row)], sources.1[right.index(row)])
      let order = values.0 == values.1 ? 0 : (values.0.high, values.0.low) < (values.1.high, values.1.low) ? -1 : 1
      result.pointer(Int8.self)[row] = operation.holds(order) ? 1 : 0
    }
    return result
  }
}

/// A COMPLEX in its parts.
package struct ComplexNumber: Sendable, Equatable {
  package var real: Double
  package var imaginary: Double

  package init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  package init(_ wide: Wide) { self.init(real: Double(bitPattern: wide.low), imaginary: Double(bitPattern: wide.high)) }

  package var wide: Wide { Wide(low: real.bitPattern, high: imaginary.bitPattern) }
}
