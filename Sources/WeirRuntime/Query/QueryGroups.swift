import WeirSyntax
import WeirTables

/// Rows in groups: evaluates expressions over the rows of each group, by a function's grouped kernel where it has one.
final class QueryGroups {
  let query: QueryExecution
  let rows: RowSet
  let grouping: RowGrouping
  /// The rows in group order, and where each group begins in them.
  private(set) lazy var sorted = grouping.sortedRows()
  private(set) lazy var arranged = rows.arranged(sorted.rows)

  init(_ query: QueryExecution, _ grouping: RowGrouping) {
    self.query = query
    self.grouping = grouping
    rows = query.rows
  }

  /// Rows whose groups stand in another order than that of their numbers, or whose rows are sorted within the groups.
  init(_ query: QueryExecution, _ grouping: RowGrouping, sorted: (rows: [Int], offsets: [Int])) {
    self.query = query
    self.grouping = grouping
    rows = query.rows
    self.sorted = sorted
  }

  var groupCount: Int { grouping.groupCount }
  func range(_ group: Int) -> Range<Int> { sorted.offsets[group]..<sorted.offsets[group + 1] }

  /// One value per group, in the order of the groups' numbers, for a call of an aggregate whose arguments can be computed for all rows at once; else nil.
  func kernelValues(_ expression: Expression) throws -> Vector? {
    guard let call = PlainCall(expression), let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction,
      let kernel = builtin.declaration.grouped, call.arguments.allSatisfy(query.binder.isRowwise)
    else { return nil }
    var vectors: [Vector] = []
    for argument in call.arguments {
      let value = try query.evaluate(try query.binder.bind(argument))
      guard let vector = value.vector, vector.count == grouping.rowCount else { return nil }
      vectors.append(vector)
    }
    do { return try kernel(vectors, grouping) } catch { throw ScriptError(error, at: expression.span) }
  }

  /// Evaluates an expression on the rows of each group.
  func forEachGroup(_ bound: BoundExpression, _ body: (Int, borrowing Cell) throws -> Void) throws {
    let slices: RowSlices
    do { slices = try RowSlices(arranged, bound.columns) } catch { throw ScriptError(error, at: bound.node.span) }
    let frame = query.frame.withColumns(slices.cells)
    for group in 0..<groupCount {
      try query.session.checkCancellation()
      slices.show(range(group))
      let value = try bound.node.eval(frame)
      do { try body(group, value) } catch { throw ScriptError(error, at: bound.node.span) }
    }
  }
}

extension RowGrouping {
  /// All rows in one group.
  static func single(rowCount: Int) throws -> RowGrouping {
    let ids = try FixedVector(.int, count: rowCount)
    ids.pointer(Int32.self).update(repeating: 0, count: rowCount)
    return RowGrouping(ids: ids, groupCount: rowCount > 0 ? 1 : 0, firstRows: rowCount > 0 ? [0] : [])
  }
}
