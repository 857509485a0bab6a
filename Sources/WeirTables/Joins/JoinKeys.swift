import WeirHost

/// The keys of two tables as numbers: rows of either side that have the same number have equal keys. Null equals null.
package struct JoinKeys {
  /// One number per row: the left table's rows, then the right table's.
  private let ids: FixedVector
  package let leftCount: Int
  package let rightCount: Int
  /// Every number is below it.
  let keyCount: Int
  /// What the joins may use.
  let threads: any Threads

  /// - Parameters:
  ///   - left: key columns of one length; none makes all rows equal.
  ///   - right: as many columns, whose types can be compared with those of `left`.
  /// - Throws: `.type` for columns that cannot be keys or cannot be compared.
  package init(left: [Vector], right: [Vector], leftCount: Int, rightCount: Int, threads: any Threads) throws {
    self.leftCount = leftCount
    self.rightCount = rightCount
    self.threads = threads
    guard !left.isEmpty else {
      ids = try FixedVector(.int, count: leftCount + rightCount)
      ids.pointer(Int32.self).update(repeating: 0, count: leftCount + rightCount)
      keyCount = 1
      return
    }
    let columns = try zip(left, right).map { try JoinKeys.stacked($0, $1) }
    if let codes = try JoinKeys.codes(columns, leftCount + rightCount, threads) {
      (ids, keyCount) = codes
      return
    }
    let grouping = try RowGrouping.make(keys: columns, threads: threads)
    ids = grouping.ids
    keyCount = grouping.groupCount
  }

  /// Integers and symbols of a range not much larger than the rows are their numbers themselves: nothing has to be looked up.
  private static func codes(_ columns: [Vector], _ rows: Int, _ threads: any Threads) throws -> (FixedVector, Int)? {
    var combined = CombinedKeys()
    for column in columns {
      switch column.storage {
      case .int8, .int16, .int32, .int64, .symbol: guard combined.add(KeyCodes(column, threads)) else { return nil }
      default: return nil
      }
    }
    guard let range = combined.range, range <= UInt64(max(65_536, 2 * rows)), range < UInt64(Int32.max), rows < Int(Int32.max) else { return nil }
    let ids = try FixedVector(.int, count: rows)
    let numbers = ids.pointer(Int32.self)
    let keys = combined
    RowPieces.forEach(rows: rows, threads) { _, piece in
      let chunk = UnsafeMutablePointer<UInt64>.allocate(capacity: groupingChunkRows)
      defer { chunk.deallocate() }
      var start = piece.lowerBound
      while start < piece.upperBound {
        let count = min(groupingChunkRows, piece.upperBound - start)
        keys.fill(start, count, chunk)
        for row in 0..<count { numbers[start + row] = Int32(truncatingIfNeeded: chunk[row]) }
        start += count
      }
    }
    return withExtendedLifetime(ids) { (ids, Int(range)) }
  }

  var left: UnsafeMutablePointer<Int32> { ids.pointer(Int32.self) }
  var right: UnsafeMutablePointer<Int32> { ids.pointer(Int32.self) + leftCount }

  /// Both columns behind each other, in a type that holds the values of both.
  /// - Throws: `.type` when there is none.
  static func stacked(_ left: Vector, _ right: Vector) throws -> Vector {
    let common = try commonType(left, right)
    let result = try Vector.empty(common.type, capacity: left.count + right.count, scale: common.scale)
    try result.append(contentsOf: try left.cast(to: common.type, scale: common.scale))
    try result.append(contentsOf: try right.cast(to: common.type, scale: common.scale))
    return result
  }

  private static func commonType(_ left: Vector, _ right: Vector) throws -> (type: ElementType, scale: Int) {
    guard left.storage != .array, right.storage != .array else { throw KernelError.type("a column of array vectors cannot be a key of a join") }
    if left.type == right.type { return (left.type, max(left.scale, right.scale)) }
    if left.type.isNumeric, right.type.isNumeric, left.type.isFloating || right.type.isFloating { return (.double, 0) }
    if let type = ElementType.promoted(left.type, right.type) { return (type, max(left.scale, right.scale)) }
    if left.type.hasDate, right.type.hasDate, left.type != .month, right.type != .month { return (finer(left.type, right.type), 0) }
    if left.type.isTimeOfDay, right.type.isTimeOfDay { return (finer(left.type, right.type), 0) }
    throw KernelError.type("a \(left.type.name) column cannot be joined with a \(right.type.name) column")
  }

  private static func finer(_ left: ElementType, _ right: ElementType) -> ElementType {
    left.nanosecondsPerUnit <= right.nanosecondsPerUnit ? left : right
  }
}

/// The rows of one side of a join by their key: a counting sort that keeps the order of the rows within a key.
struct KeyBuckets {
  /// The rows, key after key.
  let rows: [Int]
  /// Where each key's rows begin; one more than there are keys.
  let offsets: [Int]

  /// - Parameter mask: rows whose element is false are left out.
  init(_ ids: UnsafeMutablePointer<Int32>, count: Int, keyCount: Int, mask: [Bool]? = nil) throws {
    var offsets = [Int](repeating: 0, count: keyCount + 1)
    try Interruption.inChunks(count) { start, end in
      for row in start..<end where mask?[row] ?? true { offsets[Int(ids[row]) + 1] += 1 }
    }
    for key in 0..<keyCount { offsets[key + 1] += offsets[key] }
    var next = offsets
    rows = try .build(offsets[keyCount]) { target in
      try next.withUnsafeMutableBufferPointer { next in
        try Interruption.inChunks(count) { start, end in
          for row in start..<end where mask?[row] ?? true {
            let key = Int(ids[row])
            target[next[key]] = row
            next[key] &+= 1
          }
        }
      }
    }
    self.offsets = offsets
  }
}

/// One side of a join in which no key has several rows.
struct UniqueRows {
  /// For each key its row, or -1.
  let rows: [Int32]

  /// - Parameter mask: rows whose element is false are left out.
  /// - Returns: nil when a key has several rows.
  init?(_ ids: UnsafeMutablePointer<Int32>, count: Int, keyCount: Int, mask: [Bool]? = nil) throws {
    var rows = [Int32](repeating: -1, count: keyCount)
    let isUnique = try rows.withUnsafeMutableBufferPointer { rows in
      for row in 0..<count where mask?[row] ?? true {
        try Interruption.check(atRow: row)
        let key = Int(ids[row])
        if rows[key] >= 0 { return false }
        rows[key] = Int32(truncatingIfNeeded: row)
      }
      return true
    }
    guard isUnique else { return nil }
    self.rows = rows
  }
}
