import Synchronization

/// Where seeds come from. A session draws one and makes its own `SeededRandom` of it.
package protocol Entropy: AnyObject, Sendable {
  /// 64 bits that nobody could foretell; in a simulation, the next ones of its seed.
  func nextSeed() -> UInt64
}

extension Entropy {
  /// A generator that no other session shares.
  package func makeRandom() -> SeededRandom { SeededRandom(seed: nextSeed()) }
}

/// The kernel's random numbers.
package final class SystemEntropy: Entropy {
  package init() {}

  package func nextSeed() -> UInt64 {
    // Reads from `getrandom`, which cannot fail for eight bytes once the machine has booted.
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}

/// Seeds that follow from one seed, in the order in which they are asked for.
package final class SeededEntropy: Entropy {
  private let random: Mutex<SeededRandom>

  package init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

  package func nextSeed() -> UInt64 { random.withLock { $0.next() } }
}
