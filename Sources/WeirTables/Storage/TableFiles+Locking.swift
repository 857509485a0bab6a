import Glibc
import WeirHost

extension TableFiles {
  /// Takes a table for this process, until nobody holds what this returns.
  /// - Precondition: the folder is there.
  /// - Throws: `.io` when somebody else has it, naming the process.
  static func lock(_ place: TablePlace, on disk: any Disk) throws -> any FileLock {
    for _ in 0..<TableFiles.attempts {
      switch try onDisk({ try disk.lock(place.lock) }) {
      case .taken(let lock): return lock
      case .refused(let holder):
        // Whoever let go of the table in this process may not have come to its file yet.
        guard holder == Int(getpid()) else { throw TableFiles.taken(place, by: holder.map { "the process \($0)" } ?? "another process") }
        usleep(1000)
      }
    }
    throw TableFiles.taken(place, by: "another session of this process")
  }

  private static let attempts = 100

  private static func taken(_ place: TablePlace, by holder: String) -> KernelError {
    KernelError(.io, "The MVCC table \(place.name) in \(place.directory) is in use by \(holder).")
  }
}
