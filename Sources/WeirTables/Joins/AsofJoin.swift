/// For each row of the left table the last row of the right one with the same key whose moment is not later.
package enum AsofJoin {
  /// - Parameters:
  ///   - moments: the last key column of both tables; within a key those of the right one ascend.
  /// - Returns: one row of the right table per left row, -1 where there is none.
  /// - Throws: `.type` when the moments cannot be compared.
  package static func rows(_ keys: JoinKeys, left: Vector, right: Vector) throws -> [Int] {
    let moments = try JoinKeys.stacked(left, right)
    switch moments.storage {
    case .int32: return try withExtendedLifetime(moments) { try rows(keys, moments.pointer(Int32.self)) }
    case .int64: return try withExtendedLifetime(moments) { try rows(keys, moments.pointer(Int64.self)) }
    case .double: return try withExtendedLifetime(moments) { try rows(keys, moments.pointer(Double.self)) }
    default:
      var ranks = try ranks(moments)
      return try ranks.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return [] }
        return try rows(keys, base)
      }
    }
  }

  /// Any values as numbers in their order.
  private static func ranks(_ values: Vector) throws -> [Int64] {
    let codes = try OrderedCodes.make(SortKey(values))
    let order = try SortKernel.order(keys: [SortKey(values)])
    var ranks = [Int64](repeating: 0, count: values.count)
    var rank: Int64 = 0
    for (place, row) in order.enumerated() {
      if place > 0, codes.contains(where: { $0.codes[row] != $0.codes[order[place - 1]] }) { rank += 1 }
      ranks[row] = rank
    }
    return ranks
  }

  @inline(__always)
  private static func rows<Moment: Comparable>(_ keys: JoinKeys, _ moments: UnsafeMutablePointer<Moment>) throws -> [Int] {
    if isAscending(moments, keys.leftCount), isAscending(moments + keys.leftCount, keys.rightCount) { return try merged(keys, moments) }
    let buckets = try KeyBuckets(keys.right, count: keys.rightCount, keyCount: keys.keyCount)
    let later = moments + keys.leftCount
    let arranged: [Moment] = buckets.rows.map { later[$0] }
    return try .build(keys.leftCount) { target in
      try arranged.withUnsafeBufferPointer { arranged in
        var cursors = MomentCursors(arranged, buckets.offsets)
        for row in 0..<keys.leftCount {
          try Interruption.check(atRow: row)
          let key = Int(keys.left[row])
          let end = cursors.end(of: key, through: moments[row])
          target[row] = end > buckets.offsets[key] ? buckets.rows[end - 1] : -1
        }
      }
    }
  }
}

extension AsofJoin {
  @inline(__always)
  private static func isAscending<Moment: Comparable>(_ moments: UnsafeMutablePointer<Moment>, _ count: Int) -> Bool {
    var row = 1
    while row < count {
      // What is no number is in no order.
      guard moments[row &- 1] <= moments[row] else { return false }
      row &+= 1
    }
    return true
  }

  /// One pass over both tables, which are in the order of time: what is remembered is the last row of each key.
  @inline(__always)
  private static func merged<Moment: Comparable>(_ keys: JoinKeys, _ moments: UnsafeMutablePointer<Moment>) throws -> [Int] {
    let later = moments + keys.leftCount
    var lastRows = [Int32](repeating: -1, count: keys.keyCount)
    return try .build(keys.leftCount) { target in
      try lastRows.withUnsafeMutableBufferPointer { lastRows in
        var next = 0
        var row = 0
        while row < keys.leftCount {
          try Interruption.check(atRow: row)
          let moment = moments[row]
          while next < keys.rightCount, later[next] <= moment {
            lastRows[Int(keys.right[next])] = Int32(truncatingIfNeeded: next)
            next &+= 1
          }
          target[row] = Int(lastRows[Int(keys.left[row])])
          row &+= 1
        }
      }
    }
  }
}

/// Where the moments up to a given one end, for each key. Moments that are asked for in ascending order are found by one walk over all of them.
struct MomentCursors<Moment: Comparable> {
  private let moments: UnsafeBufferPointer<Moment>
  private let offsets: [Int]
  private var cursors: [Int]

  /// - Parameter moments: key after key, ascending within a key.
  init(_ moments: UnsafeBufferPointer<Moment>, _ offsets: [Int]) {
    self.moments = moments
    self.offsets = offsets
    cursors = Array(offsets.dropLast())
  }

  /// Steps that are walked before a search by halves.
  private static var walkedMax: Int { 16 }

  /// The place behind the last moment of `key` that is not later than `limit`.
  @inline(__always)
  mutating func end(of key: Int, through limit: Moment) -> Int { move(key) { $0 <= limit } }

  /// The place of the first moment of `key` that is not earlier than `limit`.
  @inline(__always)
  mutating func start(of key: Int, from limit: Moment) -> Int { move(key) { $0 < limit } }

  @inline(__always)
  private mutating func move(_ key: Int, _ isBefore: (Moment) -> Bool) -> Int {
    let end = offsets[key + 1]
    var place = cursors[key]
    if place > offsets[key], !isBefore(moments[place - 1]) {
      place = halve(offsets[key], place, isBefore)
    } else {
      let walked = min(end, place + Self.walkedMax)
      while place < walked, isBefore(moments[place]) { place &+= 1 }
      if place == walked, place < end { place = halve(place, end, isBefore) }
    }
    cursors[key] = place
    return place
  }

  @inline(__always)
  private func halve(_ start: Int, _ end: Int, _ isBefore: (Moment) -> Bool) -> Int {
    var low = start
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if isBefore(moments[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
