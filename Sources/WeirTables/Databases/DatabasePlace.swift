import WeirHost

/// What the directory of a database means.
package struct DatabasePlace: Sendable {
  static let scheme = "dfs://"

  /// As scripts name it, without a slash at its end.
  package let directory: String
  /// On the disk.
  let path: String
  let isInHome: Bool

  /// - Throws: `.unsupported` for what no database can be made under yet, `.value` for an empty name.
  init(_ directory: String, home: DatabaseHome) throws {
    var name = directory
    while name.count > 1, name.hasSuffix("/"), name != DatabasePlace.scheme { name.removeLast() }
    self.directory = name
    isInHome = name.hasPrefix(DatabasePlace.scheme)
    guard isInHome else {
      let word = name.prefix { $0 != ":" }
      if name.dropFirst(word.count).hasPrefix("://") { throw KernelError.unsupported("there are no databases under \(word):// yet, only dfs://name and directories") }
      guard !name.isEmpty else { throw KernelError.value("a database on disk needs a directory") }
      path = name
      return
    }
    let words = name.dropFirst(DatabasePlace.scheme.count)
    guard !words.isEmpty, !words.hasPrefix("/") else { throw KernelError.value("a name is expected behind dfs://, got '\(directory)'") }
    path = FilePath.join(FilePath.join(home.directory, "dfs"), PathWord.encoded(String(words)))
  }
}
