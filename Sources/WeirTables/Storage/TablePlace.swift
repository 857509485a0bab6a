import WeirHost

/// The names of a table's files: `<directory>/<name>.tbl` says what it consists of, `<name>.sym` has the strings of its symbols, and in `<name>/` are columns and logs.
struct TablePlace: Sendable, Equatable {
  let directory: String
  let name: String

  /// - Throws: `.value` for a name that no file can have.
  init(_ directory: String, _ name: String) throws {
    let isUsable = !name.isEmpty && name != "." && name != ".." && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    guard isUsable else { throw KernelError.value("a table on disk cannot be called '\(name)'") }
    self.directory = directory
    self.name = name
  }

  var manifest: String { FilePath.join(directory, name + ".tbl") }
  var symbols: String { FilePath.join(directory, name + ".sym") }
  var folder: String { FilePath.join(directory, name) }

  /// Who has it, has the table.
  var lock: String { FilePath.join(folder, "lock") }

  func column(_ number: UInt64) -> String { FilePath.join(folder, "\(number).col") }
  func log(_ number: UInt64) -> String { FilePath.join(folder, "\(number).log") }

  /// Whether a file in the folder has a name of those that are given there.
  static func isOwn(_ file: String) -> Bool {
    guard let dot = file.firstIndex(of: "."), file[dot...] == ".col" || file[dot...] == ".log" else { return false }
    return UInt64(file[..<dot]) != nil
  }

  func isThere(on disk: any Disk) throws -> Bool { try onDisk { try disk.exists(manifest) } }

  /// What tells the table from every other one, whatever path leads to it.
  /// - Precondition: the directory is there.
  func key(on disk: any Disk) throws -> String { FilePath.join(try onDisk { try disk.canonical(directory) }, name) }
}
