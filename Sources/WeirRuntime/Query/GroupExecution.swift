import WeirSyntax
import WeirTables

/// `group by`: one row per group.
///
/// Items are split into calls of aggregates and what is computed from their results: `sum(a) \ sum(b) * 2` makes two columns of one value per group, and the rest is
/// one expression over those columns. What cannot be split is evaluated group by group.
final class GroupExecution {
  private let query: QueryExecution
  private let clause: GroupingClause
  private var keys: [(expression: Expression, name: String, vector: Vector)] = []
  private var grouping = RowGrouping.single(rowCount: 0)
  private lazy var sorted = grouping.sortedRows()
  /// The results of the aggregates found so far.
  private var aggregates: [Vector] = []
  /// The aggregates by text, so that one that occurs twice is computed once.
  private var aggregateByText: [String: Int] = [:]

  init(_ query: QueryExecution, _ clause: GroupingClause) {
    self.query = query
    self.clause = clause
  }

  func run() throws -> QueryResult {
    try makeGroups()
    var result = QueryResult()
    let items = try query.expandedItems().map { ($0, try groupValue($0)) }
    for key in keys where !items.contains(where: { isKey($0.0.expression, key) }) { result.append(key.name, try keyColumn(key.vector)) }
    for (item, value) in items {
      let names = isAnyKey(item.expression).map { item.aliases.isEmpty ? [keys[$0].name] : item.aliases } ?? item.names(query.binder.naming)
      guard names.count == 1 else { throw ScriptError(.unsupported, "several names for one result cannot be used with `group by` yet", at: item.expression.span) }
      result.append(names[0], value)
    }
    if let having = statement.having {
      let value = try groupValue(ExpandedItem(expression: having, aliases: []))
      if case .positions(let positions) = try Selection(.vector(value), count: grouping.groupCount) { try result.gather(positions) }
    }
    return try query.finish(&result, alignedColumns: nil)
  }

  private var statement: SelectStatement { query.statement }

  // MARK: Groups

  private func makeGroups() throws {
    let naming = query.binder.naming
    for item in clause.keys {
      let value = try query.evaluate(try query.binder.bind(item.expression))
      let vector = try keyVector(value, item.expression.span)
      keys.append((item.expression, item.aliases.first?.text ?? naming.name(item.expression), vector))
    }
    grouping = try RowGrouping.make(keys: keys.map(\.vector), threads: query.session.host.threads)
  }

  private func keyVector(_ value: borrowing Cell, _ span: SourceSpan) throws -> Vector {
    if let vector = value.vector {
      guard vector.count == query.rows.rowCount else { throw ScriptError(.shape, "a key of the groups has \(vector.count) rows, the table \(query.rows.rowCount)", at: span) }
      return vector
    }
    guard value.isScalar else { throw ScriptError(.type, "a key of the groups must be a column, got \(ValueDescription.short(value))", at: span) }
    return try Vector.repeating(value, count: query.rows.rowCount)
  }

  private func keyColumn(_ vector: Vector) throws -> Vector { try vector.gather(grouping.firstRows) }

  private func text(_ expression: Expression) -> String { TreePrinter.metacode.text(expression) }

  private func isKey(_ expression: Expression, _ key: (expression: Expression, name: String, vector: Vector)) -> Bool {
    switch expression.kind {
    case .name(let name) where name.text == key.name: return true
    case .quotedColumn(let name) where name == key.name: return true
    default:
      let own = text(expression)
      return !own.isEmpty && own == text(key.expression)
    }
  }

  private func isAnyKey(_ expression: Expression) -> Int? { keys.firstIndex { isKey(expression, $0) } }

  // MARK: Values

  /// One value per group.
  private func groupValue(_ item: ExpandedItem) throws -> Vector {
    let expression = item.expression
    guard let node = try split(expression) else { return try groupByGroup(expression) }
    let cells = ArgumentList(capacity: keys.count + aggregates.count)
    for key in keys { cells.push(.vector(try keyColumn(key.vector))) }
    for aggregate in aggregates { cells.push(.vector(aggregate)) }
    let value = try node.eval(query.frame.withColumns(cells.base))
    switch try ItemValue.content(value, expression.span) {
    case .vector(let vector):
      guard vector.count == grouping.groupCount else { throw ScriptError(.shape, "the column has \(vector.count) values for \(grouping.groupCount) groups", at: expression.span) }
      return vector
    case .scalar(let column): return try Vector.repeating(column.cell(at: 0), count: grouping.groupCount)
    }
  }

  /// The expression over keys and results of aggregates; nil when it needs the rows of each group.
  private func split(_ expression: Expression) throws -> Node? {
    if let key = isAnyKey(expression) { return ColumnNode(index: key, name: keys[key].name, span: expression.span) }
    let lowerer = query.binder.lowerer
    switch expression.kind {
    case .constant(let constant): return lowerer.lowerConstant(constant, at: expression.span)
    case .name(let name):
      guard query.binder.columns.index(of: name.text) == nil else { return nil }
      let node = try query.binder.bind(expression).node
      return try node.eval(query.frame).isScalar ? node : nil
    case .unary(let operation, let operand):
      guard let node = try split(operand) else { return nil }
      return operation == .negate ? NegateNode(node, span: expression.span) : NotNode(node, span: expression.span)
    case .binary(let operation, let left, let right):
      guard let leftNode = try split(left), let rightNode = try split(right) else { return nil }
      return lowerer.lowerBinary(operation, leftNode, rightNode, at: expression.span)
    default: return try splitCall(expression)
    }
  }

