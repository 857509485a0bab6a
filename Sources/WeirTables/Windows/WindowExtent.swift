import WeirHost

/// Which rows the window of each row holds, and how many of them must not be null.
package struct WindowExtent {
  enum Kind {
    /// The row and the `length - 1` rows before it.
    case rows(length: Int)
    /// From a row that is given for each, ascending.
    case from(starts: [Int])
  }

  let kind: Kind
  /// Rows before this one have no result.
  let firstRow: Int
  /// Windows with fewer values have no result; at least 1.
  let least: Int
  /// What the kernels may use.
  let threads: any Threads

  /// The last `length` rows. Without `minPeriods` the first `length - 1` rows have no result; with it every window of so many values has one.
  package static func rows(_ length: Int, minPeriods: Int? = nil, threads: any Threads = SerialThreads()) -> WindowExtent {
    WindowExtent(kind: .rows(length: length), firstRow: minPeriods == nil ? length - 1 : 0, least: max(minPeriods ?? 1, 1), threads: threads)
  }

  /// All rows up to each.
  package static func cumulative(_ threads: any Threads = SerialThreads()) -> WindowExtent {
    WindowExtent(kind: .rows(length: .max), firstRow: 0, least: 1, threads: threads)
  }

  /// From `starts[row]` to each row.
  /// - Precondition: `starts` ascend and `starts[row] <= row`.
  package static func from(_ starts: [Int], minPeriods: Int? = nil) -> WindowExtent {
    WindowExtent(kind: .from(starts: starts), firstRow: 0, least: max(minPeriods ?? 1, 1), threads: SerialThreads())
  }

  /// The first row of the window that ends with `row`.
  @inline(__always)
  package func start(_ row: Int) -> Int {
    switch kind {
    case .rows(let length): row >= length ? row &- length &+ 1 : 0
    case .from(let starts): starts[row]
    }
  }

  /// The rows that a window has at most, among `count` rows.
  func longest(among count: Int) -> Int {
    switch kind {
    case .rows(let length): min(length, count)
    case .from: count
    }
  }
}

extension WindowExtent {
  /// The same windows, with a result for every row, even where all is null.
  package var fromFirstRow: WindowExtent { WindowExtent(kind: kind, firstRow: 0, least: 0, threads: threads) }
}
