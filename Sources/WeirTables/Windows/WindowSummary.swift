import WeirHost

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
func slide<Rows: WindowRows, Result: WindowResult>(
  _ rows: Rows, count: Int, _ extent: WindowExtent, origin: Rows.Row, into output: UnsafeMutablePointer<Result.Output>,
  _ finish: Result
) throws where Rows.Row == Result.Summary.Row {
  switch extent.kind {
  case .rows(let length) where length >= count:
    try slideGrowing(rows, count: count, extent, origin: origin, into: output, finish)
  case .rows(let length):
    try RowWindows.forEachMorsel(count, length, extent.threads) { morsel in
      slideRows(rows, morsel, length: length, extent, origin: origin, into: output, finish)
    }
  case .from(let starts):
    let tails = UnsafeMutablePointer<Result.Summary>.allocate(capacity: max(extent.longest(among: count), 1))
    defer { tails.deallocate() }
    var window = SlidingWindow<Rows, Result.Summary>(rows, tails: tails, origin: origin)
    let least = extent.least
    try starts.withUnsafeBufferPointer { starts in
      var row = 0
      while row < count {
        try Interruption.check(atRow: row)
        let start = starts[row]
        let summary = window.step(row, from: start)
        output[row] = summary.count >= least ? finish.value(summary, window.origin, start) : .null
        row &+= 1
      }
    }
  }
}

/// The summaries of windows that no row leaves. Of many rows every morsel is summed up by itself first, so that each can begin with the sum of those before it.
@inline(__always)
private func slideGrowing<Rows: WindowRows, Result: WindowResult>(
  _ rows: Rows, count: Int, _ extent: WindowExtent, origin: Rows.Row, into output: UnsafeMutablePointer<Result.Output>,
  _ finish: Result
) throws where Rows.Row == Result.Summary.Row {
  guard count >= RowPieces.parallelRowsMin else {
    grow(Result.Summary(), rows, 0..<count, extent, origin: origin, into: output, finish)
    return try Interruption.check()
  }
  var heads = [Result.Summary](repeating: Result.Summary(), count: RowWindows.morsels(count))
  try heads.withUnsafeMutableBufferPointer { heads in
    guard let heads = heads.baseAddress else { return }
    try RowWindows.forEachMorsel(count, 0, extent.threads) { morsel in
      var head = Result.Summary()
      for row in morsel { head.append(rows.row(row), at: row, origin: origin) }
      heads[RowWindows.morsels(morsel.lowerBound)] = head
    }
    var before = Result.Summary()
    for morsel in 0..<RowWindows.morsels(count) {
      let next = before.joined(with: heads[morsel])
      heads[morsel] = before
      before = next
    }
    try RowWindows.forEachMorsel(count, 0, extent.threads) { morsel in
      grow(heads[RowWindows.morsels(morsel.lowerBound)], rows, morsel, extent, origin: origin, into: output, finish)
    }
  }
}

/// The summaries of `head` and the rows of a morsel up to each.
@inline(__always)
private func grow<Rows: WindowRows, Result: WindowResult>(
  _ head: Result.Summary, _ rows: Rows, _ morsel: Range<Int>, _ extent: WindowExtent, origin: Rows.Row,
  into output: UnsafeMutablePointer<Result.Output>, _ finish: Result
) where Rows.Row == Result.Summary.Row {
  let least = extent.least
  let firstRow = extent.firstRow
  var head = head
  var row = morsel.lowerBound
  while row < morsel.upperBound {
    head.append(rows.row(row), at: row, origin: origin)
    output[row] = head.count >= least && row >= firstRow ? finish.value(head, origin, 0) : .null
    row &+= 1
  }
}

/// The summaries of windows of `length` rows for the rows of one morsel, block after block of `length` rows: a window is the end of the block before, summed up
/// backwards, and the beginning of its own, summed up as it comes. The same as `SlidingWindow`, without a question per row.
@inline(__always)
private func slideRows<Rows: WindowRows, Result: WindowResult>(
  _ rows: Rows, _ morsel: Range<Int>, length: Int, _ extent: WindowExtent, origin: Rows.Row, into output: UnsafeMutablePointer<Result.Output>,
  _ finish: Result
) where Rows.Row == Result.Summary.Row {
  let tails = UnsafeMutablePointer<Result.Summary>.allocate(capacity: length + 1)
  defer { tails.deallocate() }
  tails.initialize(repeating: Result.Summary(), count: length + 1)
  let least = extent.least
  let firstRow = extent.firstRow
  var origin = origin
  // The first window reaches back into the morsel before.
  var block = max(0, morsel.lowerBound - (length - 1))
  while block < morsel.upperBound {
    let end = min(block + length, morsel.upperBound)
    var head = Result.Summary()
    var row = block
    while row < morsel.lowerBound {
      head.append(rows.row(row), at: row, origin: origin)
      row &+= 1
    }
    // The last row of a block has no tail: its window is the block.
    let ownTails = tails + (1 &- block)
    while row < end {
      head.append(rows.row(row), at: row, origin: origin)
      let summary = ownTails[row].joined(with: head)
      output[row] = summary.count >= least && row >= firstRow ? finish.value(summary, origin, max(0, row &- length &+ 1)) : .null
      row &+= 1
    }
    guard end < morsel.upperBound else { return }
    origin = head.centre(origin: origin)
    var tail = Result.Summary()
    var index = end &- 1
    while index >= block {
      tail.prepend(rows.row(index), at: index, origin: origin)
      tails[index &- block] = tail
      index &-= 1
    }
    block = end
  }
}

/// Windows of a number of rows.
enum RowWindows {
  /// Rows that one thread takes at a time. What is summed up depends on where a morsel begins, and so never on the number of threads.
  private static let morselRows = 65_536
  /// The longest window that pays for starting afresh in every morsel.
  private static let lengthMax = 8192

  /// How many morsels `count` rows are; for the first row of a morsel, how many come before it.
  @inline(__always)
  static func morsels(_ count: Int) -> Int { (count + morselRows - 1) / morselRows }

  @inline(__always)
  static func forEachMorsel(_ count: Int, _ length: Int, _ threads: any Threads, _ body: (Range<Int>) -> Void) throws {
    guard count >= RowPieces.parallelRowsMin, length <= lengthMax else {
      if count > 0 { body(0..<count) }
      return
    }
    threads.perform(count: morsels(count)) { morsel in
      if !StopFlag.isRaised { body(morsel * morselRows..<min(count, (morsel + 1) * morselRows)) }
    }
    try Interruption.check()
  }
}
