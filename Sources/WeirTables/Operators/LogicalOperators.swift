/// `&&`, `||`, `xor` and `!`. A number counts as true unless it is zero.
enum LogicalOperators {
  /// Null with anything is null for `and` and `xor`; `or` ignores one null and is null for two.
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let truths = (try left.mapped(truth), try right.mapped(truth))
    let (left, right) = (NumericSide(truths.0), NumericSide(truths.1))
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    switch operation {
    case .and: try BinaryLoop.run(left, right, count, target) { (x: Int8, y: Int8) in x.isNull || y.isNull ? .null : x & y }
    case .xor: try BinaryLoop.run(left, right, count, target) { (x: Int8, y: Int8) in x.isNull || y.isNull ? .null : x ^ y }
    // The smallest value is null, so the greater of two is the other one.
    default: try BinaryLoop.run(left, right, count, target) { (x: Int8, y: Int8) in x > y ? x : y }
    }
    return withExtendedLifetime((truths.0.vector, truths.1.vector)) { result }
  }

  static func not(_ vector: Vector) throws -> Vector {
    let values = try truth(vector)
    let result = try FixedVector(.bool, count: values.count)
    let source = values.pointer(Int8.self)
    let target = result.pointer(Int8.self)
    var row = 0
    while row < values.count {
      target[row] = source[row].isNull ? .null : 1 &- source[row]
      row &+= 1
    }
    return result
  }

  /// 0, 1 and null for a vector of numbers.
  static func truth(_ vector: Vector) throws -> Vector {
    if vector.type == .bool { return vector }
    let result = try FixedVector(.bool, count: vector.count)
    let target = result.pointer(Int8.self)
    switch vector.storage {
    case .int8: truth(vector.pointer(Int8.self), vector.count, target)
    case .int16: truth(vector.pointer(Int16.self), vector.count, target)
    case .int32: truth(vector.pointer(Int32.self), vector.count, target)
    case .int64: truth(vector.pointer(Int64.self), vector.count, target)
    case .float: truth(vector.pointer(Float.self), vector.count, target)
    case .double: truth(vector.pointer(Double.self), vector.count, target)
    default: throw KernelError.type("a \(vector.type.name) is neither true nor false")
    }
    return result
  }

  private static func truth<Element: VectorElement & Numeric>(
    _ source: UnsafeMutablePointer<Element>, _ count: Int, _ target: UnsafeMutablePointer<Int8>
  ) {
    var row = 0
    while row < count {
      target[row] = source[row].isNull ? .null : source[row] != 0 ? 1 : 0
      row &+= 1
    }
  }
}
