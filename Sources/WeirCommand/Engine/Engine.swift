/// What the command needs of an interpreter.
///
/// One session: variables and functions live on from one `run` to the next. All calls come from one thread but `interrupt`.
package protocol Engine: AnyObject, Sendable {
  /// Parses `unit` as a whole, then runs it. What it shows goes to `output` while it runs.
  func run(_ unit: SourceUnit, into output: any UnitOutput) -> Outcome

  /// Stops the unit that runs, from any thread; without effect on a later one.
  func interrupt()

  /// Waits for what scripts left running beside them; `interrupt` stops that.
  /// - Parameter isWanted: false stops it instead of waiting.
  func finish(isWanted: Bool)

  /// Whether `text` is the beginning of something longer: an open bracket, string or comment, an unfinished statement.
  func needsMoreInput(_ text: String) -> Bool

  /// Names that could stand at the cursor.
  func completions(at context: CompletionContext) -> Completions

  /// Shows the value that was shown last once more; false when there is none yet.
  func showLast(into output: any UnitOutput) throws -> Bool

  /// What the session can say about itself.
  var inspection: any Inspection { get }

  /// The errors and notes of a unit that is only parsed, in the order of their places.
  func check(_ unit: SourceUnit) -> [CheckFinding]
}

/// What is parsed at once.
package struct SourceUnit: Equatable, Sendable {
  package var text: String
  /// Of the file, or what stands for it in an error.
  package var name: String

  package init(text: String, name: String) {
    self.text = text
    self.name = name
  }
}

/// How a unit ended.
package enum Outcome: Sendable {
  case completed
  /// At least one error; several when the unit does not parse.
  case failed([ScriptFailure])
  /// Stopped by `interrupt`.
  case interrupted(ScriptFailure)
}

/// An error that a script did not catch.
package struct ScriptFailure: Sendable {
  /// The class of the error; may be empty.
  package var code: String
  /// What the user sees, on one line and without a place in front.
  package var message: String
  /// Counted from the start of the unit; 0 when unknown.
  package var line: Int
  /// For people: place, message, source line, caret and hints, without a newline at the end.
  package var rendered: String

  package init(code: String, message: String, line: Int, rendered: String) {
    self.code = code
    self.message = message
    self.line = line
    self.rendered = rendered
  }
}

/// What `--check` found.
package struct CheckFinding: Sendable {
  /// False for what may be right all the same, such as a function that a plugin could bring.
  package var isError: Bool
  /// As in `ScriptFailure`.
  package var rendered: String

  package init(isError: Bool, rendered: String) {
    self.isError = isError
    self.rendered = rendered
  }
}
