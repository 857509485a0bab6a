import WeirRuntime
import WeirTables

// From one type to another.
extension StandardCatalog {
  static let conversion: [Builtin] = [
  ]
}
