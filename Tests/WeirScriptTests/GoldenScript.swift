import Glibc
import Testing
import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// A script with its answers: code, then the lines that it shows as `//>` comments, and the errors that it ends in as `//!` comments.
///
/// What stands before a group of such comments is one unit: it is parsed as a whole and run in the session of the units before it.
struct GoldenScript {
  struct Unit {
    /// The lines of the unit, comments and blank lines included.
    var lines: [String] = []
    var answers: [String] = []

    /// The code from its first line that is neither blank nor a comment: places in errors count from there.
    var code: String {
      let isBlank = { (line: String) in line.allSatisfy { $0 == " " } || line.hasPrefix("//") }
      return lines.drop(while: isBlank).joined(separator: "\n")
    }
  }

  let units: [Unit]

  init(_ text: String) {
    var units: [Unit] = []
    var current = Unit()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("//>") || line.hasPrefix("//!") {
        current.answers.append(GoldenScript.trimmed(line))
        continue
      }
      if !current.answers.isEmpty {
        units.append(current)
        current = Unit()
      }
      current.lines.append(line)
    }
    units.append(current)
    self.units = units
  }

  /// The script with the answers that it gives today.
  func rewritten(path: String = "script") -> String {
    let player = Player(path: path)
    var lines: [String] = []
    for unit in units { lines += unit.lines + player.play(unit.code) }
    while lines.count > 1, lines.last == "", lines[lines.count - 2] == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + (lines.last == "" ? "" : "\n")
  }

  /// Every unit whose answers are others than the script says: its code, what is written, what came.
  func differences(path: String = "script") -> [(code: String, expected: [String], actual: [String])] {
    let player = Player(path: path)
    return units.compactMap { unit in
      let actual = player.play(unit.code)
      return actual == unit.answers ? nil : (unit.code, unit.answers, actual)
    }
  }

  static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}

/// A directory that goes with the last who holds this object; nobody makes it before it is needed.
final class TemporaryHome: Sendable {
  let path = "/tmp/weir-home-\(Host.system.entropy.nextSeed())"

  deinit {
    do { try Host.system.disk.removeTree(path) } catch { Issue.record("\(path) stays: \(error)") }
  }
}

/// A session that writes down what it shows.
final class Player {
  private let shown = ShownLines()
  private(set) lazy var session = SessionContext(
    host: .system, catalog: StandardCatalog.functions, output: shown,
    site: Site(addresses: ["localhost:8848", "192.168.1.135:18102"], settings: SiteSettings(home: home.path)))
  /// Of its own, so that scripts know nothing of each other's databases.
  private let home = TemporaryHome()

  private let path: String

  /// - Parameter path: the script's file; modules lie in `modules` beside it.
  init(path: String = "script") {
    self.path = path
    session.modules.directories = [FilePath.join(FilePath.parent(of: path), "modules")]
  }

  /// Runs one unit and answers its output as the comment lines of a golden script. On a thread of its own, with the stack that the command has.
  func play(_ code: String) -> [String] {
    nonisolated(unsafe) let player = self
    do {
      try Host.system.threads.start(name: "player", stackBytes: sessionStackBytes) { player.run(code) }.join()
    } catch {
      shown.lines = ["//! no thread: \(error)"]
    }
    return shown.lines.map(GoldenScript.trimmed)
  }

  private func run(_ code: String) {
    shown.lines = []
    do {
      try session.run(code, name: path)
    } catch {
      for error in ScriptError.list(error) { shown.lines.append("//! " + place(error) + "\(error.kind.rawValue) error: \(error.text)" + (error.hint.map { "; \($0)" } ?? "")) }
      // Directories differ from machine to machine.
      for directory in [FilePath.parent(of: path), home.path] {
        shown.lines = shown.lines.map { $0.split(separator: directory + "/", omittingEmptySubsequences: false).joined() }
      }
    }
  }

  private func place(_ error: ScriptError) -> String {
    guard error.span != .none, Int(error.span.file) < session.sources.count else { return "" }
    let source = session.sources[Int(error.span.file)]
    let (line, column) = source.position(of: error.span.start)
    return source.name == path ? "\(line):\(column): " : "\(source.name.split(separator: "/").last ?? ""):\(line):\(column): "
  }
}

/// What a session shows, as the comment lines of a golden script.
private final class ShownLines: OutputSink {
  var lines: [String] = []

  func show(_ value: borrowing Cell, in session: SessionContext) { add(ConsoleDisplay.text(value)) }
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) { add(text) }

  private func add(_ text: String) { lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "//> \($0)" } }
}
