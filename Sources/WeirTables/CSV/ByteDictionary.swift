/// The distinct texts of one column and a code for each, found by their bytes. One thread fills it.
///
/// A text of up to 16 bytes lies in its slot, so that finding it touches one cache line; a longer one lies in the text that is parsed, which has to live as
/// long as the dictionary is used.
struct ByteDictionary {
  private struct Slot {
    /// Up to 16 bytes of text; of a longer one its hash and its address.
    var low: UInt64
    var high: UInt64
    var length: UInt32
    /// -1 in a free slot.
    var code: Int32
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private(set) var count = 0

  static let inlineBytesMax = 16

  init() {
    mask = 255
    slots = ByteDictionary.freeSlots(256)
  }

  func deallocate() { slots.deallocate() }

  private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(low: 0, high: 0, length: 0, code: -1), count: count)
    return slots
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64, _ length: Int) -> Int {
    let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(truncatingIfNeeded: length)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93 >> 24)
  }

  /// The code of a text of up to 16 bytes, given as two words with zeros behind it.
  @inline(__always)
  mutating func code(low: UInt64, high: UInt64, length: Int) -> Int32 {
    var index = ByteDictionary.hash(low, high, length) & mask
    while true {
      let slot = slots + index
      if slot.pointee.low == low, slot.pointee.high == high, slot.pointee.length == UInt32(truncatingIfNeeded: length), slot.pointee.code >= 0 {
        return slot.pointee.code
      }
      if slot.pointee.code < 0 { return add(Slot(low: low, high: high, length: UInt32(length), code: Int32(count)), at: index) }
      index = (index + 1) & mask
    }
  }

  /// The code of any text.
  mutating func code(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard bytes.count > ByteDictionary.inlineBytesMax, let base = bytes.baseAddress else {
      let (low, high) = ByteDictionary.words(bytes)
      return code(low: low, high: high, length: bytes.count)
    }
    let hash = ByteDictionary.longHash(bytes)
    var index = ByteDictionary.hash(hash, 0, bytes.count) & mask
    while true {
      let slot = slots[index]
      if slot.code < 0 {
        return add(Slot(low: hash, high: UInt64(UInt(bitPattern: base)), length: UInt32(bytes.count), code: Int32(count)), at: index)
      }
      if slot.low == hash, slot.length == UInt32(bytes.count), ByteDictionary.longBytes(slot).elementsEqual(bytes) { return slot.code }
      index = (index + 1) & mask
    }
  }

  private static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      if index < 8 { low |= UInt64(byte) << UInt64(index * 8) } else { high |= UInt64(byte) << UInt64(index * 8 - 64) }
    }
    return (low, high)
  }

  private static func longHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  private static func longBytes(_ slot: Slot) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(slot.high)), count: Int(slot.length))
  }

  private mutating func add(_ slot: Slot, at index: Int) -> Int32 {
    slots[index] = slot
    count += 1
    if count * 2 > mask { grow() }
    return slot.code
  }

  private mutating func grow() {
    let old = slots
    let oldCount = mask + 1
    mask = oldCount * 4 - 1
    slots = ByteDictionary.freeSlots(oldCount * 4)
    for position in 0..<oldCount where old[position].code >= 0 {
      let slot = old[position]
      let isLong = slot.length > UInt32(ByteDictionary.inlineBytesMax)
      var index = ByteDictionary.hash(slot.low, isLong ? 0 : slot.high, Int(slot.length)) & mask
      while slots[index].code >= 0 { index = (index + 1) & mask }
      slots[index] = slot
    }
    old.deallocate()
  }

  /// Calls `body` with every text in the order of the codes.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    var positions = [Int32](repeating: 0, count: count)
    for position in 0...mask where slots[position].code >= 0 { positions[Int(slots[position].code)] = Int32(position) }
    for position in positions {
      var slot = slots[Int(position)]
      if slot.length > UInt32(ByteDictionary.inlineBytesMax) {
        try body(ByteDictionary.longBytes(slot))
        continue
      }
      let length = Int(slot.length)
      try withUnsafeBytes(of: &slot) { raw in try body(UnsafeBufferPointer(rebasing: raw.bindMemory(to: UInt8.self)[..<length])) }
    }
  }
}
