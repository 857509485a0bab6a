import WeirSyntax
import WeirTables

/// The aggregates of a query whose values for parts of the rows make those for all rows.
struct MergePlan {
  struct Aggregation {
    let text: String
    let call: Expression
    /// None for `count(*)`.
    let arguments: [Expression]
    let form: MergeForm
  }

  let keys: [Expression]
  private(set) var aggregations: [Aggregation] = []
  private let query: QueryExecution
  private let printer = TreePrinter.metacode

  /// Nil when some value of the query needs all rows at once.
  /// - Parameter query: over the columns, with or without rows.
  init?(_ query: QueryExecution) throws {
    let statement = query.statement
    guard statement.grouping.allSatisfy({ $0.kind == .group }), statement.grouping.count <= 1 else { return nil }
    let clause = query.clause(.group)
    self.query = query
    keys = (clause?.keys ?? []).map { query.bareCall($0).expression }
    for key in keys where !query.binder.isRowwise(key) { return nil }
    if clause == nil, statement.having != nil { return nil }
    let items = try query.expandedItems()
    for item in items where try item.aliases.count > 1 || !admit(item.expression) { return nil }
    if let having = statement.having, try !admit(having) { return nil }
    for item in statement.order where query.isAggregate(item.expression) {
      if try clause == nil || !admit(item.expression) { return nil }
    }
    guard clause != nil || !aggregations.isEmpty else { return nil }
  }

  /// Whether an expression is computed from keys and aggregates, which are noted.
  private mutating func admit(_ expression: Expression) throws -> Bool {
    if isKey(expression) { return true }
    switch expression.kind {
    case .constant: return true
    case .name(let name): return try isScalarVariable(name, expression)
    case .unary(_, let operand): return try admit(operand)
    case .binary(let operation, let left, let right): return try operation.isElementwise && admit(left) && admit(right)
    default: break
    }
    if PlainCall.isRowCount(expression) {
      add(expression, [], .size)
      return true
    }
    guard let call = PlainCall(expression), let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction else { return false }
    if builtin.declaration.isElementwise { return try call.arguments.allSatisfy { try admit($0) } }
    guard let form = builtin.declaration.merge, call.arguments.count == form.columnCount, call.arguments.allSatisfy(query.binder.isRowwise) else { return false }
    add(expression, call.arguments, form)
    return true
  }

  private mutating func add(_ call: Expression, _ arguments: [Expression], _ form: MergeForm) {
    let text = printer.text(call)
    guard !aggregations.contains(where: { $0.text == text }) else { return }
    aggregations.append(Aggregation(text: text, call: call, arguments: arguments, form: form))
  }

  private func isKey(_ expression: Expression) -> Bool {
    let text = printer.text(expression)
    return keys.contains { printer.text($0) == text }
  }

  private func isScalarVariable(_ name: Name, _ expression: Expression) throws -> Bool {
    guard query.binder.columns.index(of: name.text) == nil, query.binder.lowerer.function(named: name.text) == nil else { return false }
    return try query.binder.bind(expression).node.eval(query.frame).isScalar
  }
}

extension QueryExecution {
  /// A call of an aggregate.
  func isAggregate(_ expression: Expression) -> Bool {
    guard let call = PlainCall(expression), let function = binder.lowerer.function(named: call.name) else { return false }
    return function.isAggregate
  }
}

/// Groups whose rows were read part by part.
struct MergedGroups {
  /// One value per group.
  let keys: [Vector]
  let groupCount: Int
  /// One value per group, by the text of the call.
  private let aggregates: [String: Vector]

  fileprivate init(keys: [Vector], groupCount: Int, aggregates: [String: Vector]) {
    self.keys = keys
    self.groupCount = groupCount
    self.aggregates = aggregates
  }

  func values(of expression: Expression) -> Vector? { aggregates[TreePrinter.metacode.text(expression)] }
}

/// What parts of the rows gave, until it is merged.
final class PartialAggregates {
  private let plan: MergePlan
  private var keys: [ColumnBuilder]
  /// For each aggregate of the plan a column for each that its parts compute.
  private var values: [[ColumnBuilder]]
  private var rowCount = 0

  init(_ plan: MergePlan) {
    self.plan = plan
    keys = plan.keys.map { _ in ColumnBuilder(capacity: 0) }
    values = plan.aggregations.map { $0.form.parts.map { _ in ColumnBuilder(capacity: 0) } }
  }

