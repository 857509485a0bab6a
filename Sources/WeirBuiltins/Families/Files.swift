import WeirRuntime
import WeirTables

// Text files and tables in them.
extension StandardCatalog {
  static let files: [Builtin] = [
  ]
}
