import CKernels
import WeirHost

/// Numbers rows that fall into very many groups.
///
/// One table of all groups would be far larger than the caches, and each look-up would miss them. The rows are dealt out by the hashes of their keys to parts instead,
/// whose tables stay in the cache one after the other; no group has rows in two parts.
struct PartedNumbering {
  private let keys: CombinedKeys
  private let rows: Int
  private let threads: any Threads
  private let pieces: Int
  private let partBits: UInt64
  private var parts: Int { 1 << Int(partBits) }

  /// Rows of a part: a table for as many groups takes half of a second-level cache.
  private static let partRows = 8192
  /// Parts beyond which writing to all of them by turns is slower than tables that are somewhat larger.
  private static let partBitsMax = 11

  /// - Precondition: there are fewer than 2^31 rows.
  init(_ keys: CombinedKeys, rows: Int, _ threads: any Threads) {
    self.keys = keys
    self.rows = rows
    self.threads = threads
    pieces = RowPieces.count(rows: rows, threads)
    partBits = UInt64(min(max(Int.bitWidth - (rows / PartedNumbering.partRows).leadingZeroBitCount, 1), PartedNumbering.partBitsMax))
  }

  func grouping() throws -> RowGrouping {
    let ids = try FixedVector(.int, count: rows)
    let numbers = ids.pointer(Int32.self)
    try BufferPool.withScratch(UInt64.self, rows) { partedKeys in
      try BufferPool.withScratch(Int32.self, rows) { partedRows in
        let bounds = try deal(partedKeys, partedRows)
        try threads.forEachParallel(parts) { part in
          try Interruption.check()
          let range = bounds[part]..<bounds[part + 1]
          findFirstRows(partedKeys + range.lowerBound, partedRows + range.lowerBound, range.count, numbers)
        }
      }
    }
    let firstRows = numberFirstRows(numbers)
    numberOtherRows(numbers)
    try Interruption.check()
    return RowGrouping(ids: ids, groupCount: firstRows.count, firstRows: firstRows, threads: threads)
  }

  // MARK: Parts

  @inline(__always)
  fileprivate static func hash(_ key: UInt64) -> UInt64 { (key ^ key &>> 32) &* 0x9E37_79B9_7F4A_7C15 }

  /// Writes keys and row numbers part by part, the rows of a part in their order.
  /// - Returns: where each part begins, and the end of the last.
  private func deal(_ partedKeys: UnsafeMutablePointer<UInt64>, _ partedRows: UnsafeMutablePointer<Int32>) throws -> [Int] {
    var places = [Int](repeating: 0, count: parts * pieces)
    var bounds = [0]
    try BufferPool.withScratch(UInt64.self, rows) { rowKeys in
      try BufferPool.withScratch(Int32.self, rows) { partOfRow in
        try places.withUnsafeMutableBufferPointer { places in
          guard let base = places.baseAddress else { return }
          RowPieces.forEach(rows: rows, threads) { piece, rows in count(rows, rowKeys, partOfRow, base + piece * parts) }
          try Interruption.check()
          bounds += place(base)
          RowPieces.forEach(rows: rows, threads) { piece, rows in
            let (first, places) = (rows.lowerBound, base + piece * parts)
            // Both go to the same places, which are counted up each time.
            var rowPlaces = Array(UnsafeBufferPointer(start: places, count: parts))
            weir_deal_8(rowKeys + first, partOfRow + first, rows.count, places, parts, partedKeys)
            weir_deal_rows(first, partOfRow + first, rows.count, &rowPlaces, parts, partedRows)
          }
        }
      }
    }
    try Interruption.check()
    return bounds
  }

  /// Writes the keys and parts of some rows, and counts the rows of each part.
  private func count(_ rows: Range<Int>, _ rowKeys: UnsafeMutablePointer<UInt64>, _ partOfRow: UnsafeMutablePointer<Int32>, _ counters: UnsafeMutablePointer<Int>) {
    let shift = 64 - partBits
    var start = rows.lowerBound
    while start < rows.upperBound, !StopFlag.isRaised {
      let end = min(start + groupingChunkRows, rows.upperBound)
      keys.fill(start, end - start, rowKeys + start)
      while start < end {
        let part = Int(truncatingIfNeeded: PartedNumbering.hash(rowKeys[start]) &>> shift)
        partOfRow[start] = Int32(truncatingIfNeeded: part)
        counters[part] &+= 1
        start &+= 1
      }
    }
  }

