import Glibc

/// Arithmetic, comparison, logic and bits on BOOL, integers and floats; temporal values come here as their raw integers.
enum NumericOperators {
  /// The type that two numbers meet in: the wider one, BOOL < CHAR < SHORT < INT < LONG < FLOAT < DOUBLE.
  static func promoted(_ left: ElementType, _ right: ElementType) -> ElementType { left.rawValue >= right.rawValue ? left : right }

  /// - Precondition: both sides are numeric, with types as `promoted` orders them.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let count = try FlatOperand.rowCount(operation, left, right)
    if operation.isLogical { return try LogicalOperators.apply(operation, left, right, count) }
    if operation.isBitwise { return try BitwiseOperators.apply(operation, left, right, count) }
    return try withExtendedLifetime((left.vector, right.vector)) { try apply(operation, NumericSide(left), NumericSide(right), count) }
  }

  /// The same for a vector of numbers and another or a number, without a vector made of the number; nil for other values.
  static func apply(_ operation: BinaryOperation, _ left: borrowing Cell, _ right: borrowing Cell) throws -> Vector? {
    guard left.heapKind == .vector || right.heapKind == .vector, !operation.isLogical, !operation.isBitwise else { return nil }
    return try withUnsafeTemporaryAllocation(of: Int64.self, capacity: 2) { slots in
      guard let slot = slots.baseAddress, let leftSide = NumericSide(left, slot), let rightSide = NumericSide(right, slot + 1) else { return nil }
      // Vectors that do not meet are an error that others word.
      guard leftSide.isScalar || rightSide.isScalar || leftSide.count == rightSide.count else { return nil }
      return try apply(operation, leftSide, rightSide, leftSide.isScalar ? rightSide.count : leftSide.count)
    }
  }

  private static func apply(_ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int) throws -> Vector {
    operation.isComparison ? try compare(operation, left, right, count) : try arithmetic(operation, left, right, count)
  }

  /// The type that `apply` answers for sides of these types; nil for what is no number.
  static func resultType(_ operation: BinaryOperation, _ left: ElementType, _ right: ElementType) -> ElementType? {
    guard left.isNumeric, right.isNumeric else { return nil }
    if operation.isComparison || operation.isLogical { return .bool }
    // Bits are defined for some of the numbers only.
    return operation.isBitwise ? nil : arithmeticType(operation, left, right)
  }

  /// BOOL counts as INT in arithmetic; `\` and powers leave the integers.
  private static func arithmeticType(_ operation: BinaryOperation, _ left: ElementType, _ right: ElementType) -> ElementType {
    if operation == .ratio || operation == .power { return .double }
    let type = promoted(left, right)
    guard type == .bool else { return type }
    return operation == .minimum || operation == .maximum ? .bool : .int
  }

  private static func arithmetic(_ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int) throws -> Vector {
    let type = arithmeticType(operation, left.type, right.type)
    let result = try FixedVector(type, count: count)
    switch type.storage {
    case .int8: try integers(operation, left, right, count, result.pointer(Int8.self))
    case .int16: try integers(operation, left, right, count, result.pointer(Int16.self))
    case .int32:
      let target = result.pointer(Int32.self)
      if try !CompiledOperators.arithmetic(operation, left, right, count, target) { try integers(operation, left, right, count, target) }
    case .int64:
      let target = result.pointer(Int64.self)
      if try !CompiledOperators.arithmetic(operation, left, right, count, target) { try integers(operation, left, right, count, target) }
    case .float: try floats(operation, left, right, count, result.pointer(Float.self))
    default:
      let target = result.pointer(Double.self)
      if try !CompiledOperators.arithmetic(operation, left, right, count, target) { try floats(operation, left, right, count, target) }
    }
    return result
  }

  /// Wraps around where the result does not fit; division by zero gives null.
  private static func integers<Element: NumericElement & FixedWidthInteger & SignedInteger>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Element>
  ) throws {
    switch operation {
    case .add: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x &+ y }
    case .subtract: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x &- y }
    case .multiply: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x &* y }
    case .divide: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in floorQuotient(x, y) }
    case .modulo: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in floorRemainder(x, y) }
    case .minimum:
      try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull ? y : y.isNull ? x : x < y ? x : y }
    default: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x > y ? x : y }
    }
  }

  @inline(__always)
  private static func floorQuotient<Element: NumericElement & FixedWidthInteger & SignedInteger>(_ x: Element, _ y: Element) -> Element {
    // A null is the smallest value: with it out of the way, no quotient overflows.
    guard !x.isNull, !y.isNull, y != 0 else { return .null }
    let quotient = x / y
    let remainder = x &- quotient &* y
    return remainder != 0 && (remainder ^ y) < 0 ? quotient &- 1 : quotient
  }

  @inline(__always)
  private static func floorRemainder<Element: NumericElement & FixedWidthInteger & SignedInteger>(_ x: Element, _ y: Element) -> Element {
    guard !x.isNull, !y.isNull, y != 0 else { return .null }
    let remainder = x % y
    return remainder != 0 && (remainder ^ y) < 0 ? remainder &+ y : remainder
  }

  private static func floats<Element: NumericElement & BinaryFloatingPoint>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Element>
  ) throws {
    switch operation {
    case .add: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x + y }
    case .subtract: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x - y }
    case .multiply: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull ? .null : x * y }
    case .divide, .ratio:
      try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull || y.isNull || y == 0 ? .null : x / y }
    case .modulo: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in floorRemainder(x, y) }
    case .minimum:
      try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x.isNull ? y : y.isNull ? x : x < y ? x : y }
    case .maximum: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x > y ? x : y }
    default: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in power(x, y) }
    }
  }

  @inline(__always)
  private static func floorRemainder<Element: NumericElement & BinaryFloatingPoint>(_ x: Element, _ y: Element) -> Element {
    guard !x.isNull, !y.isNull, y != 0 else { return .null }
    let remainder = x.truncatingRemainder(dividingBy: y)
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
  }

  @inline(__always)
  private static func power<Element: NumericElement & BinaryFloatingPoint>(_ x: Element, _ y: Element) -> Element {
    if x.isNull || y.isNull { return .null }
    let value = Glibc.pow(Double(x), Double(y))
    return value.isNaN ? .null : Element(value)
  }

  /// Nulls are the smallest values by their bits, and equal to each other.
  private static func compare(_ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int) throws -> Vector {
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    switch promoted(left.type, right.type).storage {
    case .int8: try compare(operation, left, right, count, target, Int8.self)
    case .int16: try compare(operation, left, right, count, target, Int16.self)
    case .int32: try CompiledOperators.compare(operation, left, right, count, target, Int32.self)
    case .int64: try CompiledOperators.compare(operation, left, right, count, target, Int64.self)
    case .float: try compare(operation, left, right, count, target, Float.self)
    default: try CompiledOperators.compare(operation, left, right, count, target, Double.self)
    }
    return result
  }

  private static func compare<Element: NumericElement>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Int8>,
    _: Element.Type
  ) throws {
    switch operation {
    case .less: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x < y ? 1 : 0 }
    case .lessOrEqual: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x <= y ? 1 : 0 }
    case .equal: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x == y ? 1 : 0 }
    case .greater: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x > y ? 1 : 0 }
    case .greaterOrEqual: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x >= y ? 1 : 0 }
    default: try BinaryLoop.run(left, right, count, result) { (x: Element, y: Element) in x != y ? 1 : 0 }
    }
  }
}
