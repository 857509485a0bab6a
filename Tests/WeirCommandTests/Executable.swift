import Glibc
import Testing
import WeirHost

/// The built executable, which lies beside the tests.
enum Executable {
  static var path: String { FilePath.join(FilePath.parent(of: CommandLine.arguments[0]), "weir") }

  /// Started at a terminal of its own, with nothing of this user's surroundings.
  static func start(_ arguments: [String] = [], home: String = "/nonexistent", noColor: String = "1") throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    try terminal.start(path, arguments, environment: ["TERM": "xterm", "HOME": home, "NO_COLOR": noColor])
    return terminal
  }

  /// At its prompt.
  static func prompt(_ arguments: [String] = [], home: String = "/nonexistent") throws -> PseudoTerminal {
    let terminal = try start(arguments, home: home)
    try terminal.expect("weir> ")
    return terminal
  }

  /// Started with a script and no terminal; what it prints, errors included, goes to a file.
  static func run(_ script: String, into output: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let words: [String] = [path, "-c", script]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    #expect(posix_spawn(&process, path, &actions, nil, &arguments, environ) == 0)
    return process
  }

  /// What a script prints.
  static func output(of script: String, into output: String) throws -> String {
    var status: Int32 = 0
    waitpid(try run(script, into: output), &status, 0)
    return String(decoding: try LocalDisk().contents(of: output), as: UTF8.self)
  }
}
