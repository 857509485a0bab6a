import WeirRuntime
import WeirTables

// Functions over the last stretch of time.
extension StandardCatalog {
  static let timeWindows: [Builtin] = [
  ]
}
