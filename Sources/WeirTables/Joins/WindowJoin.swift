/// For each row of the left table the rows of the right one with the same key whose moments lie in a window around its own.
package struct WindowJoin {
  /// The right table's rows, key after key.
  package let rows: [Int]
  /// For each left row where its window begins and ends in `rows`.
  package private(set) var starts: [Int] = []
  package private(set) var ends: [Int] = []

  /// The window of a left row.
  package enum Window {
    /// From the moment of the left row before with the same key up to, but without, its own.
    case sincePrevious
    /// Both ends belong to it.
    case span(from: Edge, to: Edge)
  }

  /// One end of a window, from the moment of the left row.
  package enum Edge {
    case units(Int64)
    case duration(Duration)

    /// The edge at each moment.
    fileprivate func moved(_ moments: Vector) throws -> FixedVector {
      switch self {
      case .duration(let duration):
        return try TimeSpan.shifted(moments, by: Duration(-duration.count, duration.unit, calendar: duration.calendar)).longs()
      case .units(let units):
        let longs = try moments.longs()
        let result = try FixedVector(.long, count: longs.count)
        let (source, target) = (longs.pointer(Int64.self), result.pointer(Int64.self))
        for row in 0..<longs.count { target[row] = source[row].isNull ? .null : source[row] &+ units }
        return result
      }
    }
  }

  /// - Parameters:
  ///   - left: the last key column: integers or moments.
  ///   - right: likewise; within a key they ascend.
  ///   - isPrevailing: a window also takes the last row before it when none lies at its beginning, and of several there the last one.
  /// - Throws: `.type` when the columns are neither, `.value` for a duration that their type cannot be moved by.
  package init(_ keys: JoinKeys, left: Vector, right: Vector, window: Window, isPrevailing: Bool) throws {
    for vector in [left, right] where vector.type.category != .temporal && vector.type.category != .integral {
      throw KernelError.type("the last key of a window join must be an integer or temporal column, got \(vector.type.name)")
    }
    let moments = try JoinKeys.stacked(left, right)
    let leftMoments = moments.slice(0, left.count)
    let later = try moments.slice(left.count, right.count).longs()
    let buckets = try KeyBuckets(keys.right, count: keys.rightCount, keyCount: keys.keyCount)
    rows = buckets.rows
    let source = later.pointer(Int64.self)
    let arranged = buckets.rows.map { source[$0] }
    try arranged.withUnsafeBufferPointer { arranged in
      switch window {
      case .sincePrevious: findSincePrevious(keys, buckets, arranged, try leftMoments.longs())
      case .span(let from, let to):
        try find(keys, buckets, arranged, try from.moved(leftMoments), try to.moved(leftMoments), isPrevailing)
      }
    }
  }

  private mutating func find(
    _ keys: JoinKeys, _ buckets: KeyBuckets, _ moments: UnsafeBufferPointer<Int64>, _ from: FixedVector, _ to: FixedVector, _ isPrevailing: Bool
  ) throws {
    var begins = MomentCursors(moments, buckets.offsets)
    var finishes = MomentCursors(moments, buckets.offsets)
    let (first, last) = (from.pointer(Int64.self), to.pointer(Int64.self))
    starts.reserveCapacity(keys.leftCount)
    ends.reserveCapacity(keys.leftCount)
    for row in 0..<keys.leftCount {
      try Interruption.check(atRow: row)
      let key = Int(keys.left[row])
      let start = isPrevailing
        ? max(buckets.offsets[key], begins.end(of: key, through: first[row]) - 1) : begins.start(of: key, from: first[row])
      starts.append(start)
      ends.append(max(start, finishes.end(of: key, through: last[row])))
    }
  }

  private mutating func findSincePrevious(_ keys: JoinKeys, _ buckets: KeyBuckets, _ moments: UnsafeBufferPointer<Int64>, _ left: FixedVector) {
    var cursors = MomentCursors(moments, buckets.offsets)
    let own = left.pointer(Int64.self)
    var starts = [Int](repeating: 0, count: keys.leftCount)
    var ends = starts
    var previousEnds = Array(buckets.offsets.dropLast())
    for row in 0..<keys.leftCount {
      let key = Int(keys.left[row])
      let end = cursors.start(of: key, from: own[row])
      starts[row] = min(previousEnds[key], end)
      ends[row] = end
      previousEnds[key] = end
    }
    self.starts = starts
    self.ends = ends
  }
}
