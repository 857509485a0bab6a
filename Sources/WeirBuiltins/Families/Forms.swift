import WeirRuntime
import WeirTables

// What form and type a value has.
extension StandardCatalog {
  static let forms: [Builtin] = [
  ]
}
