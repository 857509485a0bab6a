import Glibc

extension Disk {
  /// A whole file.
  package func contents(of path: String) throws(HostError) -> [UInt8] {
    let file = try map(path)
    return Array(file.bytes)
  }

  /// A whole file that somebody may be writing to, as long as it was when it was opened or shorter.
  package func copiedContents(of path: String) throws(HostError) -> [UInt8] {
    let file = try open(path, .read)
    var bytes = [UInt8](repeating: 0, count: try file.size())
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(HostError) in try file.read(into: buffer, at: 0) }
    }
    bytes.removeLast(bytes.count - (try result.get()))
    return bytes
  }

  /// Writes a whole file; an existing one is replaced in place.
  package func write(_ bytes: [UInt8], to path: String) throws(HostError) {
    try open(path, .truncate).write(bytes, at: 0)
  }

  /// Replaces a file so that a crash leaves the old bytes or the new ones: temporary name, sync, rename, sync of the directory.
  package func replace(_ path: String, with bytes: [UInt8]) throws(HostError) {
    let temporary = path + ".tmp"
    let file = try open(temporary, .truncate)
    try file.write(bytes, at: 0)
    try file.sync()
    try rename(temporary, to: path)
    try syncDirectory(FilePath.parent(of: path))
  }

  /// One behind the other.
  package func sync(_ paths: [String]) throws(HostError) {
    for path in paths {
      if try status(of: path)?.kind == .directory { try syncDirectory(path) } else { try open(path, .read).sync() }
    }
  }

  package func exists(_ path: String) throws(HostError) -> Bool { try status(of: path) != nil }

  /// Makes a directory and the ones above it; one that is there already is no error.
  package func makeDirectories(_ path: String) throws(HostError) {
    if let status = try status(of: path) {
      guard status.kind == .directory else { throw HostError("make directory", path: path, code: ENOTDIR) }
      return
    }
    let parent = FilePath.parent(of: path)
    if parent != path { try makeDirectories(parent) }
    do {
      try makeDirectory(path)
    } catch where error.code == EEXIST {
      // Somebody else was faster, which is as good.
    }
  }

  /// `makeDirectories`, whose names have reached the disk when it returns.
  package func makeDurableDirectories(_ path: String) throws(HostError) {
    if try exists(path) { return try makeDirectories(path) }
    let parent = FilePath.parent(of: path)
    if parent != path { try makeDurableDirectories(parent) }
    try makeDirectories(path)
    do { try syncDirectory(parent) } catch {
      // Who finds it there believes that it stays.
      try removeDirectory(path)
      throw error
    }
  }

  /// Removes a file, or a directory with all that is in it.
  package func removeTree(_ path: String) throws(HostError) {
    guard let status = try status(of: path) else { return }
    guard status.kind == .directory else { return try remove(path) }
    for name in try list(path) { try removeTree(FilePath.join(path, name)) }
    try removeDirectory(path)
  }
}

extension OpenFile {
  package func write(_ bytes: [UInt8], at offset: Int) throws(HostError) {
    // `withUnsafeBytes` of arrays rethrows untyped.
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(HostError) in try write(buffer, at: offset) }
    }
    try result.get()
  }
}

/// Paths as text, with `/` between the names.
package enum FilePath {
  /// The directory that a path is in: `a` of `a/b`, `.` of `b`, `/` of `/b`.
  package static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// `name` inside `directory`; an absolute name stays as it is.
  package static func join(_ directory: String, _ name: String) -> String {
    if name.hasPrefix("/") || directory.isEmpty { return name }
    return directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  /// The same path without `.`, and without `..` where the name before it is known.
  package static func normalized(_ path: String) -> String {
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == "..", let last = names.last, last != ".." { names.removeLast() } else { names.append(name) }
    }
    let joined = names.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// The way from a directory to a path, both absolute and normal: `../b` from `/a` to `/b`, `.` where they are the same.
  package static func relative(_ path: String, from directory: String) -> String {
    let (target, start) = (path.split(separator: "/"), directory.split(separator: "/"))
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let names = repeatElement("..", count: start.count - shared) + target[shared...].map(String.init)
    return names.isEmpty ? "." : names.joined(separator: "/")
  }
}
