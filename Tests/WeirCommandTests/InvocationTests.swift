import Testing
import WeirCommand

@Suite struct InvocationTests {
  @Test(arguments: [
    ([], .interactive(readsInit: true)),
    (["--no-init"], .interactive(readsInit: false)),
    (["--completions", "zsh"], .completions(.zsh)),
    (["--man"], .manual),
    (["a.dos"], .run(.file("a.dos"), arguments: [], format: .console)),
    (["a.dos", "--json", "-c"], .run(.file("a.dos"), arguments: ["--json", "-c"], format: .console)),
    (["-"], .run(.standardInput, arguments: [], format: .console)),
    (["--json"], .run(.standardInput, arguments: [], format: .json)),
    (["--json", "-", "x"], .run(.standardInput, arguments: ["x"], format: .json)),
    (["--json", "-c", "1+1", "-c"], .run(.text("1+1"), arguments: ["-c"], format: .json)),
    (["-c", "-1"], .run(.text("-1"), arguments: [], format: .console)),
    (["--", "--json"], .run(.file("--json"), arguments: [], format: .console)),
    (["--check", "a.dos", "-"], .check([.file("a.dos"), .standardInput])),
    (["--version"], .version),
    (["-h", "--nonsense"], .help),
  ] as [([String], Invocation)])
  func commandLinesMeanWhatTheySay(words: [String], meaning: Invocation) throws {
    #expect(try Invocation(parsing: words) == meaning)
  }

  @Test(arguments: [
    (["a.dos"], [], ["a.dos"]),
    (["--module-dir", "m", "a.dos", "--module-dir", "n"], ["m"], ["a.dos", "--module-dir", "n"]),
    (["--json", "--module-dir", "m", "--module-dir", "n", "-"], ["m", "n"], ["--json", "-"]),
    (["-c", "--module-dir"], [], ["-c", "--module-dir"]),
  ] as [([String], [String], [String])])
  func moduleDirectoriesStandBeforeTheScript(words: [String], directories: [String], rest: [String]) throws {
    var left = words
    #expect(try RunSettings(taking: &left).moduleDirectories == directories)
    #expect(left == rest)
  }

  @Test(arguments: [
    (["--jsn"], "unknown option '--jsn'"),
    (["-c"], "'-c' needs a script"),
    (["--completions"], "'--completions' needs a shell: bash, zsh, fish"),
    (["--completions", "csh"], "no completions for 'csh', only for bash, zsh, fish"),
    (["--check"], "'--check' needs a file"),
    (["--json", "--check", "a"], "'--check' has no JSON form"),
  ] as [([String], String)])
  func mistakesAreNamed(words: [String], text: String) {
    let error = #expect(throws: UsageError.self) { try Invocation(parsing: words) }
    #expect(error?.description == text)
  }
}
