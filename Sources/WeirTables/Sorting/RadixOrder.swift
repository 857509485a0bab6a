import Synchronization
import WeirHost

/// The order of many rows, by radix sort.
enum RadixOrder {
  static func withRows<Result>(
    _ keys: [OrderedCodes], _ rows: Int, _ threads: any Threads, _ body: (SortedRows) throws -> Result
  ) throws -> Result {
    // Codes and row in one integer: half the memory to move.
    let result: Result? = try BufferPool.withScratch(UInt64.self, 2 * rows) { values in
      let packing = RowPacking(keys, rows)
      guard try packing.sort(values, values + rows, threads) else { return nil }
      return try body(SortedRows(values, rowMask: packing.rowMask, count: rows))
    }
    if let result { return result }
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

/// Codes with their rows in one integer, the first key's bits the highest. Of codes that leave too little room the lowest bits are left out; rows that agree in the others
/// are put in order afterwards.
struct RowPacking {
  /// The highest bits of a key, and where they go.
  private struct Part {
    let key: OrderedCodes
    let droppedBits: Int
    let shift: Int
  }

  private let keys: [OrderedCodes]
  private let parts: [Part]
  private let rowCount: Int
  private let rowBits: Int
  /// How many bits of the codes are kept.
  private let bits: Int
  let rowMask: UInt64

  /// How many rows, as a part of all, may be put in order afterwards; with more, carrying whole codes along is cheaper.
  private static let tiedShare = 8

  init(_ keys: [OrderedCodes], _ rowCount: Int) {
    self.keys = keys
    self.rowCount = rowCount
    rowBits = max(1, 64 - UInt64(rowCount).leadingZeroBitCount)
    rowMask = (UInt64(1) << UInt64(rowBits)) - 1
    bits = min(64 - rowBits, keys.reduce(0) { $0 + $1.bits })
    var parts: [Part] = []
    var room = bits
    for key in keys where room > 0 && key.bits > 0 {
      let kept = min(room, key.bits)
      room -= kept
      parts.append(Part(key: key, droppedBits: key.bits - kept, shift: rowBits + room))
    }
    self.parts = parts
  }

  private var keepsAll: Bool { bits == keys.reduce(0) { $0 + $1.bits } }

  /// - Returns: whether `values` are the sorted integers; false when too many rows agree in the bits that are kept and differ in others.
  func sort(
    _ values: UnsafeMutablePointer<UInt64>, _ scratch: UnsafeMutablePointer<UInt64>, _ threads: any Threads
  ) throws -> Bool {
    try RowPieces.forEachChunk(rows: rowCount, threads) { _, rows in
      for row in rows { values[row] = UInt64(truncatingIfNeeded: row) }
      for part in parts { add(part, to: values, rows) }
    }
    try RadixSort.sort(values, scratch, rowCount, shift: rowBits, bits: bits, threads)
    return keepsAll || orderTied(values, threads)
  }

  private func add(_ part: Part, to values: UnsafeMutablePointer<UInt64>, _ rows: Range<Int>) {
    let (lowest, dropped, shift) = (part.key.lowest, UInt64(part.droppedBits), UInt64(part.shift))
    part.key.codes.withUnsafeBufferPointer { codes in
      var row = rows.lowerBound
      while row < rows.upperBound {
        values[row] |= ((codes[row] &- lowest) &>> dropped) &<< shift
        row &+= 1
      }
    }
  }

  /// Puts rows that agree in the bits that are kept in the order of their whole codes; false when there are too many of them that differ in others.
  private func orderTied(_ values: UnsafeMutablePointer<UInt64>, _ threads: any Threads) -> Bool {
    let tied = Atomic(0)
    RowPieces.forEach(rows: rowCount, threads) { _, places in
      // A run belongs to the piece that it begins in.
      var start = places.lowerBound
      while start > 0, start < places.upperBound, areTied(values, start - 1, start) { start += 1 }
      var own = 0
      while start < places.upperBound, own * Self.tiedShare < rowCount {
        if start & 0xFFFF == 0, StopFlag.isRaised { return }
        var end = start + 1
        while end < rowCount, areTied(values, start, end) { end += 1 }
        if end - start > 1, !areEqual(values, start..<end) {
          own += end - start
          if own * Self.tiedShare < rowCount { order(UnsafeMutableBufferPointer(start: values + start, count: end - start)) }
        }
        start = end
      }
      tied.wrappingAdd(own, ordering: .relaxed)
    }
    return tied.load(ordering: .relaxed) * Self.tiedShare < rowCount
  }

  @inline(__always)
  private func areTied(_ values: UnsafeMutablePointer<UInt64>, _ left: Int, _ right: Int) -> Bool {
    (values[left] ^ values[right]) & ~rowMask == 0
  }

  /// Whether some rows have the same codes: they are in order then, because the sort is stable.
  private func areEqual(_ values: UnsafeMutablePointer<UInt64>, _ places: Range<Int>) -> Bool {
    for key in keys[(parts.count - 1)...] {
      let areEqual = key.codes.withUnsafeBufferPointer { codes in
        let first = codes[row(values[places.lowerBound])]
        return places.allSatisfy { codes[row(values[$0])] == first }
      }
      if !areEqual { return false }
    }
    return true
  }

  @inline(__always)
  private func row(_ value: UInt64) -> Int { Int(truncatingIfNeeded: value & rowMask) }

  private func order(_ values: UnsafeMutableBufferPointer<UInt64>) {
    var values = values
    values.sort { left, right in
      for key in keys {
        let (leftCode, rightCode) = (key.codes[row(left)], key.codes[row(right)])
        if leftCode != rightCode { return leftCode < rightCode }
      }
      return left < right
    }
  }
}
