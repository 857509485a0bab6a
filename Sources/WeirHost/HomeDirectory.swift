import Glibc

/// Where programs keep what they make durable, as the environment says.
package enum HomeDirectory {
  /// `$WEIR_HOME`, else `weir` in `$XDG_DATA_HOME`, else in `~/.local/share`.
  package static var path: String {
    if let home = value("WEIR_HOME") { return home }
    let data = value("XDG_DATA_HOME") ?? FilePath.join(value("HOME") ?? ".", ".local/share")
    return FilePath.join(data, "weir")
  }

  /// Nil where it is not set, or empty.
  private static func value(_ name: String) -> String? {
    guard let text = getenv(name).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    return text
  }
}
