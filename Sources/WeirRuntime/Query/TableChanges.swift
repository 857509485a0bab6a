import WeirSyntax
import WeirTables

/// `insert into t [(columns)] values …` and `insert into t select …`.
final class InsertAction: Action {
  let table: Node
  let columns: [String]
  /// The groups of values as written, or a query.
  let values: [[Node?]]
  let query: Node?

  init(table: Node, columns: [String], values: [[Node?]], query: Node?, span: SourceSpan) {
    self.table = table
    self.columns = columns
    self.values = values
    self.query = query
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try self.table.eval(frame)
    guard let table = value.table else { throw ScriptError(.type, "rows go into a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      try table.append(try arranged(try rows(frame), table.snapshot))
    } catch { throw placed(error) }
    return .normal
  }

  /// The new rows, column by column, in the order of the statement.
  private func rows(_ frame: Frame) throws -> [Vector] {
    if let query { return try QuerySource.snapshot(try query.eval(frame), at: query.span).columns }
    var columns: [AnyVector] = []
    var whole: [Vector] = []
    for group in values {
      if group.count == 1, values.count == 1, let only = group[0] {
        let value = try only.eval(frame)
        if let table = value.table { return table.snapshot.columns }
        if let tuple = value.tuple { return try (0..<tuple.count).map { try column(tuple.cell(at: $0)) } }
      }
      if columns.isEmpty { columns = group.map { _ in AnyVector(capacity: values.count) } }
      guard group.count == columns.count else { throw KernelError.shape("a row of \(group.count) values behind one of \(columns.count)") }
      for (index, node) in group.enumerated() {
        let value = try node?.eval(frame) ?? .void
        if values.count == 1 { whole.append(try column(value)) } else { columns[index].push(value) }
      }
    }
    return values.count == 1 ? try InsertAction.repeated(whole) : try columns.map { try ResultAssembly.collapsed($0) }
  }

  private func column(_ value: borrowing Cell) throws -> Vector {
    if let vector = value.vector { return vector }
    let one = AnyVector(capacity: 1)
    one.push(value.copy())
    return value.isScalar && !value.isVoid ? try ResultAssembly.collapsed(one) : one
  }

  /// Scalars beside vectors are repeated.
  private static func repeated(_ columns: [Vector]) throws -> [Vector] {
    let count = columns.map(\.count).max() ?? 0
    return try columns.map { $0.count == 1 && count > 1 ? try Vector.repeating($0.cell(at: 0), count: count) : $0 }
  }

  /// A column for each of the table's; those that the statement does not name are null.
  private func arranged(_ rows: [Vector], _ snapshot: TableSnapshot) throws -> [Vector] {
    guard !columns.isEmpty else { return rows }
    guard columns.count == rows.count else { throw KernelError.shape("\(columns.count) columns are named, \(rows.count) values are given") }
    let count = rows.first?.count ?? 0
    var arranged: [Vector?] = snapshot.names.map { _ in nil }
    for (name, vector) in zip(columns, rows) {
      guard let index = snapshot.columnIndex(name) else { throw KernelError(.name, "there is no column `\(name)`") }
      arranged[index] = vector
    }
    return try zip(arranged, snapshot.columns).map { try $0 ?? Vector.nulls($1.type, count: count, scale: $1.scale) }
  }
}

/// `update t set c = e [where …] [context by …]`: new columns are added, the type of a column that is there stays.
final class UpdateTableAction: Action {
  let statement: UpdateStatement
  let table: Node
  let qualifier: String?
  let scope: Scope

  init(_ statement: UpdateStatement, table: Node, qualifier: String?, scope: Scope, span: SourceSpan) {
    self.statement = statement
    self.table = table
    self.qualifier = qualifier
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try self.table.eval(frame)
    guard let table = value.table else { throw ScriptError(.type, "`update` changes a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      try table.update { try change(&$0, frame) }
    } catch { throw placed(error) }
    return .normal
  }

  private func change(_ snapshot: inout TableSnapshot, _ frame: Frame) throws {
    var query = SelectStatement(span: span)
    query.conditions = statement.conditions
    query.items = statement.settings.map { SelectItem(expression: $0.value, span: $0.value.span) }
    // The position of each row, so that what was computed finds its way back from filters and groups.
    let positions = try FixedVector(.long, count: snapshot.rowCount)
    for row in 0..<snapshot.rowCount { positions.pointer(Int64.self)[row] = Int64(row) }
    query.items.append(SelectItem(expression: Expression(.quotedColumn(UpdateTableAction.positionColumn))))
    if let grouping = statement.grouping { query.grouping = [grouping] }
    query.having = statement.having
    let byName = Dictionary(snapshot.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let source = SourceRows(
      names: snapshot.names + [UpdateTableAction.positionColumn], columns: snapshot.columns + [positions], rowCount: snapshot.rowCount,
      qualifiers: qualifier.map { [$0: byName] } ?? [:])
    let result = try QueryExecution(query, source, frame, scope).run()
    guard let rows = result.columns.last else { return }
    for (setting, column) in zip(statement.settings, result.columns) { try store(column, rows, setting, &snapshot) }
  }

  /// No script can name a column like this.
  private static let positionColumn = "\u{0}position"

  private func store(_ values: Vector, _ rows: Vector, _ setting: UpdateStatement.Setting, _ snapshot: inout TableSnapshot) throws {
    let name = try columnName(setting.column)
    let positions = rows.pointer(Int64.self)
    guard let index = snapshot.columnIndex(name) else {
      let added = try Vector.nulls(values.type == .void ? .int : values.type, count: snapshot.rowCount, scale: values.scale)
      for row in 0..<rows.count { try added.set(Int(positions[row]), values.cell(at: row)) }
      snapshot.names.append(name)
      snapshot.columns.append(added)
      return
    }
    let changed = snapshot.columns[index].sharingHeader()
    for row in 0..<rows.count { try changed.set(Int(positions[row]), values.cell(at: row)) }
    snapshot.columns[index] = changed
  }

  private func columnName(_ expression: Expression) throws -> String {
    switch expression.kind {
    case .name(let name): return name.text
    case .quotedColumn(let name): return name
    case .member(_, .name(let name)): return name.text
    case .constant(.string(let literal)): return literal.text
    default: throw ScriptError(.syntax, "a column's name is expected", at: expression.span)
    }
  }
}

/// `delete from t [where …]`.
final class DeleteAction: Action {
  let statement: DeleteStatement
  let table: Node
  let qualifier: String?
  let scope: Scope

  init(_ statement: DeleteStatement, table: Node, qualifier: String?, scope: Scope, span: SourceSpan) {
    self.statement = statement
    self.table = table
    self.qualifier = qualifier
    self.scope = scope
    super.init(span: span)
  }

  override func run(_ frame: Frame) throws -> Completion {
    let value = try self.table.eval(frame)
    guard let table = value.table else { throw ScriptError(.type, "`delete` takes rows from a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      try table.update { snapshot in
        let byName = Dictionary(snapshot.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let source = SourceRows(names: snapshot.names, columns: snapshot.columns, rowCount: snapshot.rowCount, qualifiers: qualifier.map { [$0: byName] } ?? [:])
        let execution = QueryExecution(SelectStatement(span: span), source, frame, scope)
        try execution.filter(statement.conditions)
        let gone = Set(execution.rows.rows ?? Array(0..<snapshot.rowCount))
        let kept = (0..<snapshot.rowCount).filter { !gone.contains($0) }
        snapshot.columns = try snapshot.columns.map { try $0.gather(kept) }
        snapshot.rowCount = kept.count
      }
    } catch { throw placed(error) }
    return .normal
  }
}
