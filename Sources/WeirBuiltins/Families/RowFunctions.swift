import WeirRuntime
import WeirTables

// Aggregates and vector functions along the rows of a matrix or of several columns.
extension StandardCatalog {
  static let rowFunctions: [Builtin] = [
  ]
}
