import Testing
import WeirHost

/// A text file of the repository.
struct RepositoryFile: Sendable, CustomTestStringConvertible {
  /// From the root of the repository.
  let path: String
  let text: String

  var testDescription: String { path }

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isCode: Bool { isSwift || path.hasSuffix(".c") || path.hasSuffix(".h") }

  /// The module that a source belongs to; nil for tests and everything else.
  var module: String? {
    let names = path.split(separator: "/")
    return names.first == "Sources" && names.count > 2 ? String(names[1]) : nil
  }
}

extension RepositoryFile {
  private static let directories = [".ci", "Sources", "Tests", "bench", "docs", "examples", "grammar"]
  private static let endings = [
    ".swift", ".c", ".h", ".dos", ".ebnf", ".md", ".txt", ".modulemap", ".py", ".sh", "/run",
  ]

  /// What people write, not what tools make.
  static func all(file: String = #filePath) -> [RepositoryFile] {
    let root = FilePath.parent(of: FilePath.parent(of: FilePath.parent(of: file)))
    let disk = LocalDisk()
    var files: [RepositoryFile] = []
    func add(_ path: String) {
      guard let bytes = try? disk.contents(of: root + "/" + path) else { return }
      files.append(RepositoryFile(path: path, text: String(decoding: bytes, as: UTF8.self)))
    }
    func addAll(under directory: String) {
      for name in (try? disk.list(root + "/" + directory)) ?? [] where name != ".build" {
        let path = directory + "/" + name
        let isDirectory = (try? disk.status(of: root + "/" + path))??.kind == .directory
        if isDirectory { addAll(under: path) } else if endings.contains(where: path.hasSuffix) { add(path) }
      }
    }
    for name in (try? disk.list(root)) ?? [] where name.hasSuffix(".md") || name.hasSuffix(".swift") { add(name) }
    for directory in directories { addAll(under: directory) }
    return files
  }
}
