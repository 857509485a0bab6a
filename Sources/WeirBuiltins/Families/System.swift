import WeirRuntime
import WeirTables

// The session and the machine.
extension StandardCatalog {
  static let system: [Builtin] = [
  ]
}
