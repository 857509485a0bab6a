import CKernels

/// Operations that `CKernels` has compiled for the processor's widest vectors.
enum CompiledOperators {
  /// `count` results from two sides, each of them rows or, where the flag behind it is true, one element for all rows.
  typealias Rows<Element, Result> = (UnsafePointer<Element>?, Bool, UnsafePointer<Element>?, Bool, UnsafeMutablePointer<Result>?, Int) -> Void

  /// False, and nothing done, for an operation that there is no such loop for.
  static func arithmetic<Element: CompiledElement>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Element>
  ) throws -> Bool {
    guard let rows = Element.arithmetic(operation) else { return false }
    try run(rows, left, right, count, result)
    return true
  }

  static func compare<Element: CompiledElement>(
    _ operation: BinaryOperation, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Int8>, _: Element.Type
  ) throws {
    try run(Element.comparison(operation), left, right, count, result)
  }

  /// Both sides as `Element`, widened block by block where they are not stored so.
  @inline(__always)
  private static func run<Element: CompiledElement, Result>(
    _ rows: Rows<Element, Result>, _ left: NumericSide, _ right: NumericSide, _ count: Int, _ result: UnsafeMutablePointer<Result>
  ) throws {
    let isPlain = left.isStored(as: Element.self) && right.isStored(as: Element.self)
    let step = min(max(count, 1), isPlain ? Interruption.chunkRows : BinaryLoop.blockRows)
    try withUnsafeTemporaryAllocation(of: Element.self, capacity: isPlain ? 2 : 2 * step) { scratch in
      guard let scratch = scratch.baseAddress else { return }
      if left.isScalar { scratch.initialize(to: left.scalar()) }
      let rightScratch = scratch + (isPlain ? 1 : step)
      if right.isScalar { rightScratch.initialize(to: right.scalar()) }
      var start = 0
      while start < count {
        if start > 0 { try Interruption.check(atRow: isPlain ? 0 : start >> 5) }
        let rowCount = min(step, count - start)
        rows(
          left.isScalar ? UnsafePointer(scratch) : left.block(start, rowCount, scratch), left.isScalar,
          right.isScalar ? UnsafePointer(rightScratch) : right.block(start, rowCount, rightScratch), right.isScalar, result + start, rowCount)
        start += rowCount
      }
    }
  }
}

/// An element type that `CKernels` has loops for.
protocol CompiledElement: NumericElement {
  /// Nil for an operation that there is no loop for.
  static func arithmetic(_ operation: BinaryOperation) -> CompiledOperators.Rows<Self, Self>?
  static func comparison(_ operation: BinaryOperation) -> CompiledOperators.Rows<Self, Int8>
}

extension Double: CompiledElement {
  static func arithmetic(_ operation: BinaryOperation) -> CompiledOperators.Rows<Double, Double>? {
    switch operation {
    case .add: weir_add_double
    case .subtract: weir_subtract_double
    case .multiply: weir_multiply_double
    case .divide, .ratio: weir_divide_double
    default: nil
    }
  }

  static func comparison(_ operation: BinaryOperation) -> CompiledOperators.Rows<Double, Int8> {
    switch operation {
    case .less: weir_less_double
    case .lessOrEqual: weir_less_or_equal_double
    case .equal: weir_equal_double
    case .greater: weir_greater_double
    case .greaterOrEqual: weir_greater_or_equal_double
    default: weir_not_equal_double
    }
  }
}

extension Int32: CompiledElement {
  static func arithmetic(_ operation: BinaryOperation) -> CompiledOperators.Rows<Int32, Int32>? {
    switch operation {
    case .add: weir_add_int32
    case .subtract: weir_subtract_int32
    case .multiply: weir_multiply_int32
    default: nil
    }
  }

  static func comparison(_ operation: BinaryOperation) -> CompiledOperators.Rows<Int32, Int8> {
    switch operation {
    case .less: weir_less_int32
    case .lessOrEqual: weir_less_or_equal_int32
    case .equal: weir_equal_int32
    case .greater: weir_greater_int32
    case .greaterOrEqual: weir_greater_or_equal_int32
    default: weir_not_equal_int32
    }
  }
}

extension Int64: CompiledElement {
  static func arithmetic(_ operation: BinaryOperation) -> CompiledOperators.Rows<Int64, Int64>? {
    switch operation {
    case .add: weir_add_int64
    case .subtract: weir_subtract_int64
    case .multiply: weir_multiply_int64
    default: nil
    }
  }

  static func comparison(_ operation: BinaryOperation) -> CompiledOperators.Rows<Int64, Int8> {
    switch operation {
    case .less: weir_less_int64
    case .lessOrEqual: weir_less_or_equal_int64
    case .equal: weir_equal_int64
    case .greater: weir_greater_int64
    case .greaterOrEqual: weir_greater_or_equal_int64
    default: weir_not_equal_int64
    }
  }
}
