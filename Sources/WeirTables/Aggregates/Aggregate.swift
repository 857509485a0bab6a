import WeirHost

/// A function from columns to one value, over all rows or per group.
package struct Aggregate: Sendable {
  /// One value of all rows.
  package let whole: @Sendable (_ columns: [Vector], _ threads: any Threads) throws -> Cell
  /// One value per group; nil when these types have no fast path.
  package let byGroup: @Sendable (_ columns: [Vector], _ grouping: RowGrouping) throws -> Vector?
  /// One value per range of rows; nil when these types have no fast path.
  package let byRange: @Sendable (_ columns: [Vector], _ ranges: RowRanges) throws -> Vector?

  init(
    whole: @escaping @Sendable (_ columns: [Vector], _ threads: any Threads) throws -> Cell,
    byGroup: @escaping @Sendable (_ columns: [Vector], _ grouping: RowGrouping) throws -> Vector?,
    byRange: @escaping @Sendable (_ columns: [Vector], _ ranges: RowRanges) throws -> Vector? = { _, _ in nil }
  ) {
    self.whole = whole
    self.byGroup = byGroup
    self.byRange = byRange
  }
}

extension Aggregate {
  /// An aggregate over one column of numbers that answers a DOUBLE.
  @inline(__always)
  static func ofDoubles<State: AggregateState>(
    _ state: State.Type, _ finish: @escaping @Sendable (State) -> Double
  ) -> Aggregate where State.Value == Double {
    Aggregate { columns, threads in
      let values = try Numbers.doubles(columns[0])
      return .double(finish(Reduction.whole(DoubleRows(values: values.pointer(Double.self)), count: values.count, threads: threads, State.self)))
    } byGroup: { columns, grouping in
      try doubles(columns[0], grouping, state, finish)
    } byRange: { columns, ranges in
      try doubles(columns[0], ranges, state, finish)
    }
  }

  @inline(__always)
  private static func doubles<State: AggregateState>(
    _ column: Vector, _ rows: some StateRows, _ state: State.Type, _ finish: (State) -> Double
  ) throws -> Vector where State.Value == Double {
    let values = try Numbers.doubles(column)
    return try withExtendedLifetime(values) { try finished(rows.states(DoubleRows(values: values.pointer(Double.self)), state), finish) }
  }

  /// An aggregate over two columns of numbers that answers a DOUBLE.
  @inline(__always)
  static func ofPairs<State: AggregateState>(
    _ state: State.Type, _ finish: @escaping @Sendable (State) -> Double
  ) -> Aggregate where State.Value == (x: Double, y: Double) {
    Aggregate { columns, threads in
      let (x, y) = try pair(columns)
      let rows = PairRows(x: x.pointer(Double.self), y: y.pointer(Double.self))
      return withExtendedLifetime((x, y)) { .double(finish(Reduction.whole(rows, count: x.count, threads: threads, State.self))) }
    } byGroup: { columns, grouping in
      try pairs(columns, grouping, state, finish)
    } byRange: { columns, ranges in
      try pairs(columns, ranges, state, finish)
    }
  }

  @inline(__always)
  private static func pairs<State: AggregateState>(
    _ columns: [Vector], _ rows: some StateRows, _ state: State.Type, _ finish: (State) -> Double
  ) throws -> Vector where State.Value == (x: Double, y: Double) {
    let (x, y) = try pair(columns)
    let source = PairRows(x: x.pointer(Double.self), y: y.pointer(Double.self))
    return try withExtendedLifetime((x, y)) { try finished(rows.states(source, state), finish) }
  }

  private static func pair(_ columns: [Vector]) throws -> (FixedVector, FixedVector) {
    guard columns.count >= 2 else { throw KernelError.arguments("two columns are needed") }
    guard columns[0].count == columns[1].count else {
      throw KernelError.shape("the vectors differ in length: \(columns[0].count) and \(columns[1].count)")
    }
    return (try Numbers.doubles(columns[0]), try Numbers.doubles(columns[1]))
  }

  @inline(__always)
  static func finished<State>(_ states: [State], _ finish: (State) -> Double) throws -> FixedVector {
    let result = try FixedVector(.double, count: states.count)
    let target = result.pointer(Double.self)
    for group in states.indices { target[group] = finish(states[group]) }
    return result
  }
}
