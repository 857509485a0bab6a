import WeirRuntime
import WeirTables

// Elementary mathematics and number theory.
extension StandardCatalog {
  static let mathematics: [Builtin] = [
  ]
}
