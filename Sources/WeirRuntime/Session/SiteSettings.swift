import WeirHost
import WeirTables

/// What a process was told about durable things.
package struct SiteSettings: Sendable {
  /// Where they lie; nil for what the environment says.
  package var home: String?
  /// Nothing durable is changed.
  package var isReadOnly: Bool
  package var configuration: Configuration

  package init(home: String? = nil, isReadOnly: Bool = false, configuration: Configuration = Configuration()) {
    (self.home, self.isReadOnly, self.configuration) = (home, isReadOnly, configuration)
  }

  func databases(on disk: any Disk) -> DatabaseCatalog {
    let directory = FilePath.normalized(home ?? HomeDirectory.path)
    return .shared(DatabaseHome(directory, on: disk, isReadOnly: isReadOnly, newValues: configuration.newValues))
  }
}

/// A file of lines `name=value`; what stands behind `#` is a comment. Names that nothing here reads are let be, so that the configuration of a server can be used.
package struct Configuration: Sendable {
  package private(set) var values: [String: String] = [:]
  /// What becomes of values that a VALUE scheme does not have: `newValuePartitionPolicy`.
  package private(set) var newValues = NewValuePolicy.add
  /// What this process is called, `localSite=host:port:alias`: scripts reach it under that address and that alias.
  package private(set) var localSite: (address: String, alias: String)?

  package init() {}

  /// - Throws: `.value` for a line that is none, or a value that the name does not have; the text names the line.
  package init(_ text: String, path: String) throws {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = Configuration.trimmed(line.prefix { $0 != "#" })
      guard !content.isEmpty else { continue }
      let place = "\(path):\(number + 1): "
      guard let sign = content.firstIndex(of: "=") else { throw KernelError.value(place + "`name=value` is expected, got `\(content)`") }
      let name = String(Configuration.trimmed(content[..<sign]))
      let value = String(Configuration.trimmed(content[content.index(after: sign)...]))
      values[name] = value
      switch name {
      case "newValuePartitionPolicy":
        guard let policy = NewValuePolicy(rawValue: value) else {
          throw KernelError.value(place + "newValuePartitionPolicy is \(NewValuePolicy.allCases.map(\.rawValue).joined(separator: ", ")), got `\(value)`")
        }
        newValues = policy
      case "localSite":
        let words = value.split(separator: ":", omittingEmptySubsequences: false)
        guard words.count == 3, !words.contains(""), let port = UInt16(words[1]), port > 0 else {
          throw KernelError.value(place + "localSite is `host:port:alias`, got `\(value)`")
        }
        localSite = ("\(words[0]):\(port)", String(words[2]))
      default: continue
      }
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let isBlank = { (character: Character) in character == " " || character == "\t" || character == "\r" }
    var text = text.drop(while: isBlank)
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }
}
