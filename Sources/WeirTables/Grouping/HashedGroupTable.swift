/// Groups by 64-bit keys: open addressing with linear probing, at most half full.
final class HashedGroupTable: GroupTable {
  /// 16 bytes, so that one cache line answers most look-ups.
  private struct Slot {
    var key: UInt64
    /// The group plus one; 0 is an empty slot.
    var mark: Int64
  }

  private let keys: CombinedKeys
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private let chunk = UnsafeMutablePointer<UInt64>.allocate(capacity: groupingChunkRows)
  private var groupKeys: [UInt64] = []
  private(set) var firstRows: [Int] = []

  init(_ keys: CombinedKeys) {
    self.keys = keys
    capacity = 4 * groupingChunkRows
    slots = HashedGroupTable.emptySlots(capacity)
  }

  deinit {
    slots.deallocate()
    chunk.deallocate()
  }

  private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(key: 0, mark: 0), count: capacity)
    return slots
  }

  /// The highest bits of the product: the lower ones of a multiplication depend on the lower ones of the key alone.
  @inline(__always)
  private static func place(_ key: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: ((key ^ key &>> 32) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  private var shift: UInt64 { UInt64(64 - capacity.trailingZeroBitCount) }

  func number(_ rows: Range<Int>, into ids: UnsafeMutablePointer<Int32>) throws {
    var start = rows.lowerBound
    while start < rows.upperBound {
      try Interruption.check()
      let count = min(groupingChunkRows, rows.upperBound - start)
      keys.fill(start, count, chunk)
      try makeRoom(for: count)
      numberChunk(start, count, ids + start)
      start += count
    }
  }

  /// Room for `count` more groups, so that the loop over a chunk need not look.
  private func makeRoom(for count: Int) throws {
    let needed = (groupKeys.count + count) * 2
    guard needed > capacity else { return }
    slots.deallocate()
    while capacity < needed { capacity *= 4 }
    slots = HashedGroupTable.emptySlots(capacity)
    let shift = shift
    var group = 0
    while group < groupKeys.count {
      try Interruption.check(atRow: group)
      let key = groupKeys[group]
      var place = HashedGroupTable.place(key, shift)
      while slots[place].mark != 0 { place = (place &+ 1) & (capacity &- 1) }
      slots[place] = Slot(key: key, mark: Int64(group) + 1)
      group &+= 1
    }
  }

  private func numberChunk(_ start: Int, _ count: Int, _ ids: UnsafeMutablePointer<Int32>) {
    let slots = slots
    let chunk = chunk
    let mask = capacity - 1
    let shift = shift
    var row = 0
    while row < count {
      let key = chunk[row]
      var place = HashedGroupTable.place(key, shift)
      var slot = slots[place]
      while slot.mark != 0, slot.key != key {
        place = (place &+ 1) & mask
        slot = slots[place]
      }
      if slot.mark == 0 { slot.mark = add(key, start + row, at: place) }
      ids[row] = Int32(truncatingIfNeeded: slot.mark &- 1)
      row &+= 1
    }
  }

  private func add(_ key: UInt64, _ row: Int, at place: Int) -> Int64 {
    groupKeys.append(key)
    firstRows.append(row)
    let mark = Int64(groupKeys.count)
    slots[place] = Slot(key: key, mark: mark)
    return mark
  }

  func adopt(_ other: HashedGroupTable) throws -> [Int32] {
    try makeRoom(for: other.groupKeys.count)
    let mask = capacity - 1
    let shift = shift
    return try zip(other.groupKeys, other.firstRows).map { key, row in
      try Interruption.check(atRow: groupKeys.count)
      var place = HashedGroupTable.place(key, shift)
      while slots[place].mark != 0, slots[place].key != key { place = (place &+ 1) & mask }
      let mark = slots[place].mark == 0 ? add(key, row, at: place) : slots[place].mark
      return Int32(truncatingIfNeeded: mark - 1)
    }
  }
}
