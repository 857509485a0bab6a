import WeirHost
import WeirSyntax
import WeirTables

/// Rows in groups: their columns in group order, and expressions over the rows of each group, by a function's grouped kernel where it has one.
final class QueryGroups {
  let query: QueryExecution
  let grouping: RowGrouping
  /// The groups in the order in which they come; nil for that of their numbers.
  private let order: [Int]?
  /// The rows in group order and where each group begins, when they are not just the groups' rows in their own order.
  private let chosen: (rows: [Int], offsets: [Int])?
  private lazy var counts = grouping.counts()
  /// Where each group begins, by its place and by its number. Not asked for by kernels that run over all rows at once.
  private lazy var layout = QueryGroups.layout(counts, order ?? Array(counts.indices))
  private(set) lazy var rows: [Int] = chosen?.rows ?? grouping.rows(from: layout.starts)
  private(set) lazy var arranged = query.rows.arranged(rows)
  private var columns: [Int: Vector] = [:]

  /// - Parameter order: the groups in the order in which they come; nil for that of their numbers.
  init(_ query: QueryExecution, _ grouping: RowGrouping, order: [Int]? = nil) {
    self.query = query
    self.grouping = grouping
    self.order = order
    chosen = nil
  }

  /// Groups whose rows are sorted or chosen.
  /// - Parameter rows: for every group, in the order in which they come, its rows.
  init(_ query: QueryExecution, _ grouping: RowGrouping, rows: [Int], offsets: [Int]) {
    self.query = query
    self.grouping = grouping
    order = nil
    chosen = (rows, offsets)
  }

  private static func layout(_ counts: [Int], _ order: [Int]) -> (offsets: [Int], starts: [Int]) {
    var offsets = [0]
    offsets.reserveCapacity(order.count + 1)
    var starts = [Int](repeating: 0, count: order.count)
    var next = 0
    for group in order {
      starts[group] = next
      next += counts[group]
      offsets.append(next)
    }
    return (offsets, starts)
  }

  /// Where each group begins in the arranged rows, in the order of the groups; one more than there are groups.
  var offsets: [Int] { chosen?.offsets ?? layout.offsets }
  var groupCount: Int { chosen.map { $0.offsets.count - 1 } ?? grouping.groupCount }
  var rowCount: Int { chosen?.rows.count ?? grouping.rowCount }
  func range(_ group: Int) -> Range<Int> { offsets[group]..<offsets[group + 1] }

  // MARK: Columns

  /// A column in group order.
  func column(_ index: Int) throws -> Vector {
    if let known = columns[index] { return known }
    let vector = try chosen == nil ? inGroupOrder(try query.rows.column(index)) : arranged.column(index)
    columns[index] = vector
    return vector
  }

  /// A vector with a value for each row, in group order.
  func inGroupOrder(_ vector: Vector) throws -> Vector {
    try chosen == nil ? grouping.arranged(vector, from: layout.starts) : vector.gather(rows)
  }

  /// Rows from which a second thread is worth being woken.
  private static let parallelRowsMin = 200_000

  /// Puts several columns in group order at once.
  func prepare(_ indices: Set<Int>) throws {
    let missing = indices.filter { columns[$0] == nil }.sorted()
    guard missing.count > 1, rowCount >= QueryGroups.parallelRowsMin, chosen == nil else { return }
    let sources = try missing.map { try query.rows.column($0) }
    let starts = layout.starts
    let results = ParallelColumns(count: missing.count)
    try query.session.host.threads.forEachParallel(missing.count) { place in
      results.set(place, try grouping.arranged(sources[place], from: starts))
    }
    for (place, index) in missing.enumerated() { columns[index] = results[place] }
  }

  // MARK: Values

  /// Makes the sums of the columns that calls among `expressions` will ask for, all in one pass.
  func prepareSums(_ expressions: [Expression]) throws {
    var columns: [Vector] = []
    for expression in expressions {
      guard let call = PlainCall(expression), call.arguments.count == 1, let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction,
        builtin.declaration.merge?.readsSums == true, let column = try query.binder.bind(call.arguments[0]).node as? ColumnNode
      else { continue }
      columns.append(try query.rows.column(column.index))
    }
    do { try grouping.prepareSums(columns) } catch { throw ScriptError(error, at: query.statement.span) }
  }

  /// One value per group, in the order of the groups' numbers, for a call of an aggregate whose arguments can be computed for all rows at once; else nil.
  func kernelValues(_ expression: Expression) throws -> Vector? {
    if PlainCall.isRowCount(expression) { return try rowCounts() }
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

  private func rowCounts() throws -> Vector {
    let result = try FixedVector(.int, count: grouping.groupCount)
    for (group, count) in counts.enumerated() { result.pointer(Int32.self)[group] = Int32(count) }
    return result
  }

  /// Evaluates an expression on the rows of each group.
  func forEachGroup(_ bound: BoundExpression, _ body: (Int, borrowing Cell) throws -> Void) throws {
    let slices: RowSlices
    do {
      slices = RowSlices(columnCount: query.rows.columns.count, try bound.columns.map { ($0, try column($0)) })
    } catch { throw ScriptError(error, at: bound.node.span) }
    for group in 0..<groupCount {
      try query.session.checkCancellation()
      slices.show(range(group))
      let value = try query.frame.evaluate(bound.node, over: slices.cells)
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
