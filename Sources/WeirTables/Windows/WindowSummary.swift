/// What a function has to know of the rows of a window: a small state that grows at both ends and can be joined with that of the rows behind.
///
/// Nothing is ever subtracted, so that a large value leaves no trace in the windows after it. What sums powers takes the differences from an origin, which
/// keeps variances of values far from zero exact.
protocol WindowSummary {
  associatedtype Row
  /// Of no rows.
  init()
  /// How many rows had a value.
  var count: Int { get }
  /// Adds the row behind the last.
  mutating func append(_ row: Row, at index: Int, origin: Row)
  /// Adds the row before the first.
  mutating func prepend(_ row: Row, at index: Int, origin: Row)
  /// Of the rows of this and of `later`, which come behind them.
  func joined(with later: Self) -> Self
  /// A better origin for the rows to come, such as the mean of those seen.
  func centre(origin: Row) -> Row
}

extension WindowSummary {
  @inline(__always) mutating func prepend(_ row: Row, at index: Int, origin: Row) { append(row, at: index, origin: origin) }
  @inline(__always) func centre(origin: Row) -> Row { origin }
}

/// Rows by number: columns of a table, or the last rows of a stream.
protocol WindowRows {
  associatedtype Row
  func row(_ index: Int) -> Row
}

/// The summaries of windows whose ends only move forward, in constant time per row.
///
/// Rows from `pivot` on are summed up as they come. Those before it were summed up backwards at once, one summary for every possible beginning of the
/// window; when the window leaves them behind, its rows become the next such block.
struct SlidingWindow<Rows: WindowRows, Summary: WindowSummary> where Rows.Row == Summary.Row {
  let rows: Rows
  private let tails: UnsafeMutablePointer<Summary>
  private var tailsFrom = 0
  private var pivot = 0
  private var head = Summary()
  private(set) var origin: Rows.Row

  /// - Precondition: `tails` has room for the longest window.
  @inline(__always)
  init(_ rows: Rows, tails: UnsafeMutablePointer<Summary>, origin: Rows.Row) {
    self.rows = rows
    self.tails = tails
    self.origin = origin
  }

  /// The summary of the rows from `start` to `row`, whose turn it is.
  @inline(__always)
  mutating func step(_ row: Int, from start: Int) -> Summary {
    head.append(rows.row(row), at: row, origin: origin)
    if start > pivot { turn(row, start) }
    return start == pivot ? head : tails[start &- tailsFrom].joined(with: head)
  }

  @inline(__always)
  private mutating func turn(_ row: Int, _ start: Int) {
    origin = head.centre(origin: origin)
    var tail = Summary()
    var index = row
    while index >= start {
      tail.prepend(rows.row(index), at: index, origin: origin)
      tails[index &- start] = tail
      index &-= 1
    }
    tailsFrom = start
    pivot = row &+ 1
    head = Summary()
  }
}

/// Slides a window over `count` rows and writes what `finish` makes of each summary, given the origin and the first row of the window.
@inline(__always)
func slide<Rows: WindowRows, Summary: WindowSummary, Output: VectorElement>(
  _ rows: Rows, count: Int, _ extent: WindowExtent, origin: Rows.Row, into output: UnsafeMutablePointer<Output>,
  finish: (Summary, Rows.Row, Int) -> Output
) throws where Rows.Row == Summary.Row {
  let capacity = extent.longest(among: count)
  let tails = UnsafeMutablePointer<Summary>.allocate(capacity: max(capacity, 1))
  defer { tails.deallocate() }
  var window = SlidingWindow<Rows, Summary>(rows, tails: tails, origin: origin)
  let least = extent.least
  let firstRow = extent.firstRow
  var row = 0
  switch extent.kind {
  case .rows(let length):
    while row < count {
      try Interruption.check(atRow: row)
      let start = row >= length ? row &- length &+ 1 : 0
      let summary = window.step(row, from: start)
      output[row] = summary.count >= least && row >= firstRow ? finish(summary, window.origin, start) : .null
      row &+= 1
    }
  case .from(let starts):
    try starts.withUnsafeBufferPointer { starts in
      while row < count {
        try Interruption.check(atRow: row)
        let start = starts[row]
        let summary = window.step(row, from: start)
        output[row] = summary.count >= least ? finish(summary, window.origin, start) : .null
        row &+= 1
      }
    }
  }
}
