import WeirHost

/// Makes the interpreter of a run.
package typealias EngineFactory = @Sendable (EngineSettings) -> any Engine

package struct EngineSettings: Sendable {
  package var host: Host
  /// The words behind the script on the command line.
  package var arguments: [String]

  package init(host: Host, arguments: [String]) {
    self.host = host
    self.arguments = arguments
  }
}
