import Glibc
import Synchronization

/// A disk in memory that can lose its power, run full and fail.
///
/// It keeps two images: what programs see, and what is safe. `sync()` of a file carries its bytes over to the second one, `syncDirectory` the names in a directory.
/// `losePower` makes the second image the first, with those of the other changes that happen to have reached the disk: sectors of files, and changes of names, each by itself.
package final class MemoryDisk: Disk {
  private let state = Mutex(MemoryDiskState())

  package init() {}

  // MARK: Faults

  /// What goes wrong from now on; the changes are counted from 1 again.
  package func inject(_ faults: DiskFaults) {
    state.withLock { state in
      state.faults = faults
      state.changeCount = 0
      state.isStopped = false
    }
  }

  /// The changes since `inject`.
  package var changeCount: Int { state.withLock { $0.changeCount } }

  /// Forgets what was not synced, and ends all faults. Files that are open keep working on what they hold, as zombies without a name.
  /// - Parameter seed: says which of the changes that were not synced are there nevertheless; nil for none.
  package func losePower(seed: UInt64? = nil) {
    state.withLock { $0.losePower(seed.map { Survival(seed: $0) } ?? .none) }
  }

  /// Decides what becomes of the next change.
  /// - Throws: `EIO` when the machine has stopped.
  fileprivate func nextChange(_ operation: String, _ path: String) throws(HostError) -> ChangeOutcome {
    try run { state throws(HostError) in try state.nextChange(operation, path) }
  }

  /// How many of `bytes` more a file may have.
  fileprivate func room(for bytes: Int) -> Int {
    state.withLock { state in state.faults.capacityBytes.map { max(0, min(bytes, $0 - state.usedBytes)) } ?? bytes }
  }

  // MARK: Files

  package func open(_ path: String, _ mode: OpenMode) throws(HostError) -> any OpenFile {
    let key = Self.normal(path)
    return try run { state throws(HostError) in
      switch state.visible[key] {
      case .directory: throw HostError("open", path: path, code: EISDIR)
      case .file(let file):
        if mode == .createNew { throw HostError("open", path: path, code: EEXIST) }
        if mode == .truncate { try state.change("open", path) { _ in file.truncate(to: 0) } }
        return MemoryFile(path: path, content: file, disk: self, isWritable: mode != .read)
      case nil:
        if mode == .read || mode == .existing { throw HostError("open", path: path, code: ENOENT) }
        try state.requireParent(of: key, "open", path)
        let file = MemoryContent()
        try state.change("open", path) { state in state.apply(.add(key, .file(file))) }
        return MemoryFile(path: path, content: file, disk: self, isWritable: true)
      }
    }
  }

  package func map(_ path: String) throws(HostError) -> MappedFile {
    let content = try run { state throws(HostError) in
      try state.requirePower("read", path)
      switch state.visible[Self.normal(path)] {
      case .file(let file): return file
      case .directory: throw HostError("read", path: path, code: EISDIR)
      case nil: throw HostError("open", path: path, code: ENOENT)
      }
    }
    return content.withBytes { bytes in bytes.withUnsafeBytes { MappedFile(copying: $0) } }
  }

  package func status(of path: String) throws(HostError) -> FileStatus? {
    try run { state throws(HostError) in
      try state.requirePower("read the status of", path)
      return switch state.visible[Self.normal(path)] {
      case .file(let file): FileStatus(kind: .file, size: file.withBytes { $0.count }, modified: 0)
      case .directory: FileStatus(kind: .directory, size: 0, modified: 0)
      case nil: nil
      }
    }
  }

  package func list(_ directory: String) throws(HostError) -> [String] {
    let key = Self.normal(directory)
    return try run { state throws(HostError) in
      try state.requirePower("list", directory)
      guard case .directory = state.visible[key] else {
        throw HostError("list", path: directory, code: state.visible[key] == nil ? ENOENT : ENOTDIR)
      }
      return state.names(in: key).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  package func canonical(_ path: String) throws(HostError) -> String { Self.normal(path) }

  // MARK: Names

  package func rename(_ path: String, to target: String) throws(HostError) {
    let key = Self.normal(path)
    let targetKey = Self.normal(target)
    try run { state throws(HostError) in
      guard let node = state.visible[key] else { throw HostError("rename", path: path, code: ENOENT) }
      // Directories stay where they are until something in the project moves one.
      guard case .file = node else { throw HostError("rename", path: path, code: EISDIR) }
      if case .directory = state.visible[targetKey] { throw HostError("rename", path: path, code: EISDIR) }
      try state.requireParent(of: targetKey, "rename", target)
      try state.change("rename", path) { state in state.apply(.move(key, targetKey, node)) }
    }
  }

  package func remove(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      switch state.visible[key] {
      case .file: try state.change("remove", path) { state in state.apply(.remove(key)) }
      case .directory: throw HostError("remove", path: path, code: EISDIR)
      case nil: throw HostError("remove", path: path, code: ENOENT)
      }
    }
  }

  package func removeDirectory(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      switch state.visible[key] {
      case .directory:
        guard state.names(in: key).isEmpty else { throw HostError("remove directory", path: path, code: ENOTEMPTY) }
        try state.change("remove directory", path) { state in state.apply(.remove(key)) }
      case .file: throw HostError("remove directory", path: path, code: ENOTDIR)
      case nil: throw HostError("remove directory", path: path, code: ENOENT)
      }
    }
  }

  package func makeDirectory(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      guard state.visible[key] == nil else { throw HostError("make directory", path: path, code: EEXIST) }
      try state.requireParent(of: key, "make directory", path)
      try state.change("make directory", path) { state in state.apply(.add(key, .directory)) }
    }
  }

  package func syncDirectory(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      guard case .directory = state.visible[key] else {
        throw HostError("sync", path: path, code: state.visible[key] == nil ? ENOENT : ENOTDIR)
      }
      // A sync in whose middle the machine stops leaves the names to chance.
      guard case .succeeds = try state.nextChange("sync", path) else { throw HostError("sync", path: path, code: EIO) }
      state.syncNames(in: key)
    }
  }

  package func lock(_ path: String) throws(HostError) -> LockAttempt {
    let key = Self.normal(path)
    return try run { state throws(HostError) in
      try state.requireParent(of: key, "lock", path)
      if state.locks[key]?.lock != nil { return .refused(holder: nil) }
      if state.visible[key] == nil { state.apply(.add(key, .file(MemoryContent()))) }
      let lock = MemoryLock()
      state.locks[key] = MemoryDiskState.LockHolder(lock: lock)
      return .taken(lock)
    }
  }

  /// `Mutex.withLock` passes errors on without their type.
  private func run<Value>(_ body: (inout MemoryDiskState) throws(HostError) -> sending Value) throws(HostError) -> Value {
    try state.withLock { state throws(HostError) in try body(&state) }
  }

  /// Without `.`, empty names and the slash at the end; relative paths start at the root.
  private static func normal(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}

