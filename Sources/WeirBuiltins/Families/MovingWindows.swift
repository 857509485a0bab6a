import WeirRuntime
import WeirTables

// Functions over the last rows.
extension StandardCatalog {
  static let movingWindows: [Builtin] = [
  ]
}
