import WeirRuntime
import WeirTables

// Aggregates: a vector to one value.
extension StandardCatalog {
  static let statistics: [Builtin] = [
  ]
}
