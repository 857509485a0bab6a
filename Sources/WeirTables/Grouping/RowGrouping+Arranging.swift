import CKernels
import WeirHost

// Columns in the order of the groups.
extension RowGrouping {
  /// How many rows each group has.
  package func counts() -> [Int] {
    let groups = groupCount
    // Counters for every piece cost more than they save when there are many groups.
    let threads = groups * 16 < rowCount ? threads : SerialThreads()
    let pieces = RowPieces.count(rows: rowCount, threads)
    var counts = [Int](repeating: 0, count: groups * pieces)
    let ids = ids.pointer(Int32.self)
    counts.withUnsafeMutableBufferPointer { counts in
      guard let base = counts.baseAddress else { return }
      RowPieces.forEach(rows: rowCount, threads) { piece, rows in
        let own = base + piece * groups
        var row = rows.lowerBound
        while row < rows.upperBound {
          own[Int(ids[row])] &+= 1
          row &+= 1
        }
      }
      for place in groups..<max(groups * pieces, groups) { base[place % groups] += base[place] }
    }
    counts.removeLast(groups * (pieces - 1))
    return counts
  }

  /// The rows in group order, each group's in their own order.
  /// - Parameter starts: for every group where its rows begin in the result.
  package func rows(from starts: [Int]) -> [Int] {
    var next = starts
    let ids = ids.pointer(Int32.self)
    return .build(rowCount) { target in
      next.withUnsafeMutableBufferPointer { next in
        var row = 0
        while row < rowCount {
          let group = Int(ids[row])
          target[next[group]] = row
          next[group] &+= 1
          row &+= 1
        }
      }
    }
  }

  /// The elements of `vector` in group order. They are read in their own order and written to as many places as there are groups: with few groups those stay
  /// in the cache, where picking row after row of a group would miss it each time.
  /// - Precondition: `vector` has `rowCount` elements.
  package func arranged(_ vector: Vector, from starts: [Int]) throws -> Vector {
    if let symbols = vector as? SymbolVector {
      guard let codes = try arranged(symbols.codes, from: starts) as? FixedVector else { preconditionFailure("codes are of a fixed width") }
      return SymbolVector(codes: codes, dictionary: symbols.dictionary)
    }
    guard let fixed = vector as? FixedVector else { return try vector.gather(rows(from: starts)) }
    let result = try FixedVector(fixed.type, count: rowCount, scale: fixed.scale)
    switch fixed.storage.width {
    case 1: try scatter(fixed.pointer(UInt8.self), result.pointer(UInt8.self), starts)
    case 2: try scatter(fixed.pointer(UInt16.self), result.pointer(UInt16.self), starts)
    case 4: try deal(fixed.pointer(UInt32.self), result.pointer(UInt32.self), starts, weir_deal_4)
    case 8: try deal(fixed.pointer(UInt64.self), result.pointer(UInt64.self), starts, weir_deal_8)
    default: try scatter(fixed.pointer(Wide.self), result.pointer(Wide.self), starts)
    }
    return withExtendedLifetime((fixed, result)) { result }
  }

  /// Rows that are dealt out between two looks at the interruption: many, because every stretch leaves a piece of a line for each group.
  private static let dealtRows = 1 << 22

  @inline(__always)
  private func deal<Element: BitwiseCopyable>(
    _ source: UnsafeMutablePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ starts: [Int],
    _ deal: (UnsafePointer<Element>?, UnsafePointer<Int32>?, Int, UnsafeMutablePointer<Int>?, Int, UnsafeMutablePointer<Element>?) -> Void
  ) throws {
    let ids = ids.pointer(Int32.self)
    var next = starts
    try next.withUnsafeMutableBufferPointer { next in
      for start in stride(from: 0, to: rowCount, by: RowGrouping.dealtRows) {
        try Interruption.check()
        deal(source + start, ids + start, min(RowGrouping.dealtRows, rowCount - start), next.baseAddress, starts.count, target)
      }
    }
  }

  @inline(__always)
  private func scatter<Element: BitwiseCopyable>(_ source: UnsafeMutablePointer<Element>, _ target: UnsafeMutablePointer<Element>, _ starts: [Int]) throws {
    let ids = ids.pointer(Int32.self)
    let count = rowCount
    try withUnsafeTemporaryAllocation(of: Int.self, capacity: max(starts.count, 1)) { next in
      for (group, start) in starts.enumerated() { next[group] = start }
      try Interruption.inChunks(count) { start, end in
        var row = start
        while row < end {
          let group = Int(ids[row])
          target[next[group]] = source[row]
          next[group] &+= 1
          row &+= 1
        }
      }
    }
  }

}