  /// The groups of one part.
  /// - Parameter query: the rows that the conditions have left of it.
  /// - Returns: false when the types of the columns have no merging.
  func add(_ query: QueryExecution) throws -> Bool {
    guard query.rows.rowCount > 0 else { return true }
    let columns = try plan.keys.map { try query.keyColumn($0) }
    let grouping = columns.isEmpty ? nil : try RowGrouping.make(keys: columns, threads: query.session.host.threads)
    let count = grouping?.groupCount ?? 1
    for (index, column) in columns.enumerated() { try keys[index].add(.vector(try column.gather(grouping?.firstRows ?? [])), count: count) }
    if let grouping { try prepareSums(grouping, query) }
    for (index, aggregation) in plan.aggregations.enumerated() {
      guard let parts = try grouping.map({ try values(of: aggregation, $0, query) }) ?? values(of: aggregation, query) else { return false }
      for (place, part) in parts.enumerated() { try values[index][place].add(.vector(part), count: count) }
    }
    rowCount += count
    query.session.profile?.add(rows: count)
    return true
  }

  /// Pieces of rows that are one group: for each part of each aggregate, in their order, a value of each piece.
  func add(_ values: [[Vector]]) throws {
    var next = 0
    for index in self.values.indices {
      for place in self.values[index].indices {
        for value in values[next] { try self.values[index][place].add(.vector(value), count: 1) }
        next += 1
      }
    }
    rowCount += values[0].count
  }

  /// Nil when there were no rows, or the types of the columns have no merging.
  func merged(_ session: SessionContext) throws -> MergedGroups? {
    guard rowCount > 0 else { return nil }
    let columns = try keys.map { try $0.finish() }
    let grouping = try columns.isEmpty ? RowGrouping.single(rowCount: rowCount) : RowGrouping.make(keys: columns, threads: session.host.threads)
    var aggregates: [String: Vector] = [:]
    for (index, aggregation) in plan.aggregations.enumerated() {
      guard let merged = try aggregation.form.merged(try values[index].map { try $0.finish() }, grouping) else { return nil }
      aggregates[aggregation.text] = merged
    }
    return MergedGroups(keys: try columns.map { try $0.gather(grouping.firstRows) }, groupCount: grouping.groupCount, aggregates: aggregates)
  }

  // MARK: One part

  /// Makes the sums that several aggregates will ask for in one pass.
  private func prepareSums(_ grouping: RowGrouping, _ query: QueryExecution) throws {
    let summed = try plan.aggregations.filter { $0.form.readsSums }.compactMap { try columns($0, query)?.first }
    do { try grouping.prepareSums(summed) } catch { throw ScriptError(error, at: query.statement.span) }
  }

  /// One value per group.
  private func values(of aggregation: MergePlan.Aggregation, _ grouping: RowGrouping, _ query: QueryExecution) throws -> [Vector]? {
    guard let columns = try columns(aggregation, query) else { return nil }
    var values: [Vector] = []
    for part in aggregation.form.parts {
      guard let column = try placed(aggregation, { try part.byGroup(columns, grouping) }) else { return nil }
      values.append(column)
    }
    return values
  }

  /// One value of all rows. An aggregate that is its own part is evaluated as it is written: over long columns that is one pass.
  private func values(of aggregation: MergePlan.Aggregation, _ query: QueryExecution) throws -> [Vector]? {
    if aggregation.arguments.isEmpty { return [try Vector.repeating(.int(Int32(clamping: query.rows.rowCount)), count: 1)] }
    if aggregation.form.parts.count == 1 {
      let value = try query.evaluate(try query.binder.bind(aggregation.call))
      return value.isScalar ? [try Vector.repeating(value, count: 1)] : nil
    }
    guard let columns = try columns(aggregation, query) else { return nil }
    return try aggregation.form.parts.map { part in
      try Vector.repeating(try placed(aggregation) { try part.whole(columns, query.session.host.threads) }, count: 1)
    }
  }

  private func columns(_ aggregation: MergePlan.Aggregation, _ query: QueryExecution) throws -> [Vector]? {
    var columns: [Vector] = []
    for argument in aggregation.arguments {
      let value = try query.evaluate(try query.binder.bind(argument))
      guard let vector = value.vector, vector.count == query.rows.rowCount, aggregation.form.parts.count == 1 || vector.type.isNumeric else { return nil }
      columns.append(vector)
    }
    return columns
  }

  private func placed<Value: ~Copyable>(_ aggregation: MergePlan.Aggregation, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw ScriptError(error, at: aggregation.call.span) }
  }
}

/// The items of a query without groups, from aggregates that were read part by part: one row.
struct MergedValues {
  private let query: QueryExecution
  private let merged: MergedGroups

  init(_ query: QueryExecution, _ merged: MergedGroups) {
    self.query = query
    self.merged = merged
  }

  func run() throws -> QueryResult {
    let splitter = ExpressionSplitter(query.binder, query.frame) { merged.values(of: $0) }
    var result = QueryResult()
    for item in try query.expandedItems() {
      guard let value = try splitter.value(item.expression) else { throw ScriptError(.type, "a column cannot be made of this", at: item.expression.span) }
      switch try ItemValue.content(value, item.expression.span) {
      case .vector(let column), .scalar(let column): result.append(item.names(query.binder.naming)[0], column)
      }
    }
    result.isScalar = true
    return try query.finish(&result, alignedColumns: nil)
  }
}
