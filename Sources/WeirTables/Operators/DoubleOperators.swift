import CKernels

/// Operations on doubles that `CKernels` has compiled for the processor's widest vectors.
enum DoubleOperators {
  private typealias Rows<Result> = (UnsafePointer<Double>?, Bool, UnsafePointer<Double>?, Bool, UnsafeMutablePointer<Result>?, Int) -> Void

  /// False, and nothing done, for an operation that there is no such loop for, and for sides that are not doubles as they are.
  static func arithmetic(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Double>
  ) throws -> Bool {
    switch operation {
    case .add: try run(weir_add, left, right, count, result)
    case .subtract: try run(weir_subtract, left, right, count, result)
    case .multiply: try run(weir_multiply, left, right, count, result)
    case .divide, .ratio: try run(weir_divide, left, right, count, result)
    default: false
    }
  }

  /// False, and nothing done, for sides that are not doubles as they are.
  static func compare(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Int8>
  ) throws -> Bool {
    switch operation {
    case .less: try run(weir_less, left, right, count, result)
    case .lessOrEqual: try run(weir_less_or_equal, left, right, count, result)
    case .equal: try run(weir_equal, left, right, count, result)
    case .greater: try run(weir_greater, left, right, count, result)
    case .greaterOrEqual: try run(weir_greater_or_equal, left, right, count, result)
    default: try run(weir_not_equal, left, right, count, result)
    }
  }

  @inline(__always)
  private static func run<Result>(
    _ rows: Rows<Result>, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Result>
  ) throws -> Bool {
    guard left.isStored(as: Double.self), right.isStored(as: Double.self) else { return false }
    let ones = (left.isScalar ? left.scalar() : 0.0, right.isScalar ? right.scalar() : 0.0)
    try withUnsafePointer(to: ones.0) { leftOne in
      try withUnsafePointer(to: ones.1) { rightOne in
        var start = 0
        while start < count {
          if start > 0 { try Interruption.check() }
          rows(
            left.isScalar ? leftOne : UnsafePointer(left.pointer(Double.self) + start), left.isScalar,
            right.isScalar ? rightOne : UnsafePointer(right.pointer(Double.self) + start), right.isScalar, result + start,
            min(Interruption.chunkRows, count - start))
          start += Interruption.chunkRows
        }
      }
    }
    return true
  }
}
