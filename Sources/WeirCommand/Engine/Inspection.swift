/// What a session can say about itself, for the commands and the completion of the prompt.
package protocol Inspection {
  /// Everything that can be called: what scripts defined, then the built-in functions, each in alphabetical order.
  func functions() -> [FunctionEntry]

  /// In the order in which they were made.
  func variables() -> [VariableEntry]

  /// Variables that hold tables, and shared tables, in alphabetical order.
  func tables() -> [TableEntry]
}

package struct FunctionEntry: Equatable, Sendable {
  package var name: String
  /// As in `msum(X, window, [minPeriods])`.
  package var signature: String
  /// One sentence; empty for what a script defined.
  package var summary: String
  /// A script and what it shows; nil without one.
  package var example: String?
  package var isBuiltIn: Bool

  package init(name: String, signature: String, summary: String, example: String?, isBuiltIn: Bool) {
    self.name = name
    self.signature = signature
    self.summary = summary
    self.example = example
    self.isBuiltIn = isBuiltIn
  }
}

package struct VariableEntry: Equatable, Sendable {
  package var name: String
  /// As in `INT vector`.
  package var kind: String
  /// As in `5` elements or `3 x 2`; empty for a scalar.
  package var size: String

  package init(name: String, kind: String, size: String) {
    self.name = name
    self.kind = kind
    self.size = size
  }
}

package struct TableEntry: Equatable, Sendable {
  package var name: String
  /// As in `table` or `keyedTable`.
  package var kind: String
  package var rowCount: Int
  package var columns: [(name: String, type: String)]

  package init(name: String, kind: String, rowCount: Int, columns: [(name: String, type: String)]) {
    self.name = name
    self.kind = kind
    self.rowCount = rowCount
    self.columns = columns
  }

  package static func == (left: TableEntry, right: TableEntry) -> Bool {
    left.name == right.name && left.kind == right.kind && left.rowCount == right.rowCount && left.columns.elementsEqual(right.columns, by: ==)
  }
}
