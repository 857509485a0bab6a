import Glibc

/// What the operating system refused, for which file, and why.
package struct HostError: Error, Equatable, CustomStringConvertible {
  /// What was tried, as an infinitive: `open`, `write`, `rename`.
  package var operation: String
  /// The file or directory; empty where there is none, as for a thread.
  package var path: String
  /// The `errno` of the refusal.
  package var code: Int32

  package init(_ operation: String, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The error of the call that has just failed.
  ///
  /// Takes the code before anything else can overwrite `errno`.
  static func last(_ operation: String, _ path: String) -> HostError {
    HostError(operation, path: path, code: errno)
  }

  /// The system's text for the code, such as `No such file or directory`.
  package var reason: String {
    var text = [CChar](repeating: 0, count: 256)
    guard strerror_r(code, &text, text.count) == 0 else { return "error \(code)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  package var description: String {
    path.isEmpty ? "cannot \(operation): \(reason)" : "cannot \(operation) '\(path)': \(reason)"
  }

  package var isMissingFile: Bool { code == ENOENT }
}
