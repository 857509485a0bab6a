import WeirHost

/// The digests SHA-1 and SHA-2 (FIPS 180-4). Interrupted, a digest leaves the rest out; nobody sees it then.
package enum SecureHash: String, Sendable {
  case sha1, sha224, sha256, sha384, sha512

  /// Bytes of the blocks that a message is cut into.
  package var blockSize: Int { self == .sha384 || self == .sha512 ? 128 : 64 }

  package func digest(_ message: [UInt8]) -> [UInt8] {
    switch self {
    case .sha1: return Compression32.run(padded(message), Compression32.firstOfSHA1, Compression32.addSHA1).flatMap(SecureHash.bytes)
    case .sha224: return Array(Compression32.run(padded(message), Compression32.first224, Compression32.addSHA2).flatMap(SecureHash.bytes).prefix(28))
    case .sha256: return Compression32.run(padded(message), Compression32.first256, Compression32.addSHA2).flatMap(SecureHash.bytes)
    case .sha384: return Array(Compression64.run(padded(message), Compression64.first384).flatMap(SecureHash.bytes).prefix(48))
    case .sha512: return Compression64.run(padded(message), Compression64.first512).flatMap(SecureHash.bytes)
    }
  }

  /// A one bit, zeros, and the length in bits at the end of the last block.
  private func padded(_ message: [UInt8]) -> [UInt8] {
    let lengthSize = blockSize / 8
    var result = message + [0x80]
    while result.count % blockSize != blockSize - lengthSize { result.append(0) }
    result += Array(repeating: 0, count: lengthSize - 8)
    return result + SecureHash.bytes(UInt64(message.count) &* 8)
  }

  fileprivate static func bytes(_ word: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: word.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
  }

  fileprivate static func words<Word: FixedWidthInteger & UnsignedInteger>(_ block: ArraySlice<UInt8>, _ type: Word.Type) -> [Word] {
    let size = Word.bitWidth / 8
    return (0..<16).map { index in (0..<size).reduce(0) { $0 << 8 | Word(block[block.startIndex + index * size + $1]) } }
  }

  fileprivate static func rotated<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word, _ count: Int) -> Word {
    word >> count | word << (Word.bitWidth - count)
  }

  /// The first prime numbers, whose roots are the constants of the standard.
  fileprivate static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < count {
      if !found.contains(where: { candidate % $0 == 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  /// The first 64 bits behind the point of the square or cube root of `number`.
  fileprivate static func rootFraction(_ number: UInt64, power: Int) -> UInt64 {
    // The largest whole `root` with root^power <= number * 2^(64 * power), bit by bit from the top; numbers are below 2^9.
    var root: (high: UInt64, low: UInt64) = (0, 0)
    for bit in stride(from: 68, through: 0, by: -1) {
      var trial = root
      if bit >= 64 { trial.high |= 1 << UInt64(bit - 64) } else { trial.low |= 1 << UInt64(bit) }
      if WideProduct.power(trial, power, isAtMost: number) { root = trial }
    }
    return root.low
  }
}

/// Products of more than 128 bits, for the constants.
private enum WideProduct {
  /// Whether `base^exponent <= limit * 2^(64 * exponent)`.
  static func power(_ base: (high: UInt64, low: UInt64), _ exponent: Int, isAtMost limit: UInt64) -> Bool {
    let digits = [base.low, base.high]
    var product = digits
    for _ in 1..<exponent { product = multiplied(product, digits) }
    let whole = Array(product.dropFirst(exponent))
    let fraction = product.prefix(exponent)
    guard whole.dropFirst().allSatisfy({ $0 == 0 }) else { return false }
    return whole[0] < limit || whole[0] == limit && fraction.allSatisfy { $0 == 0 }
  }

  /// Both with the lowest word first.
  private static func multiplied(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var result = Array(repeating: UInt64(0), count: left.count + right.count)
    for (i, a) in left.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.enumerated() {
        let (high, low) = a.multipliedFullWidth(by: b)
        let (first, overflow) = result[i + j].addingReportingOverflow(low)
        let (second, overflowOfCarry) = first.addingReportingOverflow(carry)
        result[i + j] = second
        carry = high &+ (overflow ? 1 : 0) &+ (overflowOfCarry ? 1 : 0)
      }
      result[i + right.count] = carry
    }
    return result
  }
}

/// SHA-1 and SHA-2 over words of 32 bits.
private enum Compression32 {
  static let firstOfSHA1: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  static let first256 = SecureHash.primes(8).map { UInt32(SecureHash.rootFraction($0, power: 2) >> 32) }
  static let first224 = Compression64.first384.map { UInt32(truncatingIfNeeded: $0) }
  private static let constants = SecureHash.primes(64).map { UInt32(SecureHash.rootFraction($0, power: 3) >> 32) }

  static func run(_ message: [UInt8], _ first: [UInt32], _ add: (inout [UInt32], [UInt32]) -> Void) -> [UInt32] {
    var state = first
    for start in stride(from: 0, to: message.count, by: 64) where start & 0xFFFF != 0 || !StopFlag.isRaised { add(&state, SecureHash.words(message[start..<(start + 64)], UInt32.self)) }
    return state
  }

  static func addSHA1(_ state: inout [UInt32], _ block: [UInt32]) {
    var words = block
    for index in 16..<80 { words.append(SecureHash.rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 31)) }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for round in 0..<80 {
      let mixed: (UInt32, UInt32) =
        switch round / 20 {
        case 0: (b & c | ~b & d, 0x5A82_7999)
        case 1: (b ^ c ^ d, 0x6ED9_EBA1)
        case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = SecureHash.rotated(a, 27) &+ mixed.0 &+ e &+ mixed.1 &+ words[round]
      (a, b, c, d, e) = (next, a, SecureHash.rotated(b, 2), c, d)
    }
    state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
  }

  static func addSHA2(_ state: inout [UInt32], _ block: [UInt32]) {
    SHA2.add(&state, block, constants, SHA2.Shifts(first: (2, 13, 22), second: (6, 11, 25), early: (7, 18, 3), late: (17, 19, 10)))
  }
}

/// SHA-2 over words of 64 bits.
private enum Compression64 {
  static let first512 = SecureHash.primes(8).map { SecureHash.rootFraction($0, power: 2) }
  static let first384 = SecureHash.primes(16).suffix(8).map { SecureHash.rootFraction($0, power: 2) }
  private static let constants = SecureHash.primes(80).map { SecureHash.rootFraction($0, power: 3) }

  static func run(_ message: [UInt8], _ first: [UInt64]) -> [UInt64] {
    var state = first
    for start in stride(from: 0, to: message.count, by: 128) where start & 0xFFFF != 0 || !StopFlag.isRaised {
      let block = SecureHash.words(message[start..<(start + 128)], UInt64.self)
      SHA2.add(&state, block, constants, SHA2.Shifts(first: (28, 34, 39), second: (14, 18, 41), early: (1, 8, 7), late: (19, 61, 6)))
    }
    return state
  }
}

/// The rounds that SHA-2 has in both widths.
private enum SHA2 {
  struct Shifts {
    var first: (Int, Int, Int)
    var second: (Int, Int, Int)
    /// The last of these shifts, the others rotate.
    var early: (Int, Int, Int)
    var late: (Int, Int, Int)
  }

  static func add<Word: FixedWidthInteger & UnsignedInteger>(_ state: inout [Word], _ block: [Word], _ constants: [Word], _ shifts: Shifts) {
    var words = block
    for index in 16..<constants.count {
      let early = spread(words[index - 15], shifts.early), late = spread(words[index - 2], shifts.late)
      words.append(words[index - 16] &+ early &+ words[index - 7] &+ late)
    }
    var s = state
    for round in constants.indices {
      let choice = s[4] & s[5] ^ ~s[4] & s[6]
      let sum = s[7] &+ turn(s[4], shifts.second) &+ choice &+ constants[round] &+ words[round]
      let majority = s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2]
      s = [sum &+ turn(s[0], shifts.first) &+ majority, s[0], s[1], s[2], s[3] &+ sum, s[4], s[5], s[6]]
    }
    for index in state.indices { state[index] = state[index] &+ s[index] }
  }

  private static func turn<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word, _ counts: (Int, Int, Int)) -> Word {
    SecureHash.rotated(word, counts.0) ^ SecureHash.rotated(word, counts.1) ^ SecureHash.rotated(word, counts.2)
  }

  private static func spread<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word, _ counts: (Int, Int, Int)) -> Word {
    SecureHash.rotated(word, counts.0) ^ SecureHash.rotated(word, counts.1) ^ word >> counts.2
  }
}
