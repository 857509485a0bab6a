import WeirHost

/// What an aggregate remembers of the values it has seen: plain data, so that there can be one per group in a row of memory.
protocol AggregateState: BitwiseCopyable, SendableMetatype {
  associatedtype Value

  /// No value yet.
  init()
  /// - Precondition: `value` is not null.
  mutating func add(_ value: Value)
  /// Takes over what a state over later rows has seen.
  mutating func merge(_ later: Self)
}

/// Where an aggregate's values come from, row by row.
protocol RowSource {
  associatedtype Value
  func isMissing(_ row: Int) -> Bool
  func value(_ row: Int) -> Value
}

struct DoubleRows: RowSource {
  let values: UnsafeMutablePointer<Double>

  @inline(__always) func isMissing(_ row: Int) -> Bool { values[row].isMissing }
  @inline(__always) func value(_ row: Int) -> Double { values[row] }
}

struct IntegerRows<Element: FixedWidthInteger & VectorElement>: RowSource {
  let values: UnsafeMutablePointer<Element>

  @inline(__always) func isMissing(_ row: Int) -> Bool { values[row].isNull }
  @inline(__always) func value(_ row: Int) -> Int64 { Int64(truncatingIfNeeded: values[row]) }
}

/// Two columns side by side; a row counts when both have a value.
struct PairRows: RowSource {
  let x: UnsafeMutablePointer<Double>
  let y: UnsafeMutablePointer<Double>

  @inline(__always) func isMissing(_ row: Int) -> Bool { x[row].isMissing || y[row].isMissing }
  @inline(__always) func value(_ row: Int) -> (x: Double, y: Double) { (x[row], y[row]) }
}

extension Double {
  /// Null or not a number: what aggregates skip.
  @inline(__always) package var isMissing: Bool { self == -.greatestFiniteMagnitude || self != self }
}

/// Runs states over rows.
///
/// When it is interrupted, a state has seen only some of its rows: what it gives is a value all the same, and nobody sees it, because the evaluator looks at the
/// cancellation behind every call.
enum Reduction {
  /// Rows that one thread takes at a time. States of such morsels are merged in their order whatever the number of threads, so that a sum of floats does not depend on it.
  static let morselRows = 65_536
  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000

  /// One state over all rows.
  @inline(__always)
  static func whole<Source: RowSource, State: AggregateState>(
    _ source: Source, count: Int, threads: any Threads, _ state: State.Type
  ) -> State where State.Value == Source.Value {
    let morsels = (count + morselRows - 1) / morselRows
    guard morsels > 1 else { return run(source, 0, count) }
    let states = UnsafeMutablePointer<State>.allocate(capacity: morsels)
    defer { states.deallocate() }
    perform(morsels, count, threads) { morsel in
      states[morsel] = StopFlag.isRaised ? State() : run(source, morsel * morselRows, min(count, (morsel + 1) * morselRows))
    }
    var result = states[0]
    for morsel in 1..<morsels { result.merge(states[morsel]) }
    return result
  }

  /// Calls `body` for each index, on several threads when there are rows enough.
  static func perform(_ pieces: Int, _ rows: Int, _ threads: any Threads, _ body: (Int) -> Void) {
    if rows >= parallelRowsMin { return threads.perform(count: pieces, body) }
    for piece in 0..<pieces { body(piece) }
  }

  @inline(__always)
  static func run<Source: RowSource, State: AggregateState>(_ source: Source, _ start: Int, _ end: Int) -> State where State.Value == Source.Value {
    var state = State()
    var row = start
    while row < end {
      if !source.isMissing(row) { state.add(source.value(row)) }
      row &+= 1
    }
    return state
  }

  /// Adds the rows of a block to a state.
  @inline(__always)
  static func add<Source: RowSource, State: AggregateState>(_ source: Source, _ count: Int, _ state: inout State) where State.Value == Source.Value {
    var own = state
    var row = 0
    while row < count {
      if !source.isMissing(row) { own.add(source.value(row)) }
      row &+= 1
    }
    state = own
  }

  /// One state per group.
  @inline(__always)
  static func byGroup<Source: RowSource, State: AggregateState>(
    _ source: Source, _ grouping: RowGrouping, _ state: State.Type
  ) -> [State] where State.Value == Source.Value {
    let groups = grouping.groupCount
    let rows = grouping.rowCount
    let pieces = pieceCount(rows, groups)
    let ids = grouping.ids.pointer(Int32.self)
    var states = [State](repeating: State(), count: groups * pieces)
    states.withUnsafeMutableBufferPointer { states in
      guard let base = states.baseAddress else { return }
      perform(pieces, rows, grouping.threads) { piece in
        var start = piece * rows / pieces
        let end = (piece + 1) * rows / pieces
        while start < end, !StopFlag.isRaised {
          let next = min(end, start + morselRows)
          scatter(source, ids, start, next, into: base + piece * groups)
          start = next
        }
      }
      for piece in 1..<max(pieces, 1) { for group in 0..<groups { base[group].merge(base[piece * groups + group]) } }
    }
    states.removeLast(groups * (pieces - 1))
    return states
  }

  /// Pieces of the rows with states of their own. Depends on the data alone: see `morselRows`. With many groups the states would cost more than the rows.
  static func pieceCount(_ rows: Int, _ groups: Int) -> Int {
    guard rows >= parallelRowsMin else { return 1 }
    return max(1, min(8, rows / (4 * max(groups, 1))))
  }

  /// - Precondition: every id is an index of `states`.
  @inline(__always)
  private static func scatter<Source: RowSource, State: AggregateState>(
    _ source: Source, _ ids: UnsafeMutablePointer<Int32>, _ start: Int, _ end: Int, into states: UnsafeMutablePointer<State>
  ) where State.Value == Source.Value {
    var row = start
    while row < end {
      if !source.isMissing(row) { states[Int(ids[row])].add(source.value(row)) }
      row &+= 1
    }
  }
}
