import Glibc

/// The file system of the machine.
package final class LocalDisk: Disk {
  package init() {}

  package func open(_ path: String, _ mode: OpenMode) throws(HostError) -> any OpenFile {
    try LocalFile(path, flags: mode.flags)
  }

  package func map(_ path: String) throws(HostError) -> MappedFile {
    let file = try LocalFile(path, flags: O_RDONLY)
    return try file.map()
  }

  package func status(of path: String) throws(HostError) -> FileStatus? {
    var found = stat()
    if stat(path, &found) == 0 { return FileStatus(found) }
    // A file where a directory was expected is a path under which there is nothing.
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw .last("read the status of", path)
  }

  package func list(_ directory: String) throws(HostError) -> [String] {
    guard let stream = opendir(directory) else { throw .last("list", directory) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        String(cString: UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self))
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package func rename(_ path: String, to target: String) throws(HostError) {
    guard Glibc.rename(path, target) == 0 else { throw .last("rename", path) }
  }

  package func remove(_ path: String) throws(HostError) {
    guard unlink(path) == 0 else { throw .last("remove", path) }
  }

  package func removeDirectory(_ path: String) throws(HostError) {
    guard rmdir(path) == 0 else { throw .last("remove directory", path) }
  }

  package func makeDirectory(_ path: String) throws(HostError) {
    guard mkdir(path, 0o777) == 0 else { throw .last("make directory", path) }
  }

  package func syncDirectory(_ path: String) throws(HostError) {
    try LocalFile(path, flags: O_RDONLY | O_DIRECTORY).sync()
  }

  package func lock(_ path: String) throws(HostError) -> LockAttempt { try LocalFileLock.take(path) }

  package func canonical(_ path: String) throws(HostError) -> String {
    guard let found = realpath(path, nil) else { throw .last("find", path) }
    defer { free(found) }
    return String(cString: found)
  }
}

extension OpenMode {
  fileprivate var flags: Int32 {
    switch self {
    case .read: O_RDONLY
    case .existing: O_RDWR
    case .readWrite: O_RDWR | O_CREAT
    case .truncate: O_RDWR | O_CREAT | O_TRUNC
    case .createNew: O_RDWR | O_CREAT | O_EXCL
    }
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    let kind: Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      default: .other
      }
    let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    self.init(kind: kind, size: Int(status.st_size), modified: modified)
  }
}
