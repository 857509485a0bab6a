import WeirSyntax
import WeirTables

/// One run of a query. The clauses run in the order that the language lays down: where, grouping, having, select, distinct, top and limit (per group under
/// `context by` before `order by`, else after it).
final class QueryExecution {
  private(set) var statement: SelectStatement
  let source: SourceRows
  let frame: Frame
  let binder: QueryBinder
  /// The rows that the conditions have left so far.
  var rows: RowSet

  init(_ statement: SelectStatement, _ source: SourceRows, _ frame: Frame, _ scope: Scope) {
    self.statement = statement
    self.source = source
    self.frame = frame
    rows = RowSet(source, frame.session.host.threads)
    binder = QueryBinder(session: frame.session, scope: scope, columns: source.queryColumns)
  }

  var session: SessionContext { frame.session }

  func run() throws -> QueryResult {
    if let result = try aggregatesOfFilteredRows() { return result }
    try filterSource(statement.conditions)
    let kinds = statement.grouping.map(\.kind)
    if let pivot = clause(.pivot) { return try step(pivot, "pivot by") { try PivotExecution(self, pivot).run() } }
    if let cumulative = clause(.cumulativeGroup) {
      return try step(cumulative, "cgroup by") { try CumulativeGroupExecution(self, clause(.group), cumulative).run() }
    }
    guard kinds.count <= 1 else { throw ScriptError(.syntax, "`group by` and `context by` cannot stand in one query", at: statement.grouping[1].span) }
    if let group = clause(.group) { return try step(group, "group by") { try GroupExecution(self, group).run() } }
    if let context = clause(.context) { return try step(context, "context by") { try ContextExecution(self, context).run() } }
    return try runPlain()
  }

  private func step(_ clause: GroupingClause, _ words: String, _ body: () throws -> QueryResult) throws -> QueryResult {
    guard let profile = session.profile else { return try body() }
    let keys = clause.keys.map { TreePrinter.metacode.text($0.expression) }.joined(separator: ", ")
    return try profile.run("\(words) \(keys)") {
      let result = try body()
      profile.add(rows: result.rowCount)
      return result
    }
  }

  /// The rest of a query whose rows are in groups already.
  func run(merged: MergedGroups) throws -> QueryResult {
    guard let group = clause(.group) else { return try MergedValues(self, merged).run() }
    return try GroupExecution(self, group, merged: merged).run()
  }

  func clause(_ kind: GroupingKind) -> GroupingClause? { statement.grouping.first { $0.kind == kind } }

  /// The conditions on the rows of the source: by its key, where they ask for rows by it.
  func filterSource(_ conditions: [Expression]) throws {
    guard let profile = session.profile, !conditions.isEmpty else { return try findRows(conditions) }
    try profile.run("where \(conditions.map { TreePrinter.metacode.text($0) }.joined(separator: ", "))") {
      try findRows(conditions)
      profile.add(rows: rows.rowCount)
    }
  }

  private func findRows(_ conditions: [Expression]) throws {
    guard let keyed = source.keyed, rows.rowCount > 0, let tests = ColumnTests(conditions, binder, frame), let access = try KeyAccess(tests, keyed) else {
      session.access?.rowsScanned += rows.rowCount
      if !conditions.isEmpty { session.profile?.note("scan") }
      return try filter(conditions)
    }
    session.access?.path = access.path
    session.profile?.note("index: \(access.path.rawValue)")
    session.access?.keysProbed += access.keysProbed
    session.access?.rowsScanned += access.rows.count
    rows.keep(access.rows)
    try filter(access.rest)
  }

  /// The part of the rows below which taking them out of the columns is cheaper than computing the next condition for all.
  static let fewShare = 8

  func filter(_ conditions: [Expression]) throws { keep(try mask(of: conditions)) }

  /// Each condition sees the rows that the one before left. One that says of a row what it would say of it among others may see the others too, and what it says of them
  /// does not count.
  /// - Returns: what is left of `rows`, from which conditions may have taken some already.
  func mask(of conditions: [Expression]) throws -> RowMask {
    var mask = RowMask(rowCount: rows.rowCount, session.host.threads)
    for condition in conditions {
      let bound = try binder.bind(condition)
      if try mask.count < rows.rowCount && (mask.count * QueryExecution.fewShare < rows.rowCount || !isOfEachRow(condition)) {
        keep(mask)
        mask = RowMask(rowCount: rows.rowCount, session.host.threads)
      }
      let value = try evaluate(bound)
      do { try mask.narrow(by: value) } catch { throw ScriptError(error, at: condition.span) }
    }
    return mask
  }

