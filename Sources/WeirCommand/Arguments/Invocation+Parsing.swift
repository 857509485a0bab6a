/// A command line that was not understood; the text says why.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  package var description: String
}

extension Invocation {
  /// Options end at the script: what follows `FILE`, `-` or `-c SCRIPT` belongs to the script, however it looks.
  ///
  /// By hand, because swift-argument-parser doubles the start-up (2.5 to 4.8 ms), the static executable (6 to 14.5 MB) and
  /// brings FoundationEssentials, for a handful of options.
  ///
  /// - Parameter words: the command line without the program's name.
  package init(parsing words: [String]) throws(UsageError) {
    var reader = WordReader(words)
    var format = OutputFormat.console
    var readsInit = true
    while let word = reader.takeOption() {
      guard let option = CommandOption.named(word) else { throw UsageError(description: "unknown option '\(word)'") }
      switch option.kind {
      case .json: format = .json
      case .noInit: readsInit = false
      // These are taken out before.
      case .moduleDirectory, .home, .readOnly, .configuration: throw UsageError(description: "'\(word)' stands too late")
      case .text: self = try Self.runText(&reader, format); return
      case .check: self = try Self.checkFiles(&reader, format); return
      case .completions: self = .completions(try Self.shell(&reader)); return
      case .manual: self = .manual; return
      case .version: self = .version; return
      case .help: self = .help; return
      }
    }
    guard let script = reader.take() else {
      self = format == .json ? .run(.standardInput, arguments: [], format: .json) : .interactive(readsInit: readsInit)
      return
    }
    self = .run(Self.source(script), arguments: reader.takeRest(), format: format)
  }

  private static func shell(_ reader: inout WordReader) throws(UsageError) -> Shell {
    let known = Shell.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = reader.take() else { throw UsageError(description: "'--completions' needs a shell: \(known)") }
    guard let shell = Shell(rawValue: word) else { throw UsageError(description: "no completions for '\(word)', only for \(known)") }
    return shell
  }

  private static func runText(_ reader: inout WordReader, _ format: OutputFormat) throws(UsageError) -> Invocation {
    guard let text = reader.take() else { throw UsageError(description: "'-c' needs a script") }
    return .run(.text(text), arguments: reader.takeRest(), format: format)
  }

  private static func checkFiles(_ reader: inout WordReader, _ format: OutputFormat) throws(UsageError) -> Invocation {
    if format == .json { throw UsageError(description: "'--check' has no JSON form") }
    let files = reader.takeRest().filter { $0 != "--" }
    if files.isEmpty { throw UsageError(description: "'--check' needs a file") }
    return .check(files.map(source))
  }

  private static func source(_ word: String) -> ScriptSource { word == "-" ? .standardInput : .file(word) }
}

/// Takes words off the front of the command line.
private struct WordReader {
  private var rest: ArraySlice<String>

  init(_ words: [String]) { rest = words[...] }

  mutating func take() -> String? { rest.popFirst() }
  mutating func takeRest() -> [String] {
    defer { rest = [] }
    return Array(rest)
  }

  /// The next word when it is an option; nil at the script's name and behind `--`.
  mutating func takeOption() -> String? {
    guard let word = rest.first, word.hasPrefix("-"), word != "-" else { return nil }
    rest.removeFirst()
    return word == "--" ? nil : word
  }
}
