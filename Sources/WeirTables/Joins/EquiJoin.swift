import WeirHost

/// Which rows of the left table meet which of the right, on equal keys.
package struct JoinedRows {
  /// -1 for a row of the right table that meets none; nil for every row of the left table once, in order.
  package var left: [Int]?
  /// -1 for a row of the left table that meets none.
  package var right: [Int]

  package init(left: [Int]?, right: [Int]) {
    self.left = left
    self.right = right
  }
}

package enum EquiJoin {
  /// Rows that one side keeps although they meet none of the other.
  package enum Kept: Sendable {
    case matched
    /// All of the left table.
    case left
    /// All of the right table; the order is the right table's.
    case right
    /// All of both; those of the right that meet none come last.
    case both
  }

  /// The pairs in the order of the left rows, those of one left row in the order of the right rows.
  ///
  /// - Parameters:
  ///   - leftMask: rows whose element is false meet none.
  ///   - rightMask: likewise.
  ///   - firstOnly: a left row meets the first of the right rows with its key only.
  package static func pairs(
    _ keys: JoinKeys, keep: Kept, leftMask: [Bool]? = nil, rightMask: [Bool]? = nil, firstOnly: Bool = false
  ) throws -> JoinedRows {
    guard keep != .right else { return try rightPairs(keys, leftMask, rightMask) }
    let probe = Probe(ids: keys.left, count: keys.leftCount, mask: leftMask, keepsUnmatched: keep != .matched, threads: keys.threads)
    var pairs: JoinedRows
    if let unique = try UniqueRows(keys.right, count: keys.rightCount, keyCount: keys.keyCount, mask: rightMask) {
      pairs = probe.single(unique.rows)
    } else {
      let buckets = try KeyBuckets(keys.right, count: keys.rightCount, keyCount: keys.keyCount, mask: rightMask)
      pairs = firstOnly ? probe.single(firstRows(buckets)) : try probe.several(buckets)
    }
    if keep == .both { appendUnmatched(keys.rightCount, &pairs) }
    return pairs
  }

  private static func firstRows(_ buckets: KeyBuckets) -> [Int32] {
    (0..<buckets.offsets.count - 1).map { buckets.offsets[$0] < buckets.offsets[$0 + 1] ? Int32(truncatingIfNeeded: buckets.rows[buckets.offsets[$0]]) : -1 }
  }

  private static func rightPairs(_ keys: JoinKeys, _ leftMask: [Bool]?, _ rightMask: [Bool]?) throws -> JoinedRows {
    let buckets = try KeyBuckets(keys.left, count: keys.leftCount, keyCount: keys.keyCount, mask: leftMask)
    let probe = Probe(ids: keys.right, count: keys.rightCount, mask: rightMask, keepsUnmatched: true, threads: keys.threads)
    let swapped = try probe.several(buckets)
    return JoinedRows(left: swapped.right, right: swapped.left ?? Array(0..<keys.rightCount))
  }

  private static func appendUnmatched(_ rightCount: Int, _ pairs: inout JoinedRows) {
    var isMatched = [Bool](repeating: false, count: rightCount)
    for row in pairs.right where row >= 0 { isMatched[row] = true }
    var left = pairs.left ?? Array(0..<pairs.right.count)
    for row in 0..<rightCount where !isMatched[row] {
      left.append(-1)
      pairs.right.append(row)
    }
    pairs.left = left
  }

  /// Every row of both, the right ones changing fastest.
  /// - Throws: `.memory` when there are too many.
  package static func allPairs(_ leftCount: Int, _ rightCount: Int) throws -> JoinedRows {
    let (count, overflow) = leftCount.multipliedReportingOverflow(by: rightCount)
    guard !overflow, count < 1 << 31 else { throw KernelError.memory("out of memory: a cross join of \(leftCount) and \(rightCount) rows") }
    try BufferPool.checkRoom(rowNumbers: 2 * count)
    let left: [Int] = try .build(count) { target in
      try Interruption.inChunks(count) { start, end in for index in start..<end { target[index] = index / rightCount } }
    }
    let right: [Int] = try .build(count) { target in
      try Interruption.inChunks(count) { start, end in for index in start..<end { target[index] = index % rightCount } }
    }
    return JoinedRows(left: left, right: right)
  }
}

