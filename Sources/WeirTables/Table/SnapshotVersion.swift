import Synchronization

/// One version of an MVCC table, held by the table for as long as it is the present one and by everybody who reads it.
package final class SnapshotVersion: Sendable {
  /// How many changes the table has seen.
  package let number: Int
  private let living: Living

  /// Of one table, how many versions are there.
  private final class Living: Sendable { let count = Atomic(0) }

  private init(_ number: Int, _ living: Living) {
    self.number = number
    self.living = living
    living.count.add(1, ordering: .relaxed)
  }

  /// The first version of a table.
  convenience init(first number: Int) { self.init(number, Living()) }

  deinit { living.count.subtract(1, ordering: .relaxed) }

  func next() -> SnapshotVersion { SnapshotVersion(number + 1, living) }

  /// How many versions of the table somebody holds.
  package var liveCount: Int { living.count.load(ordering: .relaxed) }
}
