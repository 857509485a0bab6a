import WeirHost
import WeirRuntime

/// Makes the interpreter of a run.
package typealias EngineFactory = @Sendable (EngineSettings) -> any Engine

package struct EngineSettings: Sendable {
  package var host: Host
  /// The words behind the script on the command line.
  package var arguments: [String]
  /// Where modules are looked for, in this order.
  package var moduleDirectories: [String]
  package var site: SiteSettings
  /// Errors are read at a terminal that shows colours.
  package var hasColours: Bool

  package init(host: Host, arguments: [String], moduleDirectories: [String] = [], site: SiteSettings = SiteSettings(), hasColours: Bool = false) {
    self.host = host
    self.arguments = arguments
    self.moduleDirectories = moduleDirectories
    self.site = site
    self.hasColours = hasColours
  }
}
