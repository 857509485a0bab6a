import WeirHost

extension Database {
  /// Removes what a write left behind that never became true: files that no manifest names, and directories in which nothing is left. Nothing else is touched: a local database may
  /// lie in a directory with other things.
  ///
  /// Only before anybody writes: what is being written no manifest names yet.
  func recover() throws {
    guard !isReadOnly else { return }
    let state = try DatabaseState(reading: FilePath.join(path, Database.manifestName), on: disk)
    let numbers = Set(state.tables.values)
    var known: Set<String> = []
    for number in numbers {
      _ = try DatabaseTableVersion(reading: manifestPath(of: number), on: disk) { labels, column, file in
        let path = filePath(labels, table: number, column: column, file: file)
        known.insert(path)
        return path
      }
    }
    let sweep = Sweep(disk: disk, tables: numbers) { known.contains($0) }
    _ = try onDisk { try sweep.run(path, isTop: true) }
  }

  /// Removes the manifests of a database that is gone, and the directories that its files have left.
  static func removeEmptyDirectories(in path: String, on disk: any Disk) throws {
    let sweep = Sweep(disk: disk, tables: []) { _ in true }
    _ = try onDisk { try sweep.run(path, isTop: true) }
  }

  /// The highest number of a table that left something in a directory: who still reads it must not find another one's files under its names. 0 where there is nothing.
  static func highestTable(in path: String, on disk: any Disk) throws -> Int {
    try onDisk { try Sweep(disk: disk, tables: []) { _ in true }.highestTable(path) }
  }
}

/// Walks through the directories of a database. They are known by their names: those of tables end in `.table`, those of partitions have no point.
private struct Sweep {
  let disk: any Disk
  /// Those that there are.
  let tables: Set<Int>
  /// Whether a column's file stays.
  let keeps: (String) -> Bool

  /// - Returns: whether the directory is empty now.
  func run(_ directory: String, isTop: Bool) throws(HostError) -> Bool {
    var isEmpty = true
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      switch try disk.status(of: path)?.kind {
      case .directory where Sweep.number(name, before: ".table") != nil:
        if try removeFiles(path) { try disk.removeDirectory(path) } else { isEmpty = false }
      case .directory where !name.contains("."):
        let isOurs = try holdsTables(path)
        let isLeft = isOurs ? try run(path, isTop: false) : false
        if isLeft { try disk.removeDirectory(path) } else { isEmpty = false }
      case .file where isTop && isLeftover(name): try disk.remove(path)
      default: isEmpty = false
      }
    }
    return isEmpty
  }

  /// Whether a directory is one of a partition, and nothing that somebody else put there: all that it holds are directories of partitions and of tables.
  private func holdsTables(_ directory: String) throws(HostError) -> Bool {
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      guard try disk.status(of: path)?.kind == .directory else { return false }
      if Sweep.number(name, before: ".table") != nil { continue }
      guard !name.contains("."), try holdsTables(path) else { return false }
    }
    return true
  }

  private func removeFiles(_ directory: String) throws(HostError) -> Bool {
    var isEmpty = true
    for name in try disk.list(directory) {
      let path = FilePath.join(directory, name)
      if keeps(path) || !name.hasPrefix("c") { isEmpty = false } else { try disk.remove(path) }
    }
    return isEmpty
  }

  /// A manifest of a table that there is not, or one that was being written.
  private func isLeftover(_ name: String) -> Bool {
    if let number = Sweep.number(name, before: ".manifest") { return !tables.contains(number) }
    return name == Database.manifestName + ".tmp" || Sweep.number(name, before: ".manifest.tmp") != nil
  }

  func highestTable(_ directory: String) throws(HostError) -> Int {
    var highest = 0
    for name in try disk.list(directory) {
      highest = max(highest, Sweep.number(name, before: ".table") ?? Sweep.number(name, before: ".manifest") ?? 0)
      let path = FilePath.join(directory, name)
      if !name.contains("."), try disk.status(of: path)?.kind == .directory, try holdsTables(path) { highest = max(highest, try highestTable(path)) }
    }
    return highest
  }

  private static func number(_ name: String, before suffix: String) -> Int? { name.hasSuffix(suffix) ? Int(name.dropLast(suffix.count)) : nil }
}
