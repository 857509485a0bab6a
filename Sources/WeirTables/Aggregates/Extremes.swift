import WeirHost

struct SmallestInteger: AggregateState {
  private var smallest = Int64.max
  private var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Int64) {
    smallest = min(smallest, value)
    isEmpty = false
  }

  @inline(__always)
  mutating func merge(_ later: SmallestInteger) {
    smallest = min(smallest, later.smallest)
    isEmpty = isEmpty && later.isEmpty
  }

  /// Nil when there was no value.
  var value: Int64? { isEmpty ? nil : smallest }
}

/// The smallest of all is null, which no row is: it stands for no value.
struct LargestInteger: AggregateState {
  private var largest = Int64.min

  @inline(__always) mutating func add(_ value: Int64) { largest = max(largest, value) }
  @inline(__always) mutating func merge(_ later: LargestInteger) { largest = max(largest, later.largest) }

  var value: Int64? { largest == .min ? nil : largest }
}

struct SmallestDouble: AggregateState {
  private var smallest = Double.infinity
  private var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Double) {
    smallest = value < smallest ? value : smallest
    isEmpty = false
  }

  @inline(__always)
  mutating func merge(_ later: SmallestDouble) {
    smallest = later.smallest < smallest ? later.smallest : smallest
    isEmpty = isEmpty && later.isEmpty
  }

  var value: Double { isEmpty ? .null : smallest }
}

struct LargestDouble: AggregateState {
  private var largest = -Double.infinity
  private var isEmpty = true

  @inline(__always)
  mutating func add(_ value: Double) {
    largest = value > largest ? value : largest
    isEmpty = false
  }

  @inline(__always)
  mutating func merge(_ later: LargestDouble) {
    largest = later.largest > largest ? later.largest : largest
    isEmpty = isEmpty && later.isEmpty
  }

  var value: Double { isEmpty ? .null : largest }
}

extension Aggregate {
  /// The smallest value, of the column's own type.
  package static let minimum = Aggregate { columns, threads in
    try whole(columns[0], threads, SmallestInteger.self, { $0.value }, SmallestDouble.self, { $0.value }, isLargest: false)
  } byGroup: { columns, grouping in
    try grouped(columns[0], grouping, SmallestInteger.self, { $0.value }, SmallestDouble.self, { $0.value })
  } byRange: { columns, ranges in
    try grouped(columns[0], ranges, SmallestInteger.self, { $0.value }, SmallestDouble.self, { $0.value })
  }

  /// The largest value, of the column's own type.
  package static let maximum = Aggregate { columns, threads in
    try whole(columns[0], threads, LargestInteger.self, { $0.value }, LargestDouble.self, { $0.value }, isLargest: true)
  } byGroup: { columns, grouping in
    try grouped(columns[0], grouping, LargestInteger.self, { $0.value }, LargestDouble.self, { $0.value })
  } byRange: { columns, ranges in
    try grouped(columns[0], ranges, LargestInteger.self, { $0.value }, LargestDouble.self, { $0.value })
  }

  @inline(__always)
  private static func whole<Integers: AggregateState, Doubles: AggregateState>(
    _ vector: Vector, _ threads: any Threads, _ integers: Integers.Type, _ integer: (Integers) -> Int64?, _ doubles: Doubles.Type,
    _ double: (Doubles) -> Double, isLargest: Bool
  ) throws -> Cell where Integers.Value == Int64, Doubles.Value == Double {
    let result: Int64?
    switch vector.storage {
    case .int8: result = integer(Reduction.whole(IntegerRows(values: vector.pointer(Int8.self)), count: vector.count, threads: threads, Integers.self))
    case .int16: result = integer(Reduction.whole(IntegerRows(values: vector.pointer(Int16.self)), count: vector.count, threads: threads, Integers.self))
    case .int32: result = integer(Reduction.whole(IntegerRows(values: vector.pointer(Int32.self)), count: vector.count, threads: threads, Integers.self))
    case .int64: result = integer(Reduction.whole(IntegerRows(values: vector.pointer(Int64.self)), count: vector.count, threads: threads, Integers.self))
    case .double: return .double(double(Reduction.whole(DoubleRows(values: vector.pointer(Double.self)), count: vector.count, threads: threads, Doubles.self)))
    default: return try ExtremePlace.find(vector, isLargest: isLargest).map { vector.cell(at: $0) } ?? .null(vector.storage == .array ? .void : vector.type, scale: vector.scale)
    }
    guard let result, vector.type != .void else { return .null(vector.type, scale: vector.scale) }
    return vector.type.isDecimal ? .decimal(result, vector.type, scale: vector.scale) : .integer(result, vector.type)
  }

  @inline(__always)
  private static func grouped<Integers: AggregateState, Doubles: AggregateState>(
    _ vector: Vector, _ rows: some StateRows, _ integers: Integers.Type, _ integer: (Integers) -> Int64?, _ doubles: Doubles.Type,
    _ double: (Doubles) -> Double
  ) throws -> Vector? where Integers.Value == Int64, Doubles.Value == Double {
    switch vector.storage {
    case .int8 where vector.type != .void:
      try narrowed(rows.states(IntegerRows(values: vector.pointer(Int8.self)), Integers.self), vector, Int8.self, integer)
    case .int16: try narrowed(rows.states(IntegerRows(values: vector.pointer(Int16.self)), Integers.self), vector, Int16.self, integer)
    case .int32: try narrowed(rows.states(IntegerRows(values: vector.pointer(Int32.self)), Integers.self), vector, Int32.self, integer)
    case .int64: try narrowed(rows.states(IntegerRows(values: vector.pointer(Int64.self)), Integers.self), vector, Int64.self, integer)
    case .double: try finished(rows.states(DoubleRows(values: vector.pointer(Double.self)), Doubles.self), double)
    default: nil
    }
  }

  @inline(__always)
  private static func narrowed<State, Element: FixedWidthInteger & VectorElement>(
    _ states: [State], _ vector: Vector, _ element: Element.Type, _ value: (State) -> Int64?
  ) throws -> Vector {
    let result = try FixedVector(vector.type, count: states.count, scale: vector.scale)
    let target = result.pointer(Element.self)
    for group in states.indices { target[group] = value(states[group]).map { Element(truncatingIfNeeded: $0) } ?? .null }
    return result
  }
}

/// Where the extremes of any column that can be sorted are.
package enum ExtremePlace {
  /// The first (or last) row of the largest or smallest value; nil when there is none but nulls.
  package static func find(_ vector: Vector, isLargest: Bool, isLast: Bool = false) throws -> Int? {
    if vector.storage == .any { return try find(Numbers.doubles(vector), isLargest: isLargest, isLast: isLast) }
    let parts = try OrderedCodes.make(SortKey(vector))
    var best: Int?
    for row in 0..<vector.count where !vector.isNull(at: row) {
      guard let present = best else {
        best = row
        continue
      }
      let order = compare(parts, row, present)
      if order == 0 ? isLast : (order > 0) == isLargest { best = row }
    }
    return best
  }

  private static func compare(_ parts: [OrderedCodes], _ left: Int, _ right: Int) -> Int {
    for part in parts where part.codes[left] != part.codes[right] { return part.codes[left] < part.codes[right] ? -1 : 1 }
    return 0
  }
}
