import WeirRuntime
import WeirTables

// The operators as functions, comparison and logic.
extension StandardCatalog {
  static let operators: [Builtin] = [
  ]
}
