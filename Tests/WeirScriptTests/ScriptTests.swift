import Glibc
import Testing
import WeirBuiltins
import WeirHost
import WeirRuntime

@Suite(.serialized)
struct ScriptTests {
  /// `WEIR_REWRITE=1 swift test --filter ScriptTests` writes the answers of today into the scripts.
  static let isRewriting = getenv("WEIR_REWRITE") != nil

  @Test(arguments: ScriptFile.all)
  func givesItsAnswers(file: ScriptFile) throws {
    let text = try file.text()
    let script = GoldenScript(text)
    if ScriptTests.isRewriting {
      let rewritten = script.rewritten(path: file.path)
      if rewritten != text { try Host.system.disk.replace(file.path, with: Array(rewritten.utf8)) }
      return
    }
    for difference in script.differences(path: file.path) {
      Issue.record(
        """
        \(file.name): in
        \(difference.code)
        expected
        \(difference.expected.joined(separator: "\n"))
        got
        \(difference.actual.joined(separator: "\n"))
        """)
    }
  }

  @Test func everyAreaHasScripts() { #expect(ScriptFile.all.count > 10) }

  /// The example of every built-in shows what its declaration says.
  @Test(arguments: StandardCatalog.declarations.indices)
  func exampleIsTrue(index: Int) {
    let declaration = StandardCatalog.declarations[index]
    guard let example = declaration.example else {
      Issue.record("\(declaration.name) has no example")
      return
    }
    let shown = Player().play(example.script).map { String($0.dropFirst(4)) }
    let expected = example.result.split(separator: "\n", omittingEmptySubsequences: false).map { GoldenScript.trimmed(String($0)) }
    #expect(Array(shown.suffix(expected.count)) == expected, "\(declaration.name): \(example.script)")
  }

  /// Names are unique, and every declaration can be read by the signature parser.
  @Test func declarationsAreWellFormed() {
    var seen: [String: String] = [:]
    for declaration in StandardCatalog.declarations {
      for name in [declaration.name] + declaration.aliases {
        #expect(seen[name] == nil, "\(name) is declared by \(declaration.name) and \(seen[name] ?? "")")
        seen[name] = declaration.name
      }
      #expect(declaration.signature.contains("(") && declaration.signature.hasSuffix(")"), "\(declaration.signature)")
      #expect(!declaration.summary.isEmpty)
    }
  }
}

/// One script of `Tests/Scripts` or `examples`.
struct ScriptFile: Sendable, CustomTestStringConvertible {
  let path: String
  let name: String

  var testDescription: String { name }

  func text() throws -> String { String(decoding: try Host.system.disk.contents(of: path), as: UTF8.self) }

  static let root: String = {
    let parts = #filePath.split(separator: "/")
    return "/" + parts.dropLast(3).joined(separator: "/")
  }()

  static let all: [ScriptFile] = {
    var files: [ScriptFile] = []
    let scripts = FilePath.join(root, "Tests/Scripts")
    for area in names(in: scripts) {
      let folder = FilePath.join(scripts, area)
      for file in names(in: folder) where file.hasSuffix(".dos") { files.append(ScriptFile(path: FilePath.join(folder, file), name: "\(area)/\(file)")) }
    }
    return files
  }()

  private static func names(in folder: String) -> [String] {
    do { return try Host.system.disk.list(folder).sorted() } catch { return [] }
  }
}
