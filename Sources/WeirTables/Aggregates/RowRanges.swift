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
          RowPieces.forEach(rows: starts.count, threads) { _, groups in
            for group in groups { base[group] = Reduction.run(source, starts[group], ends[group]) }
          }
        }
      }
    }
  }
}
