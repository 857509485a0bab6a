/// Where an engine shows values, in the order in which they come up. Calls may come from several threads.
package protocol OutputSink: AnyObject, Sendable {
  /// The value of an expression at the top level.
  func show(_ value: any Presentable)

  /// The argument of `print`.
  func print(_ value: any Presentable)
}

/// A value that knows how to be written. Both texts are made only when they are asked for.
package protocol Presentable {
  /// As the console shows it, without a newline at the end.
  var consoleText: String { get }

  /// As a value object of `--json`, on one line.
  var jsonText: String { get }
}
