import WeirHost

/// A function from columns to one value, over all rows or per group.
package struct Aggregate: Sendable {
  /// One value of all rows.
  package let whole: @Sendable (_ columns: [Vector], _ threads: any Threads) throws -> Cell
  /// One value per group; nil when these types have no fast path.
  package let byGroup: @Sendable (_ columns: [Vector], _ grouping: RowGrouping) throws -> Vector?
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
      let values = try Numbers.doubles(columns[0])
      return try finished(Reduction.byGroup(DoubleRows(values: values.pointer(Double.self)), grouping, State.self), finish)
    }
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
      let (x, y) = try pair(columns)
      let rows = PairRows(x: x.pointer(Double.self), y: y.pointer(Double.self))
      return try withExtendedLifetime((x, y)) { try finished(Reduction.byGroup(rows, grouping, State.self), finish) }
    }
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
