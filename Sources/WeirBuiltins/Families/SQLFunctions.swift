import WeirRuntime
import WeirTables

// Joins and other parts of SQL as functions.
extension StandardCatalog {
  static let sqlFunctions: [Builtin] = [
  ]
}
