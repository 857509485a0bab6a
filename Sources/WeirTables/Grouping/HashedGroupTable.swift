/// Groups by 64-bit keys: open addressing with linear probing, at most half full.
final class HashedGroupTable: GroupTable {
  /// 16 bytes, so that one cache line answers most look-ups.
  private struct Slot {
    var key: UInt64
    /// The group plus one; 0 is an empty slot.
    var mark: Int64
  }

  /// What there is to know of a group besides its number, which is its place.
  private struct Group {
    var key: UInt64
    var firstRow: Int
  }

  private let keys: CombinedKeys
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private let chunk = UnsafeMutablePointer<UInt64>.allocate(capacity: groupingChunkRows)
  /// Room for half as many groups as there are slots.
  private var groups: UnsafeMutablePointer<Group>
  private(set) var groupCount = 0

  init(_ keys: CombinedKeys) {
    self.keys = keys
    capacity = 4 * groupingChunkRows
    slots = HashedGroupTable.emptySlots(capacity)
    groups = .allocate(capacity: capacity / 2)
  }

  deinit {
    slots.deallocate()
    groups.deallocate()
    chunk.deallocate()
  }

  var firstRows: [Int] {
    .build(groupCount) { rows in
      for group in 0..<groupCount { rows[group] = groups[group].firstRow }
    }
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
    let needed = (groupCount + count) * 2
    guard needed > capacity else { return }
    slots.deallocate()
    while capacity < needed { capacity *= 4 }
    slots = HashedGroupTable.emptySlots(capacity)
    let larger = UnsafeMutablePointer<Group>.allocate(capacity: capacity / 2)
    larger.moveInitialize(from: groups, count: groupCount)
    groups.deallocate()
    groups = larger
    let shift = shift
    var group = 0
    while group < groupCount {
      try Interruption.check(atRow: group)
      let key = groups[group].key
      var place = HashedGroupTable.place(key, shift)
      while slots[place].mark != 0 { place = (place &+ 1) & (capacity &- 1) }
      slots[place] = Slot(key: key, mark: Int64(group) + 1)
      group &+= 1
    }
  }

  private func numberChunk(_ start: Int, _ count: Int, _ ids: UnsafeMutablePointer<Int32>) {
    let chunk = chunk
    let finder = Finder(self)
    var known = groupCount
    var row = 0
    while row < count {
      ids[row] = finder.group(of: chunk[row], firstRow: start &+ row, &known)
      row &+= 1
    }
    groupCount = known
  }

  func adopt(_ other: HashedGroupTable) throws -> [Int32] {
    try makeRoom(for: other.groupCount)
    let finder = Finder(self)
    var known = groupCount
    let numbers = try [Int32].build(other.groupCount) { numbers in
      try Interruption.inChunks(other.groupCount) { start, end in
        for group in start..<end {
          numbers[group] = finder.group(of: other.groups[group].key, firstRow: other.groups[group].firstRow, &known)
        }
      }
    }
    groupCount = known
    return numbers
  }

  /// The table as plain words, which a loop keeps in registers.
  private struct Finder {
    private let slots: UnsafeMutablePointer<Slot>
    private let groups: UnsafeMutablePointer<Group>
    private let mask: Int
    private let shift: UInt64

    init(_ table: HashedGroupTable) {
      slots = table.slots
      groups = table.groups
      mask = table.capacity - 1
      shift = table.shift
    }

    /// The group of a key, a new one when it is not known.
    /// - Precondition: there is room for one more.
    @inline(__always)
    func group(of key: UInt64, firstRow: Int, _ known: inout Int) -> Int32 {
      var place = HashedGroupTable.place(key, shift)
      while slots[place].mark != 0, slots[place].key != key { place = (place &+ 1) & mask }
      if slots[place].mark == 0 {
        groups[known] = Group(key: key, firstRow: firstRow)
        known &+= 1
        slots[place] = Slot(key: key, mark: Int64(known))
      }
      return Int32(truncatingIfNeeded: slots[place].mark &- 1)
    }
  }
}
