import WeirSyntax
import WeirTables

/// The rows that a query starts from.
struct SourceRows {
  var names: [String]
  var columns: [Vector]
  var rowCount: Int
  /// Tables' names and aliases with the columns that each contributes.
  var qualifiers: [String: [String: Int]]
}

/// What stands after `from`.
struct QuerySource {
  let table: Node
  /// The alias, or the name of the variable: what may stand before a column's name.
  let qualifier: String?
  let span: SourceSpan

  func rows(_ frame: Frame) throws -> SourceRows {
    let value = try table.eval(frame)
    let snapshot = try QuerySource.snapshot(value, at: span)
    let byName = Dictionary(snapshot.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return SourceRows(
      names: snapshot.names, columns: snapshot.columns, rowCount: snapshot.rowCount, qualifiers: qualifier.map { [$0: byName] } ?? [:])
  }

  /// - Throws: `.type` for what is no table.
  static func snapshot(_ value: borrowing Cell, at span: SourceSpan) throws -> TableSnapshot {
    if let table = value.table { return table.snapshot }
    throw ScriptError(.type, "a query needs a table, got \(ValueDescription.short(value))", at: span)
  }
}
