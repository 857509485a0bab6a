/// What the command line says about the run, whatever is run.
package struct RunSettings: Equatable, Sendable {
  /// What `--module-dir` gave, in their order.
  package var moduleDirectories: [String] = []
  /// Where databases lie; nil for what the environment says.
  package var home: String?
  package var isReadOnly = false
  package var configurationPath: String?

  package init() {}

  /// Takes the options that it reads out of those in front of the script.
  package init(taking words: inout [String]) throws(UsageError) {
    var place = 0
    while place < words.count, words[place].hasPrefix("-"), words[place] != "-", words[place] != "--", words[place] != "-c" {
      guard let option = CommandOption.named(words[place]), Self.kinds.contains(option.kind) else {
        place += 1
        continue
      }
      words.remove(at: place)
      if option.operand == .none {
        isReadOnly = true
      } else {
        guard place < words.count else { throw UsageError(description: "'\(option.names[0])' needs a \(option.operand == .file ? "file" : "directory")") }
        take(words.remove(at: place), for: option.kind)
      }
    }
  }

  private static let kinds: Set<CommandOption.Kind> = [.moduleDirectory, .home, .readOnly, .configuration]

  private mutating func take(_ word: String, for kind: CommandOption.Kind) {
    switch kind {
    case .home: home = word
    case .configuration: configurationPath = word
    default: moduleDirectories.append(word)
    }
  }
}
