import WeirHost

/// Rows in groups, as states run over them.
protocol StateRows {
  /// One state per group.
  func states<Source: RowSource, State: AggregateState>(_ source: Source, _ state: State.Type) -> [State] where State.Value == Source.Value
  /// The sums of a column of integers.
  func integerSums(_ column: FixedVector) throws -> [IntegerSum]
  /// The sums of a column of doubles.
  func doubleSums(_ column: FixedVector) throws -> [DoubleSum]
}

extension StateRows {
  func integerSums(_ column: FixedVector) throws -> [IntegerSum] { oneByOne(column) }
  func doubleSums(_ column: FixedVector) throws -> [DoubleSum] { oneByOne(column) }

  /// A state per group, to which the rows are added one by one.
  func oneByOne(_ column: FixedVector) -> [IntegerSum] {
    withExtendedLifetime(column) {
      switch column.storage {
      case .int8: states(IntegerRows(values: column.pointer(Int8.self)), IntegerSum.self)
      case .int16: states(IntegerRows(values: column.pointer(Int16.self)), IntegerSum.self)
      case .int32: states(IntegerRows(values: column.pointer(Int32.self)), IntegerSum.self)
      default: states(IntegerRows(values: column.pointer(Int64.self)), IntegerSum.self)
      }
    }
  }

  func oneByOne(_ column: FixedVector) -> [DoubleSum] {
    withExtendedLifetime(column) { states(DoubleRows(values: column.pointer(Double.self)), DoubleSum.self) }
  }
}

extension RowGrouping: StateRows {
  @inline(__always)
  func states<Source: RowSource, State: AggregateState>(_ source: Source, _ state: State.Type) -> [State] where State.Value == Source.Value {
    Reduction.byGroup(source, self, state)
  }
}

/// Groups of rows that follow each other; they may overlap, as windows do.
package struct RowRanges: StateRows {
  /// Where each group begins, and the place behind its last row.
  private let starts: [Int]
  private let ends: [Int]
  private let threads: any Threads

  /// - Precondition: there are as many starts as ends, and none is greater than its end.
  package init(starts: [Int], ends: [Int], threads: any Threads) {
    self.starts = starts
    self.ends = ends
    self.threads = threads
  }

  @inline(__always)
  func states<Source: RowSource, State: AggregateState>(_ source: Source, _ state: State.Type) -> [State] where State.Value == Source.Value {
    .build(starts.count) { target in
      guard let base = target.baseAddress else { return }
      starts.withUnsafeBufferPointer { starts in
        ends.withUnsafeBufferPointer { ends in
          let bounds = RangeBounds(starts: starts, ends: ends)
          // From one thread, because the merging of floats must not depend on how many there are.
          guard !bounds.areLongTails else { return bounds.fillBackwards(base, source) }
          RowPieces.forEach(rows: starts.count, threads) { _, groups in bounds.fill(groups, base, source) }
        }
      }
    }
  }
}

/// The ranges while states are made of them. A state that has seen a part of a range goes on from there: windows that grow, or that shrink towards one end, would
/// otherwise cost the square of their number.
private struct RangeBounds {
  let starts: UnsafeBufferPointer<Int>
  let ends: UnsafeBufferPointer<Int>

  /// Rows of a range from which on looking for its neighbour's state is worth it.
  private static let longRowsMin = 64

  /// Most ranges are long, and end where the next one does.
  var areLongTails: Bool {
    guard starts.count > 1 else { return false }
    var tails = 0
    for group in 0..<starts.count - 1 where isTail(group) && ends[group] - starts[group] >= RangeBounds.longRowsMin { tails += 1 }
    return tails * 2 > starts.count
  }

  private func isTail(_ group: Int) -> Bool { ends[group] == ends[group + 1] && starts[group] < starts[group + 1] }

  /// A range that begins where the one before does and ends behind it takes over that one's state.
  @inline(__always)
  func fill<Source: RowSource, State: AggregateState>(_ groups: Range<Int>, _ states: UnsafeMutablePointer<State>, _ source: Source) where State.Value == Source.Value {
    var state = State()
    var (start, end) = (-1, -1)
    for group in groups {
      if starts[group] != start || ends[group] < end {
        state = State()
        (start, end) = (starts[group], starts[group])
      }
      while end < ends[group] {
        if !source.isMissing(end) { state.add(source.value(end)) }
        end &+= 1
      }
      states[group] = state
    }
  }

  /// A range that ends where the next one does is what it has before that one, and that one's state.
  @inline(__always)
  func fillBackwards<Source: RowSource, State: AggregateState>(_ states: UnsafeMutablePointer<State>, _ source: Source) where State.Value == Source.Value {
    for group in starts.indices.reversed() {
      guard group + 1 < starts.count, isTail(group) else {
        states[group] = Reduction.run(source, starts[group], ends[group])
        continue
      }
      var state: State = Reduction.run(source, starts[group], starts[group + 1])
      state.merge(states[group + 1])
      states[group] = state
    }
  }
}
