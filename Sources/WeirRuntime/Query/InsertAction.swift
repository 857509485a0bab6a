import WeirSyntax
import WeirTables

/// `insert into t [(columns)] values …`, `insert into t select …` and `insert into t u`.
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
    guard let table = value.rowTarget else { throw ScriptError(.type, "rows go into a table, got \(ValueDescription.short(value))", at: self.table.span) }
    do {
      let before = value.table?.rowCount
      if let query {
        try insert(try QuerySource.snapshot(try query.eval(frame), at: query.span).columns, table)
      } else if values.count > 1 {
        try insert(try rowGroups(frame), table)
      } else {
        try table.appendValues(try completed(try group(frame), table))
      }
      // Rows that replace others of their key are not new.
      if let plain = value.table, let before { frame.session.matchedRowCount = plain.rowCount - before }
    } catch { throw placed(error) }
    return .normal
  }

  private func insert(_ rows: [Vector], _ table: any RowTarget) throws {
    try table.append(try arranged(rows, table) { type, scale in try Vector.nulls(type, count: rows.first?.count ?? 0, scale: scale) })
  }

  /// Several groups in parentheses are rows.
  private func rowGroups(_ frame: Frame) throws -> [Vector] {
    var columns: [AnyVector] = []
    for group in values {
      if columns.isEmpty { columns = group.map { _ in AnyVector(capacity: values.count) } }
      guard group.count == columns.count else { throw KernelError.shape("a row of \(group.count) values behind one of \(columns.count)") }
      for (index, node) in group.enumerated() { columns[index].push(try node?.eval(frame) ?? .void) }
    }
    return try columns.map { try ResultAssembly.collapsed($0) }
  }

  /// The values of one group; a single tuple stands for all of them.
  private func group(_ frame: Frame) throws -> AnyVector {
    let group = values[0]
    if group.count == 1, let only = group[0] {
      let value = try only.eval(frame)
      if let table = value.table { return AnyVector(vectors: table.snapshot.columns) }
      if let tuple = value.tuple { return tuple }
      let one = AnyVector(capacity: 1)
      one.push(value)
      return one
    }
    let all = AnyVector(capacity: group.count)
    for node in group { all.push(try node?.eval(frame) ?? .void) }
    return all
  }

  /// One group is a row of scalars, or a column per value: one for each column of the table, null where the statement does not name it. The table's columns are let go before
  /// it is changed, so that they can be written in place.
  private func completed(_ group: AnyVector, _ table: any RowTarget) throws -> AnyVector {
    guard !columns.isEmpty else { return group }
    let snapshot = try table.columnShape()
    guard columns.count == group.count else { throw KernelError.shape("\(columns.count) columns are named, \(group.count) values are given") }
    let all = AnyVector(capacity: snapshot.names.count)
    let places = try places(in: snapshot)
    for index in snapshot.names.indices where places[index] != nil || !snapshot.isStamped(index) { all.push(places[index].map { group.cell(at: $0) } ?? .null(snapshot.columns[index].type, scale: snapshot.columns[index].scale)) }
    return all
  }

  /// For each column of the table the place of its values in the statement.
  private func places(in snapshot: TableSnapshot) throws -> [Int?] {
    var places: [Int?] = snapshot.names.map { _ in nil }
    for (place, name) in columns.enumerated() {
      guard let index = snapshot.columnIndex(name) else {
        throw KernelError(.name, "there is no column `\(name)`\(Suggestion.nearest(to: name, among: snapshot.names).map { "; did you mean `\($0)`?" } ?? "")")
      }
      guard places[index] == nil else { throw KernelError(.name, "the column `\(name)` is named twice") }
      places[index] = place
    }
    return places
  }

  /// A column for each of the table's; those that the statement does not name are null.
  private func arranged(_ rows: [Vector], _ table: any RowTarget, nulls: (ElementType, Int) throws -> Vector) throws -> [Vector] {
    guard !columns.isEmpty else { return rows }
    let snapshot = try table.columnShape()
    guard columns.count == rows.count else { throw KernelError.shape("\(columns.count) columns are named, \(rows.count) values are given") }
    let places = try places(in: snapshot)
    return try snapshot.columns.indices.filter { places[$0] != nil || !snapshot.isStamped($0) }.map { index in
      try places[index].map { rows[$0] } ?? nulls(snapshot.columns[index].type, snapshot.columns[index].scale)
    }
  }
}
