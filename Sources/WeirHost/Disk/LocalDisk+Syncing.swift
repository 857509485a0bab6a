import Glibc
import Synchronization

extension LocalDisk {
  /// As many wait for the disk at once. File systems bring to the disk together what several ask for: two thousand small files take 0.4 s by 8 threads, and 11 s by one.
  private static let waitersMax = 16
  private static let stackBytes = 256 << 10

  package func sync(_ paths: [String]) throws(HostError) {
    let queue = SyncQueue(paths)
    var waiters: [PosixThread] = []
    for number in 1..<max(1, min(LocalDisk.waitersMax, paths.count)) {
      // This thread does what the others cannot be made for.
      do throws(HostError) { waiters.append(try PosixThread(name: "sync \(number)", stackBytes: LocalDisk.stackBytes) { queue.run() }) } catch { break }
    }
    queue.run()
    for waiter in waiters { waiter.join() }
    if let failure = queue.failure { throw failure }
  }
}

/// Paths that are still to be synced.
private final class SyncQueue: Sendable {
  private let paths: [String]
  private let next = Atomic(0)
  private let failed = Mutex<HostError?>(nil)

  init(_ paths: [String]) { self.paths = paths }

  var failure: HostError? { failed.withLock { $0 } }

  func run() {
    while failure == nil {
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < paths.count else { return }
      do throws(HostError) { try LocalFile(paths[place], flags: O_RDONLY).sync() } catch {
        let failure = error
        failed.withLock { $0 = $0 ?? failure }
      }
    }
  }
}