  private func splitCall(_ expression: Expression) throws -> Node? {
    guard let call = PlainCall(expression), let function = query.binder.lowerer.function(named: call.name) else { return nil }
    if function.isAggregate { return try aggregateNode(expression, call, function) }
    guard let builtin = function as? BuiltinFunction, case .elementwise = builtin.declaration.axis else { return nil }
    var arguments: [Node] = []
    for argument in call.arguments {
      guard let node = try split(argument) else { return nil }
      arguments.append(node)
    }
    return CallNode(builtin, arguments, names: nil, span: expression.span)
  }

  private func aggregateNode(_ expression: Expression, _ call: PlainCall, _ function: Function) throws -> Node {
    let key = text(expression)
    let index: Int
    if !key.isEmpty, let known = aggregateByText[key] {
      index = known
    } else {
      aggregates.append(try fastPath(call, function) ?? groupByGroup(expression))
      index = aggregates.count - 1
      aggregateByText[key] = index
    }
    return ColumnNode(index: keys.count + index, name: call.name, span: expression.span)
  }

  /// The function's grouped kernel, when its arguments can be computed for all rows at once.
  private func fastPath(_ call: PlainCall, _ function: Function) throws -> Vector? {
    guard let kernel = (function as? BuiltinFunction)?.declaration.grouped, call.arguments.allSatisfy(isRowwise) else { return nil }
    var vectors: [Vector] = []
    for argument in call.arguments {
      guard let vector = try query.evaluate(try query.binder.bind(argument)).vector, vector.count == grouping.rowCount else { return nil }
      vectors.append(vector)
    }
    return try kernel(vectors, grouping)
  }

  /// Whether the value of a row depends on that row alone.
  private func isRowwise(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .constant, .name, .quotedColumn, .star: return true
    case .member(let table, _):
      guard case .name(let name) = table.kind else { return false }
      return query.binder.columns.qualifiers[name.text] != nil
    case .unary(_, let operand): return isRowwise(operand)
    case .binary(let operation, let left, let right): return operation.level != .pair && operation.level != .postfix && isRowwise(left) && isRowwise(right)
    case .comparisons(let first, let links): return isRowwise(first) && links.allSatisfy { isRowwise($0.operand) }
    default:
      guard let call = PlainCall(expression), let builtin = query.binder.lowerer.function(named: call.name) as? BuiltinFunction else { return false }
      guard case .elementwise = builtin.declaration.axis else { return false }
      return call.arguments.allSatisfy(isRowwise)
    }
  }

  /// Evaluates an expression on the rows of each group.
  private func groupByGroup(_ expression: Expression) throws -> Vector {
    let bound = try query.binder.bind(expression)
    let slices = try GroupSlices(query.rows, bound.columns, sorted)
    let values = AnyVector(capacity: grouping.groupCount)
    for group in 0..<grouping.groupCount {
      try query.session.checkCancellation()
      slices.show(group)
      let value = try bound.node.eval(query.frame.withColumns(slices.cells))
      if let vector = value.vector, vector.count == 1, vector.storage != .array {
        values.push(vector.cell(at: 0))
      } else {
        guard value.isScalar else {
          throw ScriptError(.shape, "`group by` needs one value per group, got \(ValueDescription.short(value)); use an aggregate or `context by`", at: expression.span)
        }
        values.push(value)
      }
    }
    guard values.count > 0 else { return try Vector.empty(.double) }
    return try ResultAssembly.collapsed(values)
  }
}

/// A call by name with positional arguments, however it is written: `f(x)`, `x.f()`, `f x`, `x f y`.
struct PlainCall {
  let name: String
  let arguments: [Expression]

  init?(_ expression: Expression) {
    switch expression.kind {
    case .call(let callee, let arguments): self.init(callee, arguments)
    case .methodCall(let target, let method, let arguments): self.init(Expression(.name(method)), [Argument(value: target)] + arguments)
    case .prefix(let function, let operand): self.init(function, [Argument(value: operand)])
    case .infix(let left, let function, let right): self.init(function, [Argument(value: left), Argument(value: right)])
    default: return nil
    }
  }

  private init?(_ callee: Expression, _ arguments: [Argument]) {
    guard case .name(let name) = callee.kind, name.modulePath.isEmpty else { return nil }
    var values: [Expression] = []
    for argument in arguments {
      guard argument.keyword == nil, let value = argument.value else { return nil }
      values.append(value)
    }
    self.name = name.text
    self.arguments = values
  }
}

extension RowGrouping {
  /// All rows in one group.
  static func single(rowCount: Int) -> RowGrouping {
    guard let ids = try? FixedVector(.int, count: rowCount) else { preconditionFailure("no memory for an empty vector") }
    ids.pointer(Int32.self).update(repeating: 0, count: rowCount)
    return RowGrouping(ids: ids, groupCount: rowCount > 0 ? 1 : 0, firstRows: rowCount > 0 ? [0] : [])
  }
}

/// The columns of a query in group order, and one group's part of them at a time.
final class GroupSlices {
  let cells: UnsafeMutablePointer<Cell>
  private let columnCount: Int
  private let columns: [(index: Int, vector: Vector)]
  private let offsets: [Int]

  init(_ rows: RowSet, _ used: [Int], _ sorted: (rows: [Int], offsets: [Int])) throws {
    offsets = sorted.offsets
    columns = try used.map { ($0, try rows.column($0).gather(sorted.rows)) }
    columnCount = max(rows.source.count, 1)
    cells = .allocate(capacity: columnCount)
    for index in 0..<columnCount { (cells + index).initialize(to: .missing) }
  }

  deinit {
    cells.deinitialize(count: columnCount)
    cells.deallocate()
  }

  /// Makes the columns those of one group.
  func show(_ group: Int) {
    let start = offsets[group]
    for (index, vector) in columns { cells[index] = .vector(vector.slice(start, offsets[group + 1] - start)) }
  }
}
