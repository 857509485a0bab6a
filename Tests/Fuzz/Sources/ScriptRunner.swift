import Glibc
import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirSyntax
import WeirTables

/// Runs texts as scripts, each in a session and a world of its own: a disk in memory, a clock that stands, no threads.
final class ScriptRunner: @unchecked Sendable {
  // Unchecked: the watch looks at the deadline and the cancellation only, and both are atomic or behind the lock.
  static let shared = ScriptRunner()

  /// A script may run so long; then it is asked to stop.
  private static let millisecondsMax: UInt32 = 300

  private let watch = Watch()

  private init() { watch.start() }

  func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    let session = SessionContext(host: .simulated(seed: 1), catalog: StandardCatalog.functions, output: Renderer())
    watch.begin(session.cancellation, milliseconds: Self.millisecondsMax)
    defer { watch.end() }
    for part in Self.parts(of: text) {
      do { try session.run(part, name: "fuzz") } catch {
        for error in ScriptError.list(error) { _ = DiagnosticRenderer.render(error, in: session.sources) }
      }
      if session.cancellation.isRequested { return }
    }
  }

  /// A golden script goes on after an error, unit by unit; so does this.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("//>") || line.hasPrefix("//!") {
        if !parts[parts.count - 1].isEmpty { parts.append("") }
      } else {
        parts[parts.count - 1] += line + "\n"
      }
    }
    return parts
  }
}

/// Shows nothing, but makes the texts that would be shown.
private final class Renderer: OutputSink {
  func show(_ value: borrowing Cell, in session: SessionContext) {
    _ = ConsoleDisplay.text(value)
    _ = JSONDisplay.value(value)
  }

  func print(_ text: String, value: borrowing Cell, in session: SessionContext) {}
}
