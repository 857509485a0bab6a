import WeirRuntime
import WeirTables

// Taking, joining, sorting and searching.
extension StandardCatalog {
  static let dataManipulation: [Builtin] = taking + appending + shifting + splitting + searching + ordering + layout + unpivoting + members
}
