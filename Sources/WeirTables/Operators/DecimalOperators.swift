/// Arithmetic and comparison where a side is a DECIMAL.
enum DecimalOperators {
  /// With a float both sides become DOUBLE; integers count as decimals without digits behind the point.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let usesDouble = left.type.isFloating || right.type.isFloating || operation == .ratio || operation == .power || operation.isLogical
    if usesDouble {
      return try NumericOperators.apply(operation, try left.mapped { try $0.cast(to: .double) }, try right.mapped { try $0.cast(to: .double) })
    }
    guard isExact(left.type), isExact(right.type), !operation.isBitwise else {
      throw FlatOperators.unsupported(operation, left.type, right.type)
    }
    let count = try FlatOperand.rowCount(operation, left, right)
    if operation.isComparison { return try compare(operation, left, right, count) }
    return try arithmetic(operation, left, right, count)
  }

  private static func isExact(_ type: ElementType) -> Bool { type.isDecimal || type.isIntegerLike }

  /// The wider of the decimal types.
  private static func resultType(_ left: ElementType, _ right: ElementType) -> ElementType {
    guard left.isDecimal, right.isDecimal else { return left.isDecimal ? left : right }
    return left.rawValue >= right.rawValue ? left : right
  }

  /// `+ -` keep the larger scale, `*` adds the scales, `/` keeps that of the dividend.
  private static func resultScale(_ operation: BinaryOperation, _ left: Int, _ right: Int) -> Int {
    switch operation {
    case .multiply: left + right
    case .divide: left
    default: max(left, right)
    }
  }

  /// A product that does not fit goes into the next wider type.
  private static func arithmetic(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let type = resultType(left.type, right.type)
    guard operation == .multiply else { return try arithmetic(operation, left, right, count, type) }
    return try DecimalElements.widening(from: type) { try arithmetic(operation, left, right, count, $0) }
  }

  private static func arithmetic(
    _ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int, _ type: ElementType
  ) throws -> Vector {
    let scales = (left.vector.scale, right.vector.scale)
    let scale = resultScale(operation, scales.0, scales.1)
    guard scale <= DecimalScale.max(type) else {
      throw KernelError(.overflow, "Scale out of bound (valid range: [0, \(DecimalScale.max(type))], but get: \(scale))")
    }
    let result = try FixedVector(type, count: count, scale: scale)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let values = (unscaled(left, row), unscaled(right, row))
      guard let first = values.0, let second = values.1 else {
        DecimalElements.storeNull(result, row)
        continue
      }
      guard let value = try combine(operation, first, scales.0, second, scales.1, scale) else {
        DecimalElements.storeNull(result, row)
        continue
      }
      try DecimalElements.store(value, result, row)
    }
    return result
  }

  /// nil stands for null: division by zero.
  private static func combine(
    _ operation: BinaryOperation, _ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int, _ scale: Int
  ) throws -> Int128? {
    switch operation {
    case .multiply: return try checked(left.multipliedReportingOverflow(by: right))
    case .divide:
      guard right != 0 else { return nil }
      return try DecimalScale.rescale(left, from: leftScale, to: leftScale + rightScale) / right
    default: break
    }
    let first = try DecimalScale.rescale(left, from: leftScale, to: scale)
    let second = try DecimalScale.rescale(right, from: rightScale, to: scale)
    switch operation {
    case .add: return try checked(first.addingReportingOverflow(second))
    case .subtract: return try checked(first.subtractingReportingOverflow(second))
    case .minimum: return min(first, second)
    case .maximum: return max(first, second)
    default:
      guard second != 0 else { return nil }
      let remainder = first % second
      return remainder != 0 && (remainder < 0) != (second < 0) ? remainder + second : remainder
    }
  }

  private static func checked(_ result: (partialValue: Int128, overflow: Bool)) throws -> Int128 {
    guard !result.overflow else { throw KernelError(.overflow, "Decimal math overflow") }
    return result.partialValue
  }

  private static func compare(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let scale = max(left.vector.scale, right.vector.scale)
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let order: Int
      switch (unscaled(left, row), unscaled(right, row)) {
      case (nil, nil): order = 0
      case (nil, _): order = -1
      case (_, nil): order = 1
      case (let first?, let second?):
        let values = (
          try DecimalScale.rescale(first, from: left.vector.scale, to: scale), try DecimalScale.rescale(second, from: right.vector.scale, to: scale)
        )
        order = values.0 < values.1 ? -1 : values.0 == values.1 ? 0 : 1
      }
      target[row] = operation.holds(order) ? 1 : 0
    }
    return result
  }

  private static func unscaled(_ operand: FlatOperand, _ row: Int) -> Int128? { DecimalElements.unscaled(operand.vector, operand.index(row)) }
}

/// Elements of decimal and integer vectors as unscaled numbers.
package enum DecimalElements {
  /// What `body` gives for the narrowest type from `type` on in which nothing overflows.
  /// - Throws: `.overflow` when the widest one overflows too.
  static func widening(from type: ElementType, _ body: (ElementType) throws -> Vector) throws -> Vector {
    for candidate in [ElementType.decimal32, .decimal64] where candidate.rawValue >= type.rawValue {
      do {
        return try body(candidate)
      } catch let error as KernelError where error.kind == .overflow {
        continue
      }
    }
    return try body(.decimal128)
  }

  /// nil for null.
  package static func unscaled(_ vector: Vector, _ row: Int) -> Int128? {
    switch vector.storage {
    case .int8: return widened(vector.pointer(Int8.self)[row])
    case .int16: return widened(vector.pointer(Int16.self)[row])
    case .int32: return widened(vector.pointer(Int32.self)[row])
    case .int64: return widened(vector.pointer(Int64.self)[row])
    case .wide:
      let value = Int128(vector.pointer(Wide.self)[row])
      return value == .min ? nil : value
    default: return nil
    }
  }

  private static func widened<Element: VectorElement & FixedWidthInteger>(_ value: Element) -> Int128? { value.isNull ? nil : Int128(value) }

  /// - Throws: `.overflow` when the digits do not fit the type of `vector`.
  package static func store(_ value: Int128, _ vector: FixedVector, _ row: Int) throws {
    switch vector.storage {
    case .int32:
      guard let narrow = Int32(exactly: value), !narrow.isNull else { throw KernelError(.overflow, "Decimal math overflow") }
      vector.pointer(Int32.self)[row] = narrow
    case .int64:
      guard let narrow = Int64(exactly: value), !narrow.isNull else { throw KernelError(.overflow, "Decimal math overflow") }
      vector.pointer(Int64.self)[row] = narrow
    default: vector.pointer(Wide.self)[row] = Wide(value)
    }
  }

  package static func storeNull(_ vector: FixedVector, _ row: Int) {
    switch vector.storage {
    case .int32: vector.pointer(Int32.self)[row] = .null
    case .int64: vector.pointer(Int64.self)[row] = .null
    default: vector.pointer(Wide.self)[row] = vector.type.nullWide
    }
  }
}
