/// Keys that are compared as bytes.
protocol ByteKeys {
  /// The bytes of one row; valid while the column lives.
  func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8>
}

struct StringByteKeys: ByteKeys {
  let strings: StringVector

  @inline(__always)
  func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> { strings.bytes(at: row) }
}

struct WideByteKeys: ByteKeys {
  let vector: Vector

  @inline(__always)
  func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: vector.raw.assumingMemoryBound(to: UInt8.self) + row * 16, count: 16)
  }
}

/// Groups by the bytes of the keys: open addressing on their hashes; equal hashes are settled by the bytes of the group's first row.
final class ByteGroupTable<Keys: ByteKeys>: GroupTable {
  private struct Slot {
    var hash: UInt64
    /// The group plus one; 0 is an empty slot.
    var mark: Int64
  }

  private let keys: Keys
  private var slots = [Slot](repeating: Slot(hash: 0, mark: 0), count: 1024)
  private var hashes: [UInt64] = []
  private(set) var firstRows: [Int] = []

  init(_ keys: Keys) { self.keys = keys }

  func number(_ rows: Range<Int>, into ids: UnsafeMutablePointer<Int32>) throws {
    var row = rows.lowerBound
    while row < rows.upperBound {
      try Interruption.check(atRow: row)
      ids[row] = group(row, hash: KeyHash.hash(keys.bytes(row)))
      row &+= 1
    }
  }

  private func group(_ row: Int, hash: UInt64) -> Int32 {
    if (firstRows.count + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].mark != 0 {
      let slot = slots[place]
      if slot.hash == hash, equal(firstRows[Int(slot.mark) - 1], row) { return Int32(slot.mark - 1) }
      place = (place &+ 1) & mask
    }
    hashes.append(hash)
    firstRows.append(row)
    slots[place] = Slot(hash: hash, mark: Int64(firstRows.count))
    return Int32(firstRows.count - 1)
  }

  @inline(__always)
  private func equal(_ left: Int, _ right: Int) -> Bool {
    let left = keys.bytes(left)
    let right = keys.bytes(right)
    return left.count == right.count && ByteOrder.equal(left, right)
  }

  private func grow() {
    slots = [Slot](repeating: Slot(hash: 0, mark: 0), count: slots.count * 4)
    let mask = slots.count - 1
    for (group, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place].mark != 0 { place = (place &+ 1) & mask }
      slots[place] = Slot(hash: hash, mark: Int64(group) + 1)
    }
  }

  func adopt(_ other: ByteGroupTable<Keys>) throws -> [Int32] {
    try zip(other.firstRows, other.hashes).map { row, hash in
      try Interruption.check(atRow: firstRows.count)
      return group(row, hash: hash)
    }
  }
}
