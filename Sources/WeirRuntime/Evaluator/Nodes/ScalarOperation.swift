import WeirTables

extension RawCell {
  @inline(__always) static func int(_ value: Int32) -> RawCell { RawCell(tag: Cell.intTag, bits: UInt64(bitPattern: Int64(value))) }
  @inline(__always) static func long(_ value: Int64) -> RawCell { RawCell(tag: Cell.longTag, bits: UInt64(bitPattern: value)) }
  @inline(__always) static func double(_ value: Double) -> RawCell { RawCell(tag: Cell.doubleTag, bits: value.bitPattern) }
  @inline(__always) static func bool(_ value: Bool) -> RawCell { RawCell(tag: Cell.boolTag, bits: value ? 1 : 0) }
  @inline(__always) var integer: Int64 { Int64(bitPattern: bits) }
  @inline(__always) var double: Double { Double(bitPattern: bits) }
}

// The nulls, again: those of `VectorElement` are witnesses in another module, which are called and not inlined.
extension FixedWidthInteger {
  @inline(__always) fileprivate var isSentinel: Bool { self == .min }
}

extension Double {
  /// By the bits, of which there is one pattern: floats are compared with three instructions more.
  @inline(__always) fileprivate var isSentinel: Bool { bitPattern == 0xFFEF_FFFF_FFFF_FFFF }
}

/// Whether either operand is null: seldom, so that the processor guesses and goes on.
@inline(__always)
private func isNull<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Bool { _slowPath(left.isSentinel || right.isSentinel) }
@inline(__always)
private func isNull(_ left: Double, _ right: Double) -> Bool { _slowPath(left.isSentinel || right.isSentinel) }

@inline(__always) private var nullDouble: Double { -.greatestFiniteMagnitude }

/// An operator with its fast paths for two scalars. Each path treats null as the sentinel it is; every other combination goes to `OperatorKernel`.
protocol ScalarOperation {
  static var operation: BinaryOperation { get }
  static func ints(_ left: Int32, _ right: Int32) -> RawCell
  static func longs(_ left: Int64, _ right: Int64) -> RawCell
  static func doubles(_ left: Double, _ right: Double) -> RawCell
}

/// A comparison answers a `Bool` too, so that a condition makes no cell.
protocol ScalarComparison: ScalarOperation {
  static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool
}

extension ScalarComparison {
  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { .bool(compare(left, right)) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { .bool(compare(left, right)) }
  // The null double is the lowest finite one, as null is the lowest of every type.
  @inline(__always) static func doubles(_ left: Double, _ right: Double) -> RawCell { .bool(compare(left, right)) }
}

enum AddOperation: ScalarOperation {
  static var operation: BinaryOperation { .add }
  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { isNull(left, right) ? .int(.min) : .int(left &+ right) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { isNull(left, right) ? .long(.min) : .long(left &+ right) }
  @inline(__always) static func doubles(_ left: Double, _ right: Double) -> RawCell { isNull(left, right) ? .double(nullDouble) : .double(left + right) }
}

enum SubtractOperation: ScalarOperation {
  static var operation: BinaryOperation { .subtract }
  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { isNull(left, right) ? .int(.min) : .int(left &- right) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { isNull(left, right) ? .long(.min) : .long(left &- right) }
  @inline(__always) static func doubles(_ left: Double, _ right: Double) -> RawCell { isNull(left, right) ? .double(nullDouble) : .double(left - right) }
}

enum MultiplyOperation: ScalarOperation {
  static var operation: BinaryOperation { .multiply }
  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { isNull(left, right) ? .int(.min) : .int(left &* right) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { isNull(left, right) ? .long(.min) : .long(left &* right) }
  @inline(__always) static func doubles(_ left: Double, _ right: Double) -> RawCell { isNull(left, right) ? .double(nullDouble) : .double(left * right) }
}

/// `/`: rounds towards minus infinity on integers; by zero is null.
enum DivideOperation: ScalarOperation {
  static var operation: BinaryOperation { .divide }

  @inline(__always)
  static func floored<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
    if isNull(left, right) || right == 0 { return .min }
    let quotient = left / right
    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient
  }

  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { .int(floored(left, right)) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { .long(floored(left, right)) }
  @inline(__always) static func doubles(_ left: Double, _ right: Double) -> RawCell { RatioOperation.doubles(left, right) }
}

/// `\`: a DOUBLE always; by zero is null.
enum RatioOperation: ScalarOperation {
  static var operation: BinaryOperation { .ratio }
  @inline(__always)
  static func ints(_ left: Int32, _ right: Int32) -> RawCell {
    .double(isNull(left, right) || right == 0 ? nullDouble : Double(left) / Double(right))
  }
  @inline(__always)
  static func longs(_ left: Int64, _ right: Int64) -> RawCell {
    .double(isNull(left, right) || right == 0 ? nullDouble : Double(left) / Double(right))
  }
  @inline(__always)
  static func doubles(_ left: Double, _ right: Double) -> RawCell { .double(isNull(left, right) || right == 0 ? nullDouble : left / right) }
}

/// `%`: the sign of the divisor; by zero is null. Floats go to the kernel.
enum ModuloOperation: ScalarOperation {
  static var operation: BinaryOperation { .modulo }

  @inline(__always)
  static func modulo<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
    if isNull(left, right) || right == 0 { return .min }
    let remainder = left % right
    return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder
  }

  @inline(__always) static func ints(_ left: Int32, _ right: Int32) -> RawCell { .int(modulo(left, right)) }
  @inline(__always) static func longs(_ left: Int64, _ right: Int64) -> RawCell { .long(modulo(left, right)) }
  @inline(__always)
  static func doubles(_ left: Double, _ right: Double) -> RawCell {
    if isNull(left, right) || right == 0 { return .double(nullDouble) }
    return .double(left - (left / right).rounded(.down) * right)
  }
}

/// The sign of a DOUBLE, the other way round.
enum NegateOperation {
  @inline(__always) static func double(_ value: Double) -> RawCell { .double(value.isSentinel ? value : -value) }
}

enum LessOperation: ScalarComparison {
  static var operation: BinaryOperation { .less }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left < right }
}

enum LessOrEqualOperation: ScalarComparison {
  static var operation: BinaryOperation { .lessOrEqual }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left <= right }
}

enum EqualOperation: ScalarComparison {
  static var operation: BinaryOperation { .equal }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left == right }
}

enum NotEqualOperation: ScalarComparison {
  static var operation: BinaryOperation { .notEqual }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left != right }
}

enum GreaterOperation: ScalarComparison {
  static var operation: BinaryOperation { .greater }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left > right }
}

enum GreaterOrEqualOperation: ScalarComparison {
  static var operation: BinaryOperation { .greaterOrEqual }
  @inline(__always) static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool { left >= right }
}
