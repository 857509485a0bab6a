import WeirRuntime
import WeirTables

// Dates and times.
extension StandardCatalog {
  static let temporal: [Builtin] = [
  ]
}
