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
    guard let table = value.table else { throw ScriptError(.type, "`delete` takes rows from a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      frame.session.matchedRowCount = try table.update { snapshot in
        let before = snapshot.rowCount
        let rows = try source?.rows(frame, scope) ?? SourceRows(snapshot, name: qualifier)
        guard let gone = try chosenRows(rows, frame) else {
          snapshot.columns = try snapshot.columns.map { try $0.emptyLike(capacity: 0) }
          snapshot.rowCount = 0
          return before
        }
        var isGone = [Bool](repeating: false, count: snapshot.rowCount)
        for row in gone where row >= 0 && row < snapshot.rowCount { isGone[row] = true }
        let kept = isGone.indices.filter { !isGone[$0] }
        guard kept.count < snapshot.rowCount else { return 0 }
        snapshot.columns = try snapshot.columns.map { try $0.gather(kept) }
        snapshot.rowCount = kept.count
        return before - kept.count
      }
    } catch { throw placed(error) }
    return .normal
  }

  /// The rows of the table that go; nil for all.
  private func chosenRows(_ source: SourceRows, _ frame: Frame) throws -> [Int]? {
    if let grouping = statement.grouping { return try chosenInGroups(source, grouping, frame) }
    let execution = QueryExecution(SelectStatement(span: span), source, frame, scope)
    try execution.filter(statement.conditions)
    return execution.rows.parts[0]
  }

  /// `context by … having`: the rows that `having` leaves.
  private func chosenInGroups(_ source: SourceRows, _ grouping: GroupingClause, _ frame: Frame) throws -> [Int] {
    var query = SelectStatement(span: span)
    query.conditions = statement.conditions
    query.grouping = [grouping]
    query.having = statement.having
    query.items = [SelectItem(expression: Expression(.quotedColumn(DeleteAction.rowColumn)))]
    var numbered = source
    let rowNumbers = try FixedVector(.long, count: source.rowCount)
    for row in 0..<source.rowCount { rowNumbers.pointer(Int64.self)[row] = Int64(source.parts[0]?[row] ?? row) }
    numbered.append(DeleteAction.rowColumn, rowNumbers)
    let rows = try QueryExecution(query, numbered, frame, scope).run().columns[0]
    return try (0..<rows.count).mapRows { Int(rows.pointer(Int64.self)[$0]) }
  }

  /// No script can name a column like this.
  private static let rowColumn = "\u{0}row"
}
