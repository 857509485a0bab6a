import Glibc
import Synchronization

/// A disk in memory that can lose its power.
///
/// It keeps two images: what programs see, and what would be left after a power failure. `sync()` of a file carries its bytes
/// over to the second one, `syncDirectory` the names in a directory. `losePower()` makes the second image the first.
package final class MemoryDisk: Disk {
  private let state = Mutex(State())

  package init() {}

  /// Forgets everything that was not synced. Files that are open keep working on what they hold, as zombies without a name.
  package func losePower() {
    state.withLock { state in
      state.visible = state.durable.mapValues { node in
        guard case .file(let file) = node else { return node }
        return .file(file.afterPowerLoss())
      }
      state.durable = state.visible
    }
  }

  package func open(_ path: String, _ mode: OpenMode) throws(HostError) -> any OpenFile {
    let key = Self.normal(path)
    return try run { state throws(HostError) in
      switch state.visible[key] {
      case .directory: throw HostError("open", path: path, code: EISDIR)
      case .file(let file):
        if mode == .createNew { throw HostError("open", path: path, code: EEXIST) }
        if mode == .truncate { file.setBytes([]) }
        return MemoryFile(path: path, content: file, isWritable: mode != .read)
      case nil:
        if mode == .read || mode == .existing { throw HostError("open", path: path, code: ENOENT) }
        try state.requireParent(of: key, "open", path)
        let file = MemoryContent()
        state.visible[key] = .file(file)
        return MemoryFile(path: path, content: file, isWritable: true)
      }
    }
  }

  package func map(_ path: String) throws(HostError) -> MappedFile {
    let content = try run { state throws(HostError) in
      switch state.visible[Self.normal(path)] {
      case .file(let file): return file
      case .directory: throw HostError("read", path: path, code: EISDIR)
      case nil: throw HostError("open", path: path, code: ENOENT)
      }
    }
    return content.withBytes { bytes in bytes.withUnsafeBytes { MappedFile(copying: $0) } }
  }

  package func status(of path: String) throws(HostError) -> FileStatus? {
    state.withLock { state in
      switch state.visible[Self.normal(path)] {
      case .file(let file): FileStatus(kind: .file, size: file.withBytes { $0.count }, modified: 0)
      case .directory: FileStatus(kind: .directory, size: 0, modified: 0)
      case nil: nil
      }
    }
  }

  package func list(_ directory: String) throws(HostError) -> [String] {
    let key = Self.normal(directory)
    return try run { state throws(HostError) in
      guard case .directory = state.visible[key] else {
        throw HostError("list", path: directory, code: state.visible[key] == nil ? ENOENT : ENOTDIR)
      }
      return state.names(in: key).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  package func rename(_ path: String, to target: String) throws(HostError) {
    let key = Self.normal(path)
    let targetKey = Self.normal(target)
    try run { state throws(HostError) in
      guard let node = state.visible[key] else { throw HostError("rename", path: path, code: ENOENT) }
      // Directories stay where they are until something in the project moves one.
      guard case .file = node else { throw HostError("rename", path: path, code: EISDIR) }
      if case .directory = state.visible[targetKey] { throw HostError("rename", path: path, code: EISDIR) }
      try state.requireParent(of: targetKey, "rename", target)
      state.visible[key] = nil
      state.visible[targetKey] = node
    }
  }

  package func remove(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      switch state.visible[key] {
      case .file: state.visible[key] = nil
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
        state.visible[key] = nil
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
      state.visible[key] = .directory
    }
  }

  package func syncDirectory(_ path: String) throws(HostError) {
    let key = Self.normal(path)
    try run { state throws(HostError) in
      guard case .directory = state.visible[key] else {
        throw HostError("sync", path: path, code: state.visible[key] == nil ? ENOENT : ENOTDIR)
      }
      state.syncNames(in: key)
    }
  }

  /// `Mutex.withLock` passes errors on without their type.
  private func run<Value>(_ body: (inout State) throws(HostError) -> sending Value) throws(HostError) -> Value {
    try state.withLock { state throws(HostError) in try body(&state) }
  }

  /// Without `.`, empty names and the slash at the end; relative paths start at the root.
  private static func normal(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}

extension MemoryDisk {
  fileprivate enum Node {
    case directory
    case file(MemoryContent)
  }

  fileprivate struct State {
    /// By normal path.
    var visible: [String: Node] = ["/": .directory]
    var durable: [String: Node] = ["/": .directory]

    func requireParent(of key: String, _ operation: String, _ path: String) throws(HostError) {
      guard case .directory = visible[FilePath.parent(of: key)] else {
        throw HostError(operation, path: path, code: ENOENT)
      }
    }

    func names(in directory: String) -> [String] {
      visible.keys.filter { $0 != "/" && FilePath.parent(of: $0) == directory }.map { String($0[$0.index(after: $0.lastIndex(of: "/")!)...]) }
    }

    mutating func syncNames(in directory: String) {
      func isInside(_ key: String) -> Bool { key != "/" && FilePath.parent(of: key) == directory }
      durable = durable.filter { !isInside($0.key) }
      for (key, node) in visible where isInside(key) { durable[key] = node }
    }
  }
}
