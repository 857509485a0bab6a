import WeirRuntime
import WeirTables

// Dictionaries: making, reading and changing them.
extension StandardCatalog {
  static let dictionaries: [Builtin] = [
  ]
}
