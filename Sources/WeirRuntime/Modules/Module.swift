/// What `module a::b` declares: the functions and classes of one file, and the modules that it uses itself.
package final class Module {
  /// The words of its name, outermost first; also its place among the files.
  package let path: [String]
  /// Functions and classes by their plain names.
  package internal(set) var functions: [String: Function] = [:]
  /// The modules whose functions are found here without their module's name.
  var imports: [Module] = []

  init(path: [String]) { self.path = path }

  package var name: String { path.joined(separator: "::") }

  /// The name that a function of this module has everywhere.
  func qualified(_ function: String) -> String { name + "::" + function }
}
