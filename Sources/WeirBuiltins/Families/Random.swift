import WeirRuntime
import WeirTables

// Chance and distributions.
extension StandardCatalog {
  static let random: [Builtin] = [
  ]
}
