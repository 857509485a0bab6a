import Glibc
import WeirHost

/// The message digest MD5 (RFC 1321).
package struct MD5 {
  private var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
  private var pending: [UInt8] = []
  private var byteCount = 0

  private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

  /// The whole parts of 2^32 times the sine of 1, 2, ...
  private static let sines: [UInt32] = (1...64).map { UInt32(abs(sin(Double($0))) * 4_294_967_296) }

  package init() {}

  /// Interrupted, it leaves the rest out; nobody sees the digest then.
  package mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      byteCount += 1
      if pending.count == 64 { addBlock() }
      if byteCount & 0xFFFF == 0, StopFlag.isRaised { return }
    }
  }

  /// The digest; its first byte is the highest of the number.
  package mutating func finish() -> Wide {
    let bits = UInt64(byteCount) &* 8
    update([0x80])
    while pending.count != 56 { update([0]) }
    update((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0 * 8)) })
    let words = state.map { UInt64($0.byteSwapped) }
    return Wide(low: words[2] << 32 | words[3], high: words[0] << 32 | words[1])
  }

  private mutating func addBlock() {
    var words = [UInt32](repeating: 0, count: 16)
    for index in 0..<64 { words[index / 4] |= UInt32(pending[index]) << UInt32(index % 4 * 8) }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for round in 0..<64 {
      let (mixed, word) = MD5.mix(round, b, c, d)
      let sum = a &+ mixed &+ MD5.sines[round] &+ words[word]
      let shift = MD5.shifts[round / 16 * 4 + round % 4]
      (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
    }
    state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
    pending.removeAll(keepingCapacity: true)
  }

  private static func mix(_ round: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (UInt32, Int) {
    switch round / 16 {
    case 0: (b & c | ~b & d, round)
    case 1: (d & b | ~d & c, (5 * round + 1) % 16)
    case 2: (b ^ c ^ d, (3 * round + 5) % 16)
    default: (c ^ (b | ~d), 7 * round % 16)
    }
  }
}
