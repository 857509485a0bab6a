import WeirHost

/// The sum of integers, which wraps as the language's arithmetic does, and how many there were.
struct IntegerSum: AggregateState {
  var sum: Int64 = 0
  var count = 0

  @inline(__always)
  mutating func add(_ value: Int64) {
    sum &+= value
    count &+= 1
  }

  @inline(__always)
  mutating func merge(_ later: IntegerSum) {
    sum &+= later.sum
    count &+= later.count
  }
}

struct DoubleSum: AggregateState {
  var sum = 0.0
  var count = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum += value
    count &+= 1
  }

  @inline(__always)
  mutating func merge(_ later: DoubleSum) {
    sum += later.sum
    count &+= later.count
  }

  var average: Double { count == 0 ? .null : sum / Double(count) }
}

extension Aggregate {
  /// Integers and BOOLs sum to a LONG, floats to a DOUBLE, decimals to the next wider decimal; null when there is no value.
  package static let sum = Aggregate { columns, threads in
    if let wide = try DecimalSum.whole(columns[0]) { return wide }
    if let integers = wholeIntegers(columns[0], threads) { return integers.count == 0 ? .null(.long) : .long(integers.sum) }
    let total = try wholeDoubles(columns[0], threads)
    return .double(total.count == 0 ? .null : total.sum)
  } byGroup: { columns, grouping in
    try sums(columns[0], grouping)
  } byRange: { columns, ranges in
    try sums(columns[0], ranges)
  }

  @inline(__always)
  private static func sums(_ column: Vector, _ rows: some StateRows) throws -> Vector? {
    if column.type.isDecimal { return nil }
    if let integers = integers(column) { return try longs(try rows.integerSums(integers)) }
    return try finished(try rows.doubleSums(try Numbers.doubles(column))) { $0.count == 0 ? .null : $0.sum }
  }

  /// A DOUBLE.
  package static let average = Aggregate { columns, threads in
    if let integers = wholeIntegers(columns[0], threads) { return .double(integers.count == 0 ? .null : Double(integers.sum) / Double(integers.count)) }
    return .double(try wholeDoubles(columns[0], threads).average)
  } byGroup: { columns, grouping in
    try averages(columns[0], grouping)
  } byRange: { columns, ranges in
    try averages(columns[0], ranges)
  }

  @inline(__always)
  private static func averages(_ column: Vector, _ rows: some StateRows) throws -> Vector? {
    if let integers = integers(column) {
      return try finished(try rows.integerSums(integers)) { $0.count == 0 ? .null : Double($0.sum) / Double($0.count) }
    }
    return try finished(try rows.doubleSums(try Numbers.doubles(column))) { $0.average }
  }

  private static func integers(_ column: Vector) -> FixedVector? { column.type.isIntegerLike ? column as? FixedVector : nil }

  /// The sum of a column of integers; nil for any other column.
  private static func wholeIntegers(_ vector: Vector, _ threads: any Threads) -> IntegerSum? {
    guard vector.type.isIntegerLike, vector is FixedVector else { return nil }
    switch vector.storage {
    case .int8: return Reduction.whole(IntegerRows(values: vector.pointer(Int8.self)), count: vector.count, threads: threads, IntegerSum.self)
    case .int16: return Reduction.whole(IntegerRows(values: vector.pointer(Int16.self)), count: vector.count, threads: threads, IntegerSum.self)
    case .int32: return Reduction.whole(IntegerRows(values: vector.pointer(Int32.self)), count: vector.count, threads: threads, IntegerSum.self)
    default: return Reduction.whole(IntegerRows(values: vector.pointer(Int64.self)), count: vector.count, threads: threads, IntegerSum.self)
    }
  }

  private static func longs(_ states: [IntegerSum]) throws -> Vector {
    let result = try FixedVector(.long, count: states.count)
    let target = result.pointer(Int64.self)
    for group in states.indices { target[group] = states[group].count == 0 ? .null : states[group].sum }
    return result
  }

  /// Morsel by morsel as `Reduction.whole`, eight sums at a time.
  private static func wholeDoubles(_ vector: Vector, _ threads: any Threads) throws -> DoubleSum {
    let values = try Numbers.doubles(vector)
    let base = values.pointer(Double.self)
    let morsels = (values.count + Reduction.morselRows - 1) / Reduction.morselRows
    guard morsels > 1 else { return withExtendedLifetime(values) { eightAtATime(base, values.count) } }
    var sums = [DoubleSum](repeating: DoubleSum(), count: morsels)
    sums.withUnsafeMutableBufferPointer { sums in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = sums.baseAddress
      Reduction.perform(morsels, values.count, threads) { morsel in
        let start = morsel * Reduction.morselRows
        target?[morsel] = eightAtATime(base + start, min(Reduction.morselRows, values.count - start))
      }
    }
    return sums.reduce(into: DoubleSum()) { $0.merge($1) }
  }

  private static func eightAtATime(_ values: UnsafeMutablePointer<Double>, _ count: Int) -> DoubleSum {
    var sums = EightSums()
    sums.add(values, count)
    return sums.total
  }
}

/// Sums of decimals keep their scale and take the next wider type.
enum DecimalSum {
  /// Nil for a vector of anything else.
  /// - Throws: `.overflow` when the sum does not fit.
  static func whole(_ vector: Vector) throws -> Cell? {
    guard vector.type.isDecimal else { return nil }
    let type: ElementType = vector.type == .decimal32 ? .decimal64 : .decimal128
    var sum: Int128 = 0
    var isEmpty = true
    for row in 0..<vector.count where !vector.isNull(at: row) {
      let (next, overflow) = sum.addingReportingOverflow(vector.cell(at: row).unscaledDecimal)
      guard !overflow else { throw KernelError(.overflow, "Decimal math overflow") }
      sum = next
      isEmpty = false
    }
    return isEmpty ? .null(type, scale: vector.scale) : try DecimalScale.cell(sum, type, scale: vector.scale)
  }
}
