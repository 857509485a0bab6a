import WeirRuntime
import WeirTables

// Finding and filling nulls.
extension StandardCatalog {
  static let nullHandling: [Builtin] = [
  ]
}
