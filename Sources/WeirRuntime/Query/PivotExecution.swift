import WeirSyntax
import WeirTables

/// `pivot by r1, r2, c`: one row per combination of the first keys, one column per value of the last. Of several values for one place the last stays.
final class PivotExecution {
  private let query: QueryExecution
  private let clause: GroupingClause
  private var rowKeys: [(name: String, values: Vector)] = []
  private var columnLabels = AnyVector(capacity: 0) as Vector
  /// For each row of the query its place in the matrix: column after column.
  private var grouping: QueryGroups?
  /// For each group of rows its place.
  private var places: [Int] = []

  init(_ query: QueryExecution, _ clause: GroupingClause) {
    self.query = query
    self.clause = clause
  }

  func run() throws -> QueryResult {
    guard clause.keys.count >= 2 else { throw ScriptError(.syntax, "`pivot by` needs keys for rows and, last, one for columns", at: clause.span) }
    guard query.statement.top == nil else { throw ScriptError(.syntax, "`top` cannot stand with `pivot by`", at: clause.span) }
    try makePlaces()
    let items = try query.expandedItems()
    let values = try items.map { (name: $0.names(query.binder.naming)[0], value: try self.value($0.expression)) }
    if query.statement.isExec, values.count == 1, case .matrix(let matrix) = values[0].value {
      var result = QueryResult()
      result.matrix = matrix
      return result
    }
    var result = QueryResult()
    for key in rowKeys { result.append(key.name, key.values) }
    for (name, value) in values {
      switch value {
      case .column(let column): result.append(name, column)
      case .matrix(let matrix):
        for column in 0..<matrix.columns { result.append(columnName(column, values.count > 1 ? name : nil), matrix.column(column)) }
      }
    }
    return try query.finish(&result, alignedColumns: nil)
  }

  private enum PivotValue {
    case matrix(MatrixObject)
    /// One value per row: what a function of all columns gives.
    case column(Vector)
  }

  // MARK: Places

  private func makePlaces() throws {
    let naming = query.binder.naming
    let expressions = clause.keys.map { query.bareCall($0) }
    let columns = try expressions.map { try query.keyColumn($0.expression) }
    let threads = query.session.host.threads
    // Rows are grouped once by all keys; what the keys have in common is found among the groups, which are few.
    let cells = try RowGrouping.make(keys: columns, threads: threads)
    let groupKeys = try columns.map { try $0.gather(cells.firstRows) }
    let rows = try RowGrouping.make(keys: Array(groupKeys.dropLast()), threads: threads)
    let across = try RowGrouping.make(keys: [groupKeys[groupKeys.count - 1]], threads: threads)
    let keyValues = try groupKeys.dropLast().map { try $0.gather(rows.firstRows) }
    let rowOrder = try SortKernel.order(keys: keyValues.map { SortKey($0) })
    let labels = try groupKeys[groupKeys.count - 1].gather(across.firstRows)
    let columnOrder = try SortKernel.order(keys: [SortKey(labels)])
    for (item, values) in zip(expressions, keyValues) { rowKeys.append((item.aliases.first?.text ?? naming.name(item.expression), try values.gather(rowOrder))) }
    columnLabels = try labels.gather(columnOrder)
    let (rowPlaces, columnPlaces) = (inverted(rowOrder), inverted(columnOrder))
    let (rowIds, columnIds) = (rows.ids.pointer(Int32.self), across.ids.pointer(Int32.self))
    places = (0..<cells.groupCount).map { columnPlaces[Int(columnIds[$0])] * rowOrder.count + rowPlaces[Int(rowIds[$0])] }
    grouping = QueryGroups(query, cells)
  }

  private func inverted(_ order: [Int]) -> [Int] {
    var places = [Int](repeating: 0, count: order.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return places
  }

  private var rowCount: Int { rowKeys[0].values.count }

  private func columnName(_ column: Int, _ item: String?) -> String {
    let label = columnLabels.isNull(at: column) ? "NULL" : columnLabels.text(at: column)
    return item.map { "\($0)_\(label)" } ?? label
  }

  // MARK: Values

  private func value(_ expression: Expression) throws -> PivotValue {
    guard let groups = grouping else { preconditionFailure("the places are not known yet") }
    if isOverMatrix(expression) { return try overMatrix(expression) }
    if let call = PlainCall(expression), query.binder.lowerer.function(named: call.name)?.isAggregate == true, let values = try groups.kernelValues(expression) {
      return .matrix(try matrix(values))
    }
    return .matrix(try matrix(try lastValues(expression, groups)))
  }

  /// One value per group: what a scalar gives, or the last of several.
  private func lastValues(_ expression: Expression, _ groups: QueryGroups) throws -> Vector {
    if query.binder.isRowwise(expression) {
      let whole = try query.evaluate(try query.binder.bind(expression))
      if let vector = whole.vector, vector.count == query.rows.rowCount { return try vector.gather(lastRows(groups)) }
    }
    let values = AnyVector(capacity: groups.groupCount)
    try groups.forEachGroup(try query.binder.bind(expression)) { _, value in
      if let vector = value.vector { values.push(vector.count > 0 ? vector.cell(at: vector.count - 1) : .void) } else { values.push(value.copy()) }
    }
    return try ResultAssembly.collapsed(values)
  }

  private func lastRows(_ groups: QueryGroups) -> [Int] {
    var last = groups.grouping.firstRows
    let ids = groups.grouping.ids.pointer(Int32.self)
    for row in 0..<groups.grouping.rowCount { last[Int(ids[row])] = row }
    return last
  }

  private func matrix(_ values: Vector) throws -> MatrixObject {
    var indices = [Int](repeating: -1, count: rowCount * columnLabels.count)
    for (group, place) in places.enumerated() { indices[place] = group }
    let matrix = try MatrixObject(values: try values.gather(indices), rows: rowCount, columns: columnLabels.count)
    matrix.rowLabels = rowKeys[0].values
    matrix.columnLabels = columnLabels
    return matrix
  }

  // MARK: Functions of the pivoted columns

  /// Functions that work on the columns side by side or down each of them see what the pivot made.
  private func isOverMatrix(_ expression: Expression) -> Bool {
    guard let call = PlainCall(expression) else { return false }
    return call.name.hasPrefix("row") && call.name.count > 3 || ["ffill", "bfill", "nullFill", "interpolate", "lfill"].contains(call.name)
  }

  private func overMatrix(_ expression: Expression) throws -> PivotValue {
    let bound = try query.binder.bind(expression)
    let cells = ArgumentList(capacity: max(source.columns.count, 1))
    for index in source.columns.indices {
      guard bound.columns.contains(index), let groups = grouping else {
        cells.push(.missing)
        continue
      }
      cells.push(.matrix(try matrix(try query.rows.column(index).gather(lastRows(groups)))))
    }
    let value = try query.frame.evaluate(bound.node, over: cells.base)
    if let result = value.matrix, result.rows == rowCount, result.columns == columnLabels.count { return .matrix(result) }
    guard let column = value.vector, column.count == rowCount else {
      throw ScriptError(.shape, "`pivot by` needs one value per row or a matrix, got \(ValueDescription.short(value))", at: expression.span)
    }
    return .column(column)
  }

  private var source: SourceRows { query.source }
}
