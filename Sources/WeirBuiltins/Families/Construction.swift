import WeirRuntime
import WeirTables

// Making vectors, matrices, sets and tuples.
extension StandardCatalog {
  static let construction: [Builtin] = [
  ]
}