  /// Turns counts into first places, those of a part side by side.
  /// - Returns: where each part ends.
  private func place(_ counters: UnsafeMutablePointer<Int>) -> [Int] {
    var place = 0
    return (0..<parts).map { part in
      for piece in 0..<pieces {
        let size = counters[piece * parts + part]
        counters[piece * parts + part] = place
        place += size
      }
      return place
    }
  }

  // MARK: Groups of a part

  /// Writes to the place of each row the first row of its group; to the place of a group's first row itself -1.
  private func findFirstRows(
    _ keys: UnsafeMutablePointer<UInt64>, _ rows: UnsafeMutablePointer<Int32>, _ count: Int, _ numbers: UnsafeMutablePointer<Int32>
  ) {
    var table = PartTable(groups: min(count, 2 * PartedNumbering.partRows), hashBitsUsed: partBits)
    defer { table.deallocate() }
    var index = 0
    while index < count {
      let row = rows[index]
      numbers[Int(row)] = table.firstRow(of: keys[index], at: row)
      index &+= 1
    }
  }

  // MARK: Numbers

  /// Numbers the groups in the order of their first rows, and writes `~number` to the places of those.
  private func numberFirstRows(_ numbers: UnsafeMutablePointer<Int32>) -> [Int] {
    var counts = [Int](repeating: 0, count: pieces)
    counts.withUnsafeMutableBufferPointer { counts in
      // The pointer, because a buffer that is captured `inout` cannot be written from several threads.
      let target = counts.baseAddress
      RowPieces.forEach(rows: rows, threads) { piece, rows in
        var count = 0
        for row in rows { count &+= numbers[row] < 0 ? 1 : 0 }
        target?[piece] = count
      }
    }
    return .build(counts.reduce(0, +)) { firstRows in
      guard let target = firstRows.baseAddress else { return }
      RowPieces.forEach(rows: rows, threads) { piece, rows in
        var number = counts.prefix(piece).reduce(0, +)
        for row in rows where numbers[row] < 0 {
          numbers[row] = ~Int32(truncatingIfNeeded: number)
          target[number] = row
          number &+= 1
        }
      }
    }
  }

  /// Gives each row the number that its group's first row has; those get theirs last, so that nobody reads a place that another thread changes.
  private func numberOtherRows(_ numbers: UnsafeMutablePointer<Int32>) {
    RowPieces.forEach(rows: rows, threads) { _, rows in
      for row in rows where numbers[row] >= 0 { numbers[row] = ~numbers[Int(numbers[row])] }
    }
    RowPieces.forEach(rows: rows, threads) { _, rows in
      for row in rows where numbers[row] < 0 { numbers[row] = ~numbers[row] }
    }
  }
}

/// The groups of a part: open addressing with linear probing, at most half full.
private struct PartTable {
  private struct Slot {
    var key: UInt64
    /// The group's first row plus one; 0 is an empty slot.
    var mark: Int
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var bits: UInt64
  private var groupCount = 0
  /// The highest bits of the hashes, which are the same throughout the part.
  private let hashBitsUsed: UInt64

  init(groups: Int, hashBitsUsed: UInt64) {
    bits = UInt64(max(Int.bitWidth - groups.leadingZeroBitCount + 1, 4))
    self.hashBitsUsed = hashBitsUsed
    slots = PartTable.emptySlots(1 << Int(bits))
  }

  func deallocate() { slots.deallocate() }

  private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(key: 0, mark: 0), count: count)
    return slots
  }

  private var capacity: Int { 1 << Int(bits) }

  @inline(__always)
  private func place(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (PartedNumbering.hash(key) &<< hashBitsUsed) &>> (64 &- bits)) }

  /// The first row of the key's group; -1 when that is this row.
  @inline(__always)
  mutating func firstRow(of key: UInt64, at row: Int32) -> Int32 {
    let mask = capacity &- 1
    var place = place(key)
    while slots[place].mark != 0, slots[place].key != key { place = (place &+ 1) & mask }
    if slots[place].mark != 0 { return Int32(truncatingIfNeeded: slots[place].mark &- 1) }
    slots[place] = Slot(key: key, mark: Int(row) &+ 1)
    groupCount &+= 1
    if groupCount &* 2 > capacity { grow() }
    return -1
  }

  private mutating func grow() {
    let (old, oldCapacity) = (slots, capacity)
    defer { old.deallocate() }
    bits += 2
    slots = PartTable.emptySlots(capacity)
    for slot in UnsafeBufferPointer(start: old, count: oldCapacity) where slot.mark != 0 {
      var place = place(slot.key)
      while slots[place].mark != 0 { place = (place &+ 1) & (capacity &- 1) }
      slots[place] = slot
    }
  }
}
