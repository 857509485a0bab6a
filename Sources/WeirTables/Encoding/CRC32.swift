import WeirHost

/// The checksum CRC-32 of IEEE 802.3.
package enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  /// - Parameter start: the checksum of what came before.
  package static func checksum(_ bytes: TextBytes, start: UInt32) -> UInt32 {
    var state = ~start
    var next = 0
    while next < bytes.count, !StopFlag.isRaised {
      let end = min(bytes.count, next + Interruption.chunkRows)
      state = bytes[next..<end].reduce(state) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
      next = end
    }
    return ~state
  }
}
