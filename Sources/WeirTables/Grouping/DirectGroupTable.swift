/// Groups by integers of a small range: the key is the index of its group's number.
final class DirectGroupTable: GroupTable {
  private let keys: CombinedKeys
  private let range: Int
  /// The group of each key, -1 for those that have none yet.
  private let groups: UnsafeMutablePointer<Int32>
  private let chunk = UnsafeMutablePointer<UInt64>.allocate(capacity: groupingChunkRows)
  // Unchecked: a table is used by one thread, and added to for every group.
  @exclusivity(unchecked) private var groupKeys: [UInt64] = []
  @exclusivity(unchecked) private(set) var firstRows: [Int] = []

  /// - Precondition: every combined key is below `range`.
  init(_ keys: CombinedKeys, range: Int) {
    self.keys = keys
    self.range = range
    groups = .allocate(capacity: range)
    groups.initialize(repeating: -1, count: range)
  }

  deinit {
    groups.deallocate()
    chunk.deallocate()
  }

  func number(_ rows: Range<Int>, into ids: UnsafeMutablePointer<Int32>) throws {
    var start = rows.lowerBound
    while start < rows.upperBound {
      try Interruption.check()
      let count = min(groupingChunkRows, rows.upperBound - start)
      if let plain = keys.plain {
        numberChunk(start, count, ids + start) { UInt64(UInt32(bitPattern: plain.values[start &+ $0] &- plain.base)) }
      } else {
        keys.fill(start, count, chunk)
        numberChunk(start, count, ids + start) { chunk[$0] }
      }
      start += count
    }
  }

  @inline(__always)
  private func numberChunk(_ start: Int, _ count: Int, _ ids: UnsafeMutablePointer<Int32>, _ key: (Int) -> UInt64) {
    let groups = groups
    var row = 0
    while row < count {
      let key = key(row)
      var group = groups[Int(truncatingIfNeeded: key)]
      if group < 0 { group = add(key, start + row) }
      ids[row] = group
      row &+= 1
    }
  }

  @inline(never)
  private func add(_ key: UInt64, _ row: Int) -> Int32 {
    let group = Int32(groupKeys.count)
    groups[Int(key)] = group
    groupKeys.append(key)
    firstRows.append(row)
    return group
  }

  func adopt(_ other: DirectGroupTable) throws -> [Int32] {
    try zip(other.groupKeys, other.firstRows).map { key, row in
      try Interruption.check(atRow: groupKeys.count)
      let group = groups[Int(key)]
      return group >= 0 ? group : add(key, row)
    }
  }
}