/// A file of a `MemoryDisk` that is open.
private final class MemoryFile: OpenFile {
  let path: String
  private let content: MemoryContent
  private let disk: MemoryDisk
  private let isWritable: Bool

  init(path: String, content: MemoryContent, disk: MemoryDisk, isWritable: Bool) {
    self.path = path
    self.content = content
    self.disk = disk
    self.isWritable = isWritable
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(HostError) -> Int {
    let bytes = content.withBytes { $0 }
    let count = max(0, min(buffer.count, bytes.count - offset))
    bytes.withUnsafeBytes { source in
      if count > 0 { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + count])) }
    }
    return count
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(HostError) {
    guard isWritable else { throw HostError("write", path: path, code: EBADF) }
    let outcome = try disk.nextChange("write", path)
    let growth = max(0, offset + bytes.count - content.withBytes { $0.count })
    let missing = growth - disk.room(for: growth)
    let written = if case .fails = outcome { bytes.count / 2 } else { bytes.count - min(missing, bytes.count) }
    if written > 0 { content.write(UnsafeRawBufferPointer(rebasing: bytes[..<written]), at: offset) }
    guard case .succeeds = outcome else { throw HostError("write", path: path, code: EIO) }
    if written < bytes.count { throw HostError("write", path: path, code: ENOSPC) }
  }

  func size() throws(HostError) -> Int { content.withBytes { $0.count } }

  func truncate(to size: Int) throws(HostError) {
    guard isWritable else { throw HostError("truncate", path: path, code: EINVAL) }
    let outcome = try disk.nextChange("truncate", path)
    if case .fails = outcome {} else { content.truncate(to: size) }
    guard case .succeeds = outcome else { throw HostError("truncate", path: path, code: EIO) }
  }

  func sync() throws(HostError) {
    switch try disk.nextChange("sync", path) {
    case .succeeds: content.sync()
    case .fails:
      content.loseUnsynced()
      throw HostError("sync", path: path, code: EIO)
    case .stops: throw HostError("sync", path: path, code: EIO)
    }
  }
}
