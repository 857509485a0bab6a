import WeirRuntime
import WeirTables

// Checksums and encodings of text.
extension StandardCatalog {
  static let encoding: [Builtin] = [
  ]
}
