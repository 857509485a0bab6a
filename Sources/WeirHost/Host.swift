/// What a session may know of the world outside of it: time, files, chance and threads.
///
/// Nothing below the command line reads a clock, opens a file, draws a random number or starts a thread by itself; it asks
/// the host that it was given. On a simulated host the same seed gives the same run.
package struct Host: Sendable {
  package var clock: any Clock
  package var disk: any Disk
  package var entropy: any Entropy
  package var threads: any Threads

  package init(clock: any Clock, disk: any Disk, entropy: any Entropy, threads: any Threads) {
    self.clock = clock
    self.disk = disk
    self.entropy = entropy
    self.threads = threads
  }

  /// The machine that the process runs on.
  ///
  /// One for the whole process, because its threads are a pool that sessions share.
  package static let system = Host(
    clock: SystemClock(), disk: LocalDisk(), entropy: SystemEntropy(), threads: SystemThreads())

  /// A world of its own: a clock that moves when it is told to, an empty disk in memory, chance from `seed`, and loops that
  /// run their indices in order.
  package static func simulated(seed: UInt64, startingAt nanoseconds: Int64 = 0) -> Host {
    Host(
      clock: SimulatedClock(wallNanoseconds: nanoseconds), disk: MemoryDisk(), entropy: SeededEntropy(seed: seed),
      threads: SerialThreads())
  }
}
