import WeirRuntime
import WeirTables

// Functions that take functions.
extension StandardCatalog {
  static let higherOrder: [Builtin] = [
  ]
}