  /// Whether a condition is computed row by row, from columns and scalars.
  func isOfEachRow(_ condition: Expression) throws -> Bool {
    guard binder.isRowwise(condition) else { return false }
    var collector = NameCollector()
    collector.visit(condition)
    return try collector.names.sorted().allSatisfy { name in
      if binder.columns.index(of: name) != nil || binder.columns.qualifiers[name] != nil || binder.lowerer.function(named: name) != nil { return true }
      return try binder.bind(Expression(.name(Name(name)), span: condition.span)).node.eval(frame).isScalar
    }
  }

  func keep(_ mask: RowMask) {
    if let positions = mask.positions { rows.keep(positions) }
  }

  /// The value of an expression on the rows that are left.
  func evaluate(_ bound: BoundExpression) throws -> Cell {
    try session.checkCancellation()
    do { try rows.require(bound.columns) } catch { throw ScriptError(error, at: bound.node.span) }
    return try frame.evaluate(bound.node, over: rows.cells)
  }

  func bind(_ item: ExpandedItem) throws -> BoundExpression {
    guard let column = item.column else { return try binder.bind(item.expression) }
    return BoundExpression(node: ColumnNode(index: column, name: source.names[column], span: item.expression.span), columns: [column])
  }

  /// The columns that keys of groups are: a scalar is repeated.
  func keyColumn(_ expression: Expression) throws -> Vector {
    let value = try evaluate(try binder.bind(expression))
    if let vector = value.vector {
      guard vector.count == rows.rowCount else {
        throw ScriptError(.shape, "a key of the groups has \(vector.count) rows, the table \(rows.rowCount)", at: expression.span)
      }
      return vector
    }
    guard value.isScalar else { throw ScriptError(.type, "a key of the groups must be a column, got \(ValueDescription.short(value))", at: expression.span) }
    return try Vector.repeating(value, count: rows.rowCount)
  }

  // MARK: Without grouping

  func runPlain() throws -> QueryResult {
    if let having = statement.having { try filter([having]) }
    var values: [ItemValue] = []
    let items = try expandedItems().map { ($0, PlainCall.isRowCount($0.expression) ? nil : try bind($0)) }
    try rows.prepare(items.flatMap { $0.1?.columns ?? [] })
    for (item, bound) in items {
      let value = try bound.map { try evaluate($0) } ?? .int(Int32(truncatingIfNeeded: rows.rowCount))
      values.append(contentsOf: try ItemValue.spread(value, names: item.names(binder.naming), at: item.expression.span))
    }
    var result = try QueryResult(values)
    return try finish(&result, alignedColumns: result.rowCount == rows.rowCount && !result.isScalar ? { try self.rows.column($0) } : nil)
  }

  // MARK: Distinct, order, limit

  /// Distinct, order by, top and limit.
  /// - Parameter alignedColumns: a column of the source, row for row beside the result; nil when the rows of the result are others.
  func finish(_ result: inout QueryResult, alignedColumns: ((Int) throws -> Vector)?) throws -> QueryResult {
    if statement.isDistinct, !result.columns.isEmpty {
      let grouping = try RowGrouping.make(keys: result.columns, threads: session.host.threads)
      if grouping.groupCount < result.rowCount { try result.gather(grouping.firstRows, session.host.threads) }
      try order(&result, nil)
    } else {
      try order(&result, alignedColumns)
    }
    if clause(.context) == nil { try limit(&result) }
    return result
  }

  /// Sorts by result columns, else by columns of the source beside them.
  private func order(_ result: inout QueryResult, _ alignedColumns: ((Int) throws -> Vector)?) throws {
    guard !statement.order.isEmpty else { return }
    try session.step("order by") { try sort(&result, alignedColumns) }
  }

  private func sort(_ result: inout QueryResult, _ alignedColumns: ((Int) throws -> Vector)?) throws {
    let keys = try sortKeys(result, alignedColumns)
    guard !keys.isEmpty else { return }
    let limited = clause(.context) == nil ? try rowRange(result.rowCount).upperBound : result.rowCount
    try result.gather(try SortKernel.firstRows(limited, keys: keys, threads: session.host.threads), session.host.threads)
  }

