import WeirHost

extension Database {
  /// Removes what a write left behind that never became true: files that no manifest names, and directories in which nothing is left. Nothing else is touched: a local database may
  /// lie in a directory with other things.
  func recover() throws {
    guard !isReadOnly else { return }
    let state = try DatabaseState(reading: FilePath.join(path, Database.manifestName), on: disk)
    let numbers = Set(state.tables.values)
    var known: Set<String> = []
    for number in numbers {
      _ = try TableVersion(reading: manifestPath(of: number), on: disk) { labels, column, file in
        let path = filePath(labels, table: number, column: column, file: file)
        known.insert(path)
        return path
      }
    }
    try onDisk { try Database.sweep(path, on: disk, tables: numbers, isTop: true, keeping: known) }
  }

  /// Removes all files of a database that is there no longer.
  static func removeAll(in path: String, on disk: any Disk) throws {
    try onDisk { try sweep(path, on: disk, tables: [], isTop: true, keeping: []) }
  }

  /// - Returns: whether the directory is empty now.
  @discardableResult
  private static func sweep(_ directory: String, on disk: any Disk, tables: Set<Int>, isTop: Bool, keeping known: Set<String>) throws(HostError) -> Bool {
    var isEmpty = true
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      switch try disk.status(of: path)?.kind {
      case .directory where tableNumber(name, suffix: ".table") != nil:
        if try sweepFiles(path, on: disk, keeping: known) { try disk.removeDirectory(path) } else { isEmpty = false }
      case .directory where !name.contains("."):
        if try holdsTables(path, on: disk), try sweep(path, on: disk, tables: tables, isTop: false, keeping: known) {
          try disk.removeDirectory(path)
        } else {
          isEmpty = false
        }
      case .file where isTop && isLeftover(name, tables): try disk.remove(path)
      default: isEmpty = false
      }
    }
    return isEmpty
  }

  /// Whether a directory is one of a partition, and nothing that somebody else put there: all that it holds are directories of partitions and of tables.
  private static func holdsTables(_ directory: String, on disk: any Disk) throws(HostError) -> Bool {
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      guard try disk.status(of: path)?.kind == .directory else { return false }
      if tableNumber(name, suffix: ".table") != nil { continue }
      guard !name.contains("."), try holdsTables(path, on: disk) else { return false }
    }
    return true
  }

  private static func sweepFiles(_ directory: String, on disk: any Disk, keeping known: Set<String>) throws(HostError) -> Bool {
    var isEmpty = true
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      if known.contains(path) || !name.hasPrefix("c") { isEmpty = false } else { try disk.remove(path) }
    }
    return isEmpty
  }

  /// A manifest of a table that there is not, or one that was being written.
  private static func isLeftover(_ name: String, _ tables: Set<Int>) -> Bool {
    if let number = tableNumber(name, suffix: ".manifest") { return !tables.contains(number) }
    return name == manifestName + ".tmp" || tableNumber(name, suffix: ".manifest.tmp") != nil
  }

  private static func tableNumber(_ name: String, suffix: String) -> Int? {
    name.hasSuffix(suffix) ? Int(name.dropLast(suffix.count)) : nil
  }
}
