import WeirRuntime
import WeirTables

// Code as a value.
extension StandardCatalog {
  static let metaprogramming: [Builtin] = [
  ]
}
