import WeirRuntime
import WeirTables

// Text.
extension StandardCatalog {
  static let strings: [Builtin] = [
  ]
}
