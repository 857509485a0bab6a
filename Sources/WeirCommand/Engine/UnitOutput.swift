/// Where an engine shows values, in the order in which they come up. Calls may come from several threads.
package protocol UnitOutput: AnyObject, Sendable {
  /// What the texts given to `show` have to be.
  var format: OutputFormat { get }

  /// How values are laid out where the format is for people.
  var view: ValueView { get }

  /// Whether the last value is kept, to be shown once more.
  var keepsLast: Bool { get }

  /// The value of an expression at the top level: as the console shows it, without a newline at the end, or as a value object
  /// on one line.
  func show(_ text: String)

  /// The argument of `print`: as the console shows it and, only where the format is JSON, as a value object on one line.
  func print(_ text: String, jsonValue: @autoclosure () -> String)

  /// A statement at the top level is done.
  func endStatement()
}

extension UnitOutput {
  package var view: ValueView { .standard }
  package var keepsLast: Bool { false }
  package func endStatement() {}
}