  private func sortKeys(_ result: QueryResult, _ alignedColumns: ((Int) throws -> Vector)?) throws -> [SortKey] {
    let shift = result.names.count
    let names = result.names + (alignedColumns == nil ? [] : source.names)
    let qualifiers = alignedColumns == nil ? qualifiers(in: result.names) : binder.columns.qualifiers.mapValues { $0.mapValues { $0 + shift } }
    let sorter = QueryBinder(session: session, scope: binder.scope, columns: QueryColumns(names: names, qualifiers: qualifiers))
    let cells = ArgumentList(capacity: names.count)
    for column in result.columns { cells.push(.vector(column)) }
    for _ in shift..<names.count { cells.push(.missing) }
    var keys: [SortKey] = []
    for item in statement.order {
      let bound = try sorter.bind(item.expression)
      for index in bound.columns where cells.base[index].isMissing {
        guard let alignedColumns else { continue }
        cells.base[index] = .vector(try alignedColumns(index - shift))
      }
      let value = try frame.evaluate(bound.node, over: cells.base)
      guard let vector = value.vector else { continue }
      guard vector.count == result.rowCount else { throw ScriptError(.shape, "the sort key has \(vector.count) rows, the result \(result.rowCount)", at: item.expression.span) }
      keys.append(SortKey(vector, descending: item.isDescending, nullsFirst: item.nulls.map { $0 == .first }))
    }
    return keys
  }

  /// Makes a column of the result the sort key at `index`.
  func replaceSortKey(_ index: Int, by name: String) { statement.order[index].expression = Expression(.quotedColumn(name), span: statement.order[index].expression.span) }

  /// `t.c` where only the result is there to sort by: the result's column `c`.
  private func qualifiers(in names: [String]) -> [String: [String: Int]] {
    let byName = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return binder.columns.qualifiers.mapValues { _ in byName }
  }

  private func limit(_ result: inout QueryResult) throws {
    let range = try rowRange(result.rowCount)
    guard range != 0..<result.rowCount else { return }
    result.columns = result.columns.map { $0.slice(range.lowerBound, range.count) }
  }

  /// The rows that `top` and `limit` leave of `count`.
  func rowRange(_ count: Int) throws -> Range<Int> { try rowLimit().range(of: count) }

  private var knownLimit: RowLimit?

  private func rowLimit() throws -> RowLimit {
    if let knownLimit { return knownLimit }
    var limit = RowLimit()
    if let top = statement.top { limit.top = try topRange(top) }
    if let clause = statement.limit {
      limit.most = try rowNumber(clause.count)
      limit.offset = try clause.offset.map { try rowNumber($0) } ?? 0
      guard limit.offset >= 0 else { throw ScriptError(.range, "the offset of `limit` must not be negative", at: clause.count.span) }
    }
    knownLimit = limit
    return limit
  }

  private func topRange(_ top: TopClause) throws -> Range<Int> {
    let value = try evaluate(try binder.bind(top.count))
    guard let pair = value.pair else {
      let most = try rowNumber(top.count)
      guard most >= 0 else { throw ScriptError(.range, "`top` needs a number of rows that is not negative", at: top.count.span) }
      return 0..<most
    }
    let first = try pair.elements.cell(at: 0).asInt64()
    let last = try pair.elements.cell(at: 1).asInt64()
    guard first >= 0, last >= first else { throw ScriptError(.range, "`top` needs a range of rows that goes up", at: top.count.span) }
    return Int(first)..<Int(last)
  }

  private func rowNumber(_ expression: Expression) throws -> Int {
    let value = try evaluate(try binder.bind(expression))
    guard value.isScalar, !value.isNull, value.elementType.isIntegerLike else {
      throw ScriptError(.type, "a number of rows is expected, got \(ValueDescription.short(value))", at: expression.span)
    }
    return try Int(value.asInt64())
  }
}

/// The rows that `top` and `limit` leave.
private struct RowLimit {
  var top: Range<Int>?
  /// Negative for the last rows; nil without `limit`.
  var most: Int?
  var offset = 0

  func range(of count: Int) -> Range<Int> {
    var range = 0..<count
    if let top { range = min(top.lowerBound, count)..<min(top.upperBound, count) }
    guard let most else { return range }
    if most < 0 { return range.upperBound - min(range.count, most == .min ? .max : -most)..<range.upperBound }
    let start = range.count > offset ? range.lowerBound + offset : range.upperBound
    return start..<(range.upperBound - start > most ? start + most : range.upperBound)
  }
}
