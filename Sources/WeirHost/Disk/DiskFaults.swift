/// What a disk in memory does to the programs that use it.
///
/// Changes are writes, truncations, syncs, and everything that happens to names; they are counted from 1 on.
package struct DiskFaults: Sendable {
  /// The first change that fails with `EIO`. A write has then written a part; a sync that fails has lost what it was to sync, as the kernel does.
  package var failingChange: Int?
  /// So many changes fail one after another.
  package var failingCount = 1
  /// The change in whose middle the machine stops: it fails, and everything after it, until the power was lost.
  package var lastChange: Int?
  /// What all files may have together; a write beyond it writes what fits, and fails with `ENOSPC`.
  package var capacityBytes: Int?

  package init(failingChange: Int? = nil, failingCount: Int = 1, lastChange: Int? = nil, capacityBytes: Int? = nil) {
    self.failingChange = failingChange
    self.failingCount = failingCount
    self.lastChange = lastChange
    self.capacityBytes = capacityBytes
  }
}

/// What becomes of a change.
enum ChangeOutcome {
  case succeeds
  /// Has no effect that lasts.
  case fails
  /// Has its effect, which may yet be lost, and fails.
  case stops
}

/// Which of the changes that were not synced outlive a power failure.
enum Survival {
  case none, all
  case some(SeededRandom)

  /// One of the three, so that the extremes are met as often as what lies between.
  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    switch random.next(below: 4) {
    case 0: self = .none
    case 1: self = .all
    default: self = .some(random)
    }
  }

  mutating func next() -> Bool {
    switch self {
    case .none: return false
    case .all: return true
    case .some(var random):
      defer { self = .some(random) }
      return random.next(below: 2) == 0
    }
  }

  /// A number in `0...most`.
  mutating func next(upTo most: Int) -> Int {
    switch self {
    case .none: return 0
    case .all: return most
    case .some(var random):
      defer { self = .some(random) }
      return Int(random.next(below: UInt64(most) + 1))
    }
  }
}
