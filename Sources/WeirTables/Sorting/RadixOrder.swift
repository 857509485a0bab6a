import Synchronization
import WeirHost

/// The order of many rows, by radix sort.
enum RadixOrder {
  static func withRows<Result>(
    _ keys: [OrderedCodes], _ rows: Int, _ threads: any Threads, _ body: (SortedRows) throws -> Result
  ) throws -> Result {
    if keys.count == 1 {
      // Code and row in one integer: half the memory to move.
      let result: Result? = try BufferPool.withScratch(UInt64.self, 2 * rows) { values in
        let packing = RowPacking(keys[0])
        guard try packing.sort(values, values + rows, threads) else { return nil }
        return try body(SortedRows(values, rowMask: packing.rowMask, count: rows))
      }
      if let result { return result }
    }
    return try BufferPool.withScratch(RadixSort.Entry.self, 2 * rows) { entries in
      try sort(keys, entries, rows, threads)
      return try body(SortedRows(RadixSort.rows(entries, rows), count: rows))
    }
  }

  /// One sort per key, the least significant first.
  private static func sort(
    _ keys: [OrderedCodes], _ entries: UnsafeMutablePointer<RadixSort.Entry>, _ rows: Int, _ threads: any Threads
  ) throws {
    for (position, key) in keys.reversed().enumerated() {
      try key.codes.withUnsafeBufferPointer { codes in
        try RowPieces.forEachChunk(rows: rows, threads) { _, places in
          for place in places {
            let row = position == 0 ? place : entries[place].row
            entries[place] = RadixSort.Entry(code: codes[row] &- key.lowest, row: row)
          }
        }
      }
      try RadixSort.sort(entries, entries + rows, rows, bits: key.bits, threads)
    }
  }
}

extension RadixSort {
  /// The rows of sorted entries, written over them.
  static func rows(_ entries: UnsafeMutablePointer<Entry>, _ count: Int) -> UnsafePointer<UInt64> {
    // A row is written at or before the place where its entry stood.
    let raw = UnsafeMutableRawPointer(entries)
    for place in 0..<count {
      let row = UInt64(entries[place].row)
      raw.storeBytes(of: row, toByteOffset: place * MemoryLayout<UInt64>.stride, as: UInt64.self)
    }
    return UnsafePointer(raw.assumingMemoryBound(to: UInt64.self))
  }
}

/// Codes with their rows in one integer. Of codes that leave too little room the lowest bits are left out; rows that agree in the others are put in order
/// afterwards.
struct RowPacking {
  private let key: OrderedCodes
  private let rowBits: Int
  /// How many bits of the codes are left out.
  private let droppedBits: Int
  let rowMask: UInt64

  /// How many rows, as a part of all, may be put in order afterwards; with more, carrying whole codes along is cheaper.
  private static let tiedShare = 8

  init(_ key: OrderedCodes) {
    self.key = key
    rowBits = max(1, 64 - UInt64(key.codes.count).leadingZeroBitCount)
    droppedBits = max(0, key.bits + rowBits - 64)
    rowMask = (UInt64(1) << UInt64(rowBits)) - 1
  }

  /// - Returns: whether `values` are the sorted integers; false when too many rows agree in the bits that are kept.
  func sort(
    _ values: UnsafeMutablePointer<UInt64>, _ scratch: UnsafeMutablePointer<UInt64>, _ threads: any Threads
  ) throws -> Bool {
    let rows = key.codes.count
    let (lowest, dropped, shift) = (key.lowest, UInt64(droppedBits), UInt64(rowBits))
    return try key.codes.withUnsafeBufferPointer { codes in
      try RowPieces.forEachChunk(rows: rows, threads) { _, piece in
        var row = piece.lowerBound
        while row < piece.upperBound {
          values[row] = ((codes[row] &- lowest) &>> dropped) &<< shift | UInt64(row)
          row &+= 1
        }
      }
      try RadixSort.sort(values, scratch, rows, shift: rowBits, bits: key.bits - droppedBits, threads)
      return droppedBits == 0 || orderTied(values, codes, threads)
    }
  }

  /// Puts rows that agree in the bits that are kept in the order of their whole codes; false when there are too many of them.
  private func orderTied(_ values: UnsafeMutablePointer<UInt64>, _ codes: UnsafeBufferPointer<UInt64>, _ threads: any Threads) -> Bool {
    let tied = Atomic(0)
    RowPieces.forEach(rows: codes.count, threads) { _, places in
      // A run belongs to the piece that it begins in.
      var start = places.lowerBound
      while start > 0, start < places.upperBound, areTied(values, start - 1, start) { start += 1 }
      var own = 0
      while start < places.upperBound, own * Self.tiedShare < codes.count {
        if start & 0xFFFF == 0, StopFlag.isRaised { return }
        var end = start + 1
        while end < codes.count, areTied(values, start, end) { end += 1 }
        if end - start > 1 {
          own += end - start
          var run = UnsafeMutableBufferPointer(start: values + start, count: end - start)
          run.sort { left, right in
            let (leftCode, rightCode) = (codes[Int(left & rowMask)], codes[Int(right & rowMask)])
            return leftCode != rightCode ? leftCode < rightCode : left < right
          }
        }
        start = end
      }
      tied.wrappingAdd(own, ordering: .relaxed)
    }
    return tied.load(ordering: .relaxed) * Self.tiedShare < codes.count
  }

  @inline(__always)
  private func areTied(_ values: UnsafeMutablePointer<UInt64>, _ left: Int, _ right: Int) -> Bool {
    (values[left] ^ values[right]) & ~rowMask == 0
  }
}
