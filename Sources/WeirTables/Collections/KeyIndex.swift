/// A hash index from the elements of a vector to their positions: open addressing, linear probing.
///
/// A value type that knows positions only; the vector of keys is handed in at each call.
package struct KeyIndex {
  /// Position plus one; 0 is an empty slot, -1 one whose key was erased.
  private var slots: [Int32] = Array(repeating: 0, count: 16)
  private var occupied = 0

  package init() {}

  /// An index over the first occurrence of every element.
  package init(over keys: Vector) throws {
    reserve(keys.count, keys)
    for row in 0..<keys.count {
      try Interruption.check(atRow: row)
      _ = insert(row, keys)
    }
  }

  /// The position of `key`, or nil.
  /// - Precondition: `key` is a scalar of the type of `keys`.
  package func find(_ key: borrowing Cell, in keys: Vector) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: KeyHash.hash(key)) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if entry > 0, KeyHash.equals(keys, Int(entry) - 1, key) { return Int(entry) - 1 }
      slot = (slot + 1) & mask
    }
  }

  /// The position of the key with the words of a scalar in place, or nil. `equals` compares the key at a position with it.
  @inline(__always)
  func find(bits: UInt64, where equals: (Int) -> Bool) -> Int? {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count &- 1
      var slot = Int(truncatingIfNeeded: KeyHash.mix(bits)) & mask
      while true {
        let entry = Int(slots[slot])
        if entry == 0 { return nil }
        if entry > 0, equals(entry &- 1) { return entry &- 1 }
        slot = (slot &+ 1) & mask
      }
    }
  }

  /// Adds the element at `row` unless an equal one is there already.
  /// - Returns: the position of the equal element, or nil when `row` was added.
  package mutating func insert(_ row: Int, _ keys: Vector) -> Int? {
    if (occupied + 1) * 2 > slots.count { reserve(max(occupied * 2, 16), keys) }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: KeyHash.hash(keys, row)) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if entry > 0, KeyHash.equals(keys, Int(entry) - 1, keys, row) { return Int(entry) - 1 }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(row + 1)
    occupied += 1
    return nil
  }

  /// Forgets `key`; the positions of the others stay.
  package mutating func erase(_ key: borrowing Cell, in keys: Vector) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: KeyHash.hash(key)) & mask
    while slots[slot] != 0 {
      let entry = slots[slot]
      if entry > 0, KeyHash.equals(keys, Int(entry) - 1, key) {
        slots[slot] = -1
        return Int(entry) - 1
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Makes room for `count` keys, rehashing those that are there.
  private mutating func reserve(_ count: Int, _ keys: Vector) {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    let old = slots
    slots = Array(repeating: 0, count: capacity)
    occupied = 0
    let mask = capacity - 1
    for entry in old where entry > 0 {
      var slot = Int(truncatingIfNeeded: KeyHash.hash(keys, Int(entry) - 1)) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = entry
      occupied += 1
    }
  }
}
