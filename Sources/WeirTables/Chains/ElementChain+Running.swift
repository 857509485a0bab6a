import CKernels
import WeirHost

extension ElementChain {
  /// The values of all rows.
  /// - Precondition: it is no scalar.
  /// - Throws: `.memory`.
  package func vector(_ threads: any Threads) throws -> Vector {
    guard let count else { preconditionFailure("a chain of scalars") }
    let result = try FixedVector(type, count: count)
    let target = result.raw
    let width = result.storage.width
    try forEachMorsel(threads) { _, rows in
      try forEachBlock(rows) { start, block in
        (target + start * width).copyMemory(from: block.raw, byteCount: block.count * width)
      }
    }
    return withExtendedLifetime(result) { result }
  }

  /// One state for all rows that are not null. Every morsel has a state of its own; they are merged in order, so that the result does not depend on the number of threads.
  func reduce<State: AggregateState>(_ threads: any Threads, _ state: State.Type, _ add: (Vector, inout State) -> Void) throws -> State {
    guard let count else { preconditionFailure("a chain of scalars") }
    var states = [State](repeating: State(), count: (count + Reduction.morselRows - 1) / Reduction.morselRows)
    try states.withUnsafeMutableBufferPointer { states in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = states.baseAddress
      try forEachMorsel(threads) { morsel, rows in
        var state = State()
        try forEachBlock(rows) { _, block in add(block, &state) }
        target?[morsel] = state
      }
    }
    return states.reduce(into: State()) { $0.merge($1) }
  }

  private func forEachMorsel(_ threads: any Threads, _ body: (_ morsel: Int, _ rows: Range<Int>) throws -> Void) throws {
    let rows = count ?? 0
    let morsels = (rows + Reduction.morselRows - 1) / Reduction.morselRows
    let threads = rows >= RowPieces.parallelRowsMin ? threads : SerialThreads()
    try threads.forEachParallel(morsels) { morsel in
      try Interruption.check()
      try body(morsel, morsel * Reduction.morselRows..<min(rows, (morsel + 1) * Reduction.morselRows))
    }
  }

  private func forEachBlock(_ rows: Range<Int>, _ body: (_ start: Int, _ block: Vector) throws -> Void) throws {
    var start = rows.lowerBound
    while start < rows.upperBound {
      let block = try values(.range(start: start, count: min(ElementChain.blockRows, rows.upperBound - start)))
      try withExtendedLifetime(block) { try body(start, block) }
      start += ElementChain.blockRows
    }
  }

  /// The values of a block of rows.
  /// - Precondition: it is no scalar.
  func values(_ rows: ChainRows) throws -> Vector { try block(rows).vector }

  private func block(_ rows: ChainRows) throws -> FlatOperand {
    switch step {
    case .values(let operand): return operand.isScalar ? operand : FlatOperand(try rows.of(operand.vector), isScalar: false)
    case .operation(let operation, let left, let right):
      let (leftBlock, rightBlock) = (try left.block(rows), try right.block(rows))
      return FlatOperand(try NumericOperators.apply(operation, leftBlock, rightBlock), isScalar: count == nil)
    case .function(let function, let argument):
      let values = try Numbers.doubles(argument.block(rows).vector)
      let result = try FixedVector(.double, count: values.count)
      withExtendedLifetime(values) { function.apply(values.pointer(), result.pointer(), values.count) }
      return FlatOperand(result, isScalar: false)
    case .masked(let values, let mask): return FlatOperand(try Masking.masked(try values.block(rows).vector, by: try mask.block(rows).vector), isScalar: false)
    }
  }
}

/// Nulls in the place of what a mask leaves out.
enum Masking {
  /// - Precondition: `values` are numbers and `mask` is of BOOL, both of one length.
  static func masked(_ values: Vector, by mask: Vector) throws -> Vector {
    let result = try FixedVector(values.type, count: values.count)
    let flags = mask.pointer(Int8.self)
    withExtendedLifetime((values, mask)) {
      switch values.storage {
      case .int8: fill(values.pointer(Int8.self), flags, values.count, result.pointer(Int8.self))
      case .int16: fill(values.pointer(Int16.self), flags, values.count, result.pointer(Int16.self))
      case .int32: fill(values.pointer(Int32.self), flags, values.count, result.pointer(Int32.self))
      case .int64: fill(values.pointer(Int64.self), flags, values.count, result.pointer(Int64.self))
      case .float: fill(values.pointer(Float.self), flags, values.count, result.pointer(Float.self))
      default: weir_mask(values.pointer(Double.self), flags, result.pointer(Double.self), values.count)
      }
    }
    return result
  }

  @inline(__always)
  private static func fill<Element: VectorElement>(
    _ values: UnsafeMutablePointer<Element>, _ flags: UnsafeMutablePointer<Int8>, _ count: Int, _ result: UnsafeMutablePointer<Element>
  ) {
    var row = 0
    while row < count {
      let value = values[row]
      result[row] = flags[row] > 0 ? value : .null
      row &+= 1
    }
  }
}
