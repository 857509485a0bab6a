import Synchronization
import WeirHost

/// What becomes of a value that a VALUE scheme does not have.
package enum NewValuePolicy: String, Sendable, CaseIterable {
  /// It becomes a partition.
  case add
  /// Its rows are left out.
  case skip
  /// The write is refused.
  case fail
}

/// Where durable things lie that have no path of their own. Nothing is on disk before the first of them is made or looked for.
package final class DatabaseHome: Sendable {
  package let directory: String
  package let isReadOnly: Bool
  package let newValues: NewValuePolicy
  let disk: any Disk
  private let state = Mutex(State())

  private struct State {
    var lock: (any FileLock)?
  }

  package init(_ directory: String, on disk: any Disk, isReadOnly: Bool = false, newValues: NewValuePolicy = .add) {
    (self.directory, self.disk, self.isReadOnly, self.newValues) = (directory, disk, isReadOnly, newValues)
  }

  /// The directory, made and taken for this process.
  /// - Throws: `.io` when another process has it.
  func open() throws -> String {
    guard !isReadOnly else { return directory }
    try state.withLock { state in
      guard state.lock == nil else { return }
      state.lock = try DatabaseHome.take(directory, disk)
    }
    return directory
  }

  /// Whether there is anything: looking does not make the directory.
  func exists() throws -> Bool { try onDisk { try disk.exists(directory) } }

  static func take(_ directory: String, _ disk: any Disk) throws -> any FileLock {
    try onDisk {
      try disk.makeDurableDirectories(directory)
      switch try disk.lock(FilePath.join(directory, "lock")) {
      case .taken(let lock): return lock
      case .refused(let holder):
        let process = holder.map { " \($0)" } ?? ""
        throw KernelError(.io, "another process\(process) uses the home directory '\(directory)': give this one another with --home, or only read it with --read-only")
      }
    }
  }
}
