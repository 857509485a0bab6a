import Testing

/// Looks for what should not stay: leftovers, forbidden imports, files that have grown too long.
@Suite struct TidyTests {
  @Test(arguments: RepositoryFile.all()) func leavesNothingBehind(file: RepositoryFile) {
    for finding in file.findings() { Issue.record("\(file.path):\(finding)") }
  }

  /// The rules themselves: a file of one line in the module `WeirTables`, and what they say about it.
  @Test(arguments: [
    ("let a = 1", nil),
    ("let a = load() // FIX" + "ME: later", "a leftover mark"),
    ("/// XX" + "X", "a leftover mark"),
    ("// let a = load()", "code in a comment"),
    ("// if a > b {", "code in a comment"),
    ("// Returns early (see above); the rest is load(a).", nil),
    ("let a = try! load()", "`try!`"),
    ("let a = b as! Int", "`as!`"),
    ("let text = \"try! as! public #12\"", nil),
    ("let text = #\"a \" try! \"#", nil),
    ("public func a() {}", "`public` outside of the front door"),
    ("package func publicName() {}", nil),
    ("import WeirHost", nil),
    ("import CKernels", nil),
    ("@testable import WeirHost", "`@testable`"),
    ("import Glibc", nil),
    ("import Foundation", "`WeirTables` must not import `Foundation`"),
    ("import Dispatch", "`WeirTables` must not import `Dispatch`"),
    ("import WeirRuntime", "`WeirTables` must not import `WeirRuntime`"),
    ("@preconcurrency import struct WeirRuntime.Value", "`WeirTables` must not import `WeirRuntime`"),
    ("// As issue #12 says.", "an issue's number"),
    ("/// Headed `#0`, `#1`.", nil),
    ("let a = #line", nil),
  ] as [(String, String?)])
  func rulesFindWhatTheyLookFor(line: String, expected: String?) {
    let file = RepositoryFile(path: "Sources/WeirTables/A.swift", text: line + "\n")
    #expect(file.findings().map(\.text) == (expected.map { [$0] } ?? []))
  }

  @Test func wholeFilesAreJudgedToo() {
    let long = RepositoryFile(path: "Sources/Weir/A.swift", text: String(repeating: "\n", count: 901))
    #expect(long.findings().map(\.text) == ["901 lines: more than one idea"])
    let open = RepositoryFile(path: "grammar/a.ebnf", text: "a = b ;")
    #expect(open.findings().map(\.text) == ["no newline at the end"])
  }
}
