import Foundation

/// Files of the repository, found from this file's place.
enum RepositoryFiles {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The texts of all files under `folder` whose names end so, in the order of their paths.
  static func texts(in folder: String, suffix: String) -> [(path: String, text: String)] {
    let base = root.appendingPathComponent(folder)
    guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
    let paths = walker.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted()
    return paths.compactMap { path in
      guard let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) else { return nil }
      return (path, text)
    }
  }
}
