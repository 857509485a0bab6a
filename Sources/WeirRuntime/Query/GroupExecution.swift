import WeirSyntax
import WeirTables

/// `group by`: one row per group, groups in the order of their first rows.
final class GroupExecution {
  private let query: QueryExecution
  private let clause: GroupingClause
  private var keys: [GroupKey] = []
  private var interval: (key: IntervalKey, name: String)?
  private var made: QueryGroups?
  /// The groups of rows that were read part by part; nil when the rows are at hand.
  private let merged: MergedGroups?
  private lazy var splitter = ExpressionSplitter(query.binder, query.frame) { [unowned self] in try self.column($0) }

  /// One key: how it is written, what it is called, and its value for every group.
  private struct GroupKey {
    let expression: Expression
    let name: String
    var values: Vector
  }

  init(_ query: QueryExecution, _ clause: GroupingClause, merged: MergedGroups? = nil) {
    self.query = query
    self.clause = clause
    self.merged = merged
  }

  func run() throws -> QueryResult {
    try makeGroups()
    let items = try query.expandedItems()
    var result = QueryResult()
    for key in keys where !items.contains(where: { isKey($0.expression, key) }) { result.append(key.name, key.values) }
    try made?.prepareSums(items.map(\.expression))
    for item in items { try append(item, to: &result) }
    try addSortKeys(&result)
    if let having = query.statement.having {
      let value = try value(having)
      if case .positions(let positions) = try Selection(.vector(value), count: groupCount) { try result.gather(positions) }
    }
    if let interval { try interval.key.fill(&result, keys: keys.map(\.name), window: interval.name) }
    let hidden = result.names.filter { $0.hasPrefix(GroupExecution.hiddenPrefix) }.count
    var finished = try query.finish(&result, alignedColumns: nil)
    finished.names.removeLast(hidden)
    finished.columns.removeLast(hidden)
    return finished
  }

  // MARK: Groups

  /// - Precondition: `makeGroups` has run.
  private var groups: QueryGroups {
    guard let made else { preconditionFailure("the groups are not made yet") }
    return made
  }

  private var groupCount: Int { merged?.groupCount ?? groups.groupCount }

  private func makeGroups() throws {
    let naming = query.binder.naming
    if let merged {
      keys = zip(clause.keys, merged.keys).map { item, values in
        let plain = query.bareCall(item)
        return GroupKey(expression: plain.expression, name: plain.aliases.first?.text ?? naming.name(plain.expression), values: values)
      }
      return
    }
    var columns: [(expression: Expression, name: String, vector: Vector)] = []
    for item in clause.keys {
      let plain = query.bareCall(item)
      let expression = plain.expression
      let name = plain.aliases.first?.text ?? naming.name(expression)
      if let key = try IntervalKey(expression, query) {
        guard interval == nil else { throw ScriptError(.syntax, "a query can have one `interval`", at: expression.span) }
        interval = (key, name)
        columns.append((expression, name, key.windows))
      } else {
        columns.append((expression, name, try query.keyColumn(expression)))
      }
    }
    if let window = interval?.key, let rows = window.rows {
      // Windows that overlap: a row belongs to several.
      query.rows = query.rows.arranged(rows)
      for (index, item) in clause.keys.enumerated() where columns[index].vector !== window.windows { columns[index].vector = try query.keyColumn(item.expression) }
    }
    let grouping: RowGrouping
    do { grouping = try RowGrouping.make(keys: columns.map(\.vector), threads: query.session.host.threads) } catch { throw ScriptError(error, at: clause.span) }
    made = QueryGroups(query, grouping)
    keys = try columns.map { GroupKey(expression: $0.expression, name: $0.name, values: try $0.vector.gather(grouping.firstRows)) }
  }

  private func isKey(_ expression: Expression, _ key: GroupKey) -> Bool {
    switch expression.kind {
    case .name(let name) where name.text == key.name: return true
    case .quotedColumn(let name) where name == key.name: return true
    default: return printer.text(expression) == printer.text(key.expression)
    }
  }

  private let printer = TreePrinter.metacode

  // MARK: Values

  private func append(_ item: ExpandedItem, to result: inout QueryResult) throws {
    let naming = query.binder.naming
    let key = keys.first { isKey(item.expression, $0) }
    let names = item.aliases.isEmpty ? [key?.name ?? naming.name(item.expression)] : item.aliases
    guard names.count > 1 else { return result.append(names[0], try value(item.expression)) }
    for (name, column) in zip(names, try spread(item.expression, count: names.count)) where !name.isEmpty { result.append(name, column) }
  }

  /// One value per group.
  private func value(_ expression: Expression) throws -> Vector {
    guard let value = try splitter.value(expression) else { return try groupByGroup(expression) }
    switch try ItemValue.content(value, expression.span) {
    case .vector(let vector):
      guard vector.count == groupCount else { throw ScriptError(.shape, "the column has \(vector.count) values for \(groupCount) groups", at: expression.span) }
      return vector
    case .scalar(let column): return try column.repeatedRuns([0, groupCount])
    }
  }

  /// What the splitter takes no further apart: a key, or a call of an aggregate.
  private func column(_ expression: Expression) throws -> Vector? {
    if let key = keys.first(where: { isKey(expression, $0) }) { return key.values }
    if let merged { return merged.values(of: expression) }
    guard let call = PlainCall(expression), let function = query.binder.lowerer.function(named: call.name), function.isAggregate else { return nil }
    return try groups.kernelValues(expression) ?? groupByGroup(expression)
  }

  private func groupByGroup(_ expression: Expression) throws -> Vector {
    let values = AnyVector(capacity: groups.groupCount)
    try groups.forEachGroup(try query.binder.bind(expression)) { _, value in
      if let vector = value.vector, vector.count == 1, vector.storage != .array {
        values.push(vector.cell(at: 0))
      } else {
        guard value.isScalar else {
          throw KernelError.shape("`group by` needs one value per group, got \(ValueDescription.short(value)); use an aggregate or `context by`")
        }
        values.push(value.copy())
      }
    }
    return values.count > 0 ? try ResultAssembly.collapsed(values) : try Vector.empty(.double)
  }

  /// The members of a value of several, each as a column of one value per group.
  private func spread(_ expression: Expression, count: Int) throws -> [Vector] {
    let columns = (0..<count).map { _ in AnyVector(capacity: groups.groupCount) }
    try groups.forEachGroup(try query.binder.bind(expression)) { _, value in
      let members = try ItemValue.members(value, expression.span)
      guard members.count == count else { throw KernelError.shape("\(count) names for \(members.count) columns") }
      for (column, member) in zip(columns, members) {
        switch member {
        case .vector(let vector) where vector.count != 1: column.push(.vector(vector))
        case .vector(let vector), .scalar(let vector): column.push(vector.cell(at: 0))
        }
      }
    }
    return try columns.map { try ResultAssembly.collapsed($0) }
  }

  // MARK: Order

  private static let hiddenPrefix = "\u{0}sort"

  /// Aggregates in `order by` are columns that go when the rows are sorted.
  private func addSortKeys(_ result: inout QueryResult) throws {
    for (index, item) in query.statement.order.enumerated() {
      guard let call = PlainCall(item.expression), let function = query.binder.lowerer.function(named: call.name), function.isAggregate else { continue }
      let name = "\(GroupExecution.hiddenPrefix)\(index)"
      result.append(name, try value(item.expression))
      query.replaceSortKey(index, by: name)
    }
  }
}
