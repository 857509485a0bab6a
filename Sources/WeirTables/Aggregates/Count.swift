/// Rows that have a value.
enum PresentRows {
  /// How many elements of `vector` are not null.
  static func count(_ vector: Vector) -> Int {
    switch vector.storage {
    case .int8 where vector.type != .void: count(vector.pointer(Int8.self), vector.count)
    case .int16: count(vector.pointer(Int16.self), vector.count)
    case .int32: count(vector.pointer(Int32.self), vector.count)
    case .int64: count(vector.pointer(Int64.self), vector.count)
    case .array: (vector as? ArrayVector).map { count($0.values) } ?? 0
    default: (0..<vector.count).reduce(0) { vector.isNull(at: $1) ? $0 : $0 + 1 }
    }
  }

  @inline(__always)
  private static func count<Element: VectorElement>(_ values: UnsafeMutablePointer<Element>, _ count: Int) -> Int {
    var present = 0
    var row = 0
    while row < count {
      present &+= values[row].isNull ? 0 : 1
      row &+= 1
    }
    return present
  }
}

struct RowCount: AggregateState {
  var count: Int32 = 0

  @inline(__always) mutating func add(_ value: Void) { count &+= 1 }
  @inline(__always) mutating func merge(_ later: RowCount) { count &+= later.count }
}

/// Rows of a column of which nothing matters but whether they are null.
private struct Presence<Element: VectorElement>: RowSource {
  let values: UnsafeMutablePointer<Element>

  @inline(__always) func isMissing(_ row: Int) -> Bool { values[row].isNull }
  @inline(__always) func value(_ row: Int) {}
}

private struct PresenceOfAny: RowSource {
  let vector: Vector

  func isMissing(_ row: Int) -> Bool { vector.isNull(at: row) }
  @inline(__always) func value(_ row: Int) {}
}

/// Every row counts.
struct EveryRow: RowSource {
  @inline(__always) func isMissing(_ row: Int) -> Bool { false }
  @inline(__always) func value(_ row: Int) {}
}

extension Aggregate {
  /// The elements that are not null; an INT.
  package static let count = Aggregate { columns, _ in
    .int(PresentRows.count(columns[0]))
  } byGroup: { columns, grouping in
    try ints(countStates(columns[0], grouping))
  } byRange: { columns, ranges in
    try ints(countStates(columns[0], ranges))
  }

  /// All elements; an INT.
  package static let size = Aggregate { columns, _ in
    .int(columns[0].count)
  } byGroup: { _, grouping in
    try ints(Reduction.byGroup(EveryRow(), grouping, RowCount.self))
  }

  private static func countStates(_ vector: Vector, _ rows: some StateRows) -> [RowCount] {
    switch vector.storage {
    case .int16: rows.states(Presence(values: vector.pointer(Int16.self)), RowCount.self)
    case .int32: rows.states(Presence(values: vector.pointer(Int32.self)), RowCount.self)
    case .int64: rows.states(Presence(values: vector.pointer(Int64.self)), RowCount.self)
    case .double: rows.states(Presence(values: vector.pointer(Double.self)), RowCount.self)
    default: rows.states(PresenceOfAny(vector: vector), RowCount.self)
    }
  }

  private static func ints(_ states: [RowCount]) throws -> Vector {
    let result = try FixedVector(.int, count: states.count)
    let target = result.pointer(Int32.self)
    for group in states.indices { target[group] = states[group].count }
    return result
  }
}
