import Glibc
import WeirHost

/// What the environment tells the command. The manual lists it.
package enum PromptEnvironment: String, CaseIterable, Sendable {
  case pager = "PAGER"
  case noColor = "NO_COLOR"
  case threads = "WEIR_THREADS"
  case databases = "WEIR_HOME"
  case data = "XDG_DATA_HOME"
  case configuration = "XDG_CONFIG_HOME"
  case home = "HOME"

  var meaning: String {
    switch self {
    case .pager: "shows results at the prompt that are taller than the screen; less where it is not set, nothing where it is empty"
    case .noColor: "no colours, when it is set and not empty"
    case .threads: "how many threads a statement may use; the number of cores where it is not set"
    case .databases: "where databases are kept, unless --home says so"
    case .data: "databases are kept in weir in it; in ~/.local/share/weir where neither it nor WEIR_HOME is set"
    case .configuration: "where the init file is looked for; ~/.config where it is not set"
    case .home: "where the history is kept"
    }
  }

  /// Nil where it is not set.
  var value: String? { getenv(rawValue).map { String(cString: $0) } }

  /// What the prompt takes from the environment.
  package struct Values: Sendable {
    /// Nil for no pager.
    package var pagerCommand: String?

    package init(pagerCommand: String? = nil) { self.pagerCommand = pagerCommand }
  }

  /// `less` leaves a text that fits on the screen, keeps colours and does not clear when it ends, unless `LESS` says otherwise.
  static func current() -> Values {
    switch pager.value {
    case ""?: Values(pagerCommand: nil)
    case let command?: Values(pagerCommand: command)
    case nil: Values(pagerCommand: "command -v less >/dev/null || exit 127; LESS=\"${LESS-FRX}\"; export LESS; exec less")
    }
  }

  /// Whether errors are shown in colours on a terminal.
  static var wantsColours: Bool { (noColor.value ?? "").isEmpty && getenv("TERM").map { strcmp($0, "dumb") != 0 } ?? false }

  static var historyPath: String? { homePath(".weir_history") }

  /// The init files that may be, the first that is there is read.
  static var initPaths: [String] {
    let directory = configuration.value.flatMap { $0.isEmpty ? nil : $0 } ?? homePath(".config")
    return [directory.map { FilePath.join($0, "weir/init.dos") }, homePath(".weirrc")].compactMap { $0 }
  }

  private static func homePath(_ name: String) -> String? { home.value.flatMap { $0.isEmpty ? nil : FilePath.join($0, name) } }
}
