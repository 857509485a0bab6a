import WeirRuntime
import WeirTables

// Functions over all rows up to the present one.
extension StandardCatalog {
  static let cumulativeWindows: [Builtin] = [
  ]
}