/// The side whose rows look for their like.
private struct Probe {
  let ids: UnsafeMutablePointer<Int32>
  let count: Int
  let mask: [Bool]?
  let keepsUnmatched: Bool
  let threads: any Threads

  /// - Parameter rows: for each key the row that it leads to, or -1.
  func single(_ rows: [Int32]) -> JoinedRows {
    var matched = [Int](repeating: 0, count: RowPieces.count(rows: count, threads))
    let found: [Int] = .build(count) { target in
      guard let target = target.baseAddress else { return }
      matched.withUnsafeMutableBufferPointer { matched in
        // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
        let counts = matched.baseAddress
        rows.withUnsafeBufferPointer { rows in
          RowPieces.forEach(rows: count, threads) { piece, places in counts?[piece] = find(places, rows, target) }
        }
      }
    }
    if keepsUnmatched || matched.reduce(0, +) == count { return JoinedRows(left: nil, right: found) }
    return withoutUnmatched(found, matched)
  }

  /// Writes the row that each of `places` leads to, or -1, and counts those that lead to one.
  @inline(__always)
  private func find(_ places: Range<Int>, _ rows: UnsafeBufferPointer<Int32>, _ target: UnsafeMutablePointer<Int>) -> Int {
    var matched = 0
    var place = places.lowerBound
    while place < places.upperBound {
      let row = Int(rows[Int(ids[place])])
      target[place] = row
      matched &+= row >= 0 ? 1 : 0
      place &+= 1
    }
    guard let mask else { return matched }
    for place in places where !mask[place] && target[place] >= 0 {
      target[place] = -1
      matched -= 1
    }
    return matched
  }

  /// - Parameter matched: how many rows of each piece lead to one.
  private func withoutUnmatched(_ found: [Int], _ matched: [Int]) -> JoinedRows {
    let total = matched.reduce(0, +)
    var right: [Int] = []
    let left: [Int] = .build(total) { left in
      right = .build(total) { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return }
        found.withUnsafeBufferPointer { found in
          RowPieces.forEach(rows: count, threads) { piece, places in
            var next = matched[..<piece].reduce(0, +)
            for place in places where found[place] >= 0 {
              left[next] = place
              right[next] = found[place]
              next &+= 1
            }
          }
        }
      }
    }
    return JoinedRows(left: left, right: right)
  }

  func several(_ buckets: KeyBuckets) throws -> JoinedRows {
    let total = try pairCount(buckets)
    guard total < 1 << 31 else { throw KernelError.memory("out of memory: a join with \(total) rows") }
    try BufferPool.checkRoom(rowNumbers: 2 * total)
    var left: [Int] = []
    left.reserveCapacity(total)
    let right: [Int] = try .build(total) { target in
      var next = 0
      for row in 0..<count {
        try Interruption.check(atRow: row)
        let range = matches(row, buckets)
        if range.isEmpty, keepsUnmatched {
          left.append(row)
          target[next] = -1
          next &+= 1
        }
        for place in range {
          try Interruption.check(atRow: next)
          left.append(row)
          target[next] = buckets.rows[place]
          next &+= 1
        }
      }
    }
    return JoinedRows(left: left, right: right)
  }

  private func pairCount(_ buckets: KeyBuckets) throws -> Int {
    var total = 0
    try Interruption.inChunks(count) { start, end in
      for row in start..<end { total &+= max(matches(row, buckets).count, keepsUnmatched ? 1 : 0) }
    }
    return total
  }

  @inline(__always)
  private func matches(_ row: Int, _ buckets: KeyBuckets) -> Range<Int> {
    if let mask, !mask[row] { return 0..<0 }
    let key = Int(ids[row])
    return buckets.offsets[key]..<buckets.offsets[key + 1]
  }
}
