/// What a shell learns of a run.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  /// The script raised an error, or did not parse.
  case scriptError = 1
  /// The command line was not understood.
  case usage = 2
  /// A file could not be read or the output not be written.
  case inputOutput = 3
  /// Stopped by Ctrl-C: 128 and the number of the signal, as shells count.
  case interrupted = 130

  /// As help and manual say it.
  var meaning: String {
    switch self {
    case .success: "success"
    case .scriptError: "script error"
    case .usage: "usage"
    case .inputOutput: "input or output"
    case .interrupted: "interrupted"
    }
  }
}
