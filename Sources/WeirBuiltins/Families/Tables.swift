import WeirRuntime
import WeirTables

// Making and changing tables.
extension StandardCatalog {
  static let tables: [Builtin] = [
  ]
}
