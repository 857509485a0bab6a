/// A generator whose numbers follow from its seed: xoshiro256**, seeded by splitmix64.
///
/// Good enough for simulations and samples, not for secrets.
/// - Source: David Blackman and Sebastiano Vigna, "Scrambled Linear Pseudorandom Number Generators" (2021).
package struct SeededRandom: RandomNumberGenerator, Sendable, Equatable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64) {
    var seeds = SplitMix64(state: seed)
    state = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
  }

  package mutating func next() -> UInt64 {
    let result = (state.1 &* 5).rotated(left: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3.rotated(left: 45)
    return result
  }

  /// A number in `0..<1`, a multiple of 2^-53.
  package mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `0..<bound`, each as likely as the others.
  ///
  /// - Precondition: `bound > 0`.
  package mutating func next(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "there is no number below 0")
    // Lemire's method: the high half of the product is the answer, unless the low half falls into the few that would be
    // counted once more than the others.
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let surplus = (0 &- bound) % bound
      while product.low < surplus { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  package static func == (left: SeededRandom, right: SeededRandom) -> Bool { left.state == right.state }
}

/// Spreads one seed over many words, so that seeds 1 and 2 have nothing in common.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

extension UInt64 {
  @inline(__always)
  fileprivate func rotated(left count: UInt64) -> UInt64 { self << count | self >> (64 &- count) }
}
