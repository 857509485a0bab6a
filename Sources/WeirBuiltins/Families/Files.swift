import WeirRuntime
import WeirTables

// Files and directories.
extension StandardCatalog {
  static let files: [Builtin] = textFiles
}
