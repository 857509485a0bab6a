import WeirSyntax
import WeirTables

/// `delete from t [where …]`, `delete t from ej(t, u, …) [where …]`.
final class DeleteAction: Action {
  let statement: DeleteStatement
  let table: Node
  let qualifier: String?
  /// A join whose first table is the one that loses rows.
  let source: QuerySource?
  let scope: Scope

  init(_ statement: DeleteStatement, table: Node, qualifier: String?, source: QuerySource?, scope: Scope, span: SourceSpan) {
    self.statement = statement
    self.table = table
    self.qualifier = qualifier
    self.source = source
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try self.table.eval(frame)
    do {
      try source?.requireFirst(value, of: "delete", frame)
      try source?.requireEqualOrLeftJoin()
      if let segmented = value.segmentedTable {
        try delete(from: segmented, frame)
        return .normal
      }
      guard let table = value.table else { throw ScriptError(.type, "`delete` takes rows from a table, got \(ValueDescription.short(value))", at: self.table.span) }
      frame.session.matchedRowCount = try table.update(.delete) { snapshot in
        let before = snapshot.rowCount
        // Rows that go move the others, so that an index made for one statement would be dropped at its end: what has none is read once.
        guard let kept = try keptRows(snapshot, table.kind.overwrites && snapshot.hasIndex ? table : nil, frame) else {
          try snapshot.removeAllRows()
          return before
        }
        if kept.count < before { try snapshot.keep(kept) }
        return before - kept.count
      }
    } catch { throw placed(error) }
    return .normal
  }

  private func delete(from table: any SegmentedTable, _ frame: Frame) throws {
    let choose = { view in try self.source == nil ? PartitionPruning.partitions(view, self.statement.conditions, frame, self.scope, name: self.qualifier) : view.all }
    frame.session.matchedRowCount = 0
    try table.update(.delete, choosing: choose) { snapshot in
      let kept = try keptRows(snapshot, nil, frame) ?? []
      frame.session.matchedRowCount = snapshot.rowCount - kept.count
      return kept
    }
  }

  /// The rows that stay, ascending; nil when all go.
  /// - Parameter keyed: the table, when it has a key by which its rows can be found.
  private func keptRows(_ snapshot: TableSnapshot, _ keyed: Table?, _ frame: Frame) throws -> [Int]? {
    var rows = try source?.rows(frame, scope) ?? SourceRows(snapshot, name: qualifier)
    if source == nil { rows.keyed = keyed.map { KeyedRows(table: $0, snapshot: snapshot) } }
    guard let gone = try chosenRows(rows, frame) else { return nil }
    var isGone = [Bool](repeating: false, count: snapshot.rowCount)
    for row in gone where row >= 0 && row < snapshot.rowCount { isGone[row] = true }
    return isGone.indices.filter { !isGone[$0] }
  }

  /// The rows of the table that go; nil for all.
  private func chosenRows(_ source: SourceRows, _ frame: Frame) throws -> [Int]? {
    if let grouping = statement.grouping { return try chosenInGroups(source, grouping, frame) }
    let execution = QueryExecution(SelectStatement(span: span), source, frame, scope)
    try execution.filterSource(statement.conditions)
    return execution.rows.parts[0]
  }

  /// `context by … having`: the rows that `having` leaves.
  private func chosenInGroups(_ source: SourceRows, _ grouping: GroupingClause, _ frame: Frame) throws -> [Int] {
    var query = SelectStatement(span: span)
    query.conditions = statement.conditions
    query.grouping = [grouping]
    query.having = statement.having
    query.items = [SelectItem(expression: Expression(.quotedColumn(RowNumberColumn.name)))]
    var numbered = source
    numbered.append(RowNumberColumn.name, try RowNumberColumn.make(for: source))
    return try RowNumberColumn.rows(try QueryExecution(query, numbered, frame, scope).run().columns[0])
  }
}
