import WeirSyntax
import WeirTables

/// What stands after `from`, ready to run.
indirect enum QuerySource {
  /// - Parameter name: the alias, or the name of the variable: what may stand before a column's name.
  case table(Node, name: String?)
  case join(JoinSource)

  /// What a query finds behind `from`.
  enum Opened {
    case rows(SourceRows)
    case segments(SegmentSource)
  }

  func rows(_ frame: Frame, _ scope: Scope) throws -> SourceRows {
    switch try open(frame, scope, where: [], from: .missing) {
    case .rows(let rows): rows
    case .segments(let segments): try segments.rows()
    }
  }

  /// - Parameters:
  ///   - conditions: those of the query, by which whole partitions can be left out.
  ///   - table: what stands behind `from`, when that is known already.
  func open(_ frame: Frame, _ scope: Scope, where conditions: [Expression], from table: borrowing Cell) throws -> Opened {
    guard let profile = frame.session.profile else { return try found(frame, scope, where: conditions, from: table) }
    return try profile.run(stepName) {
      let opened = try found(frame, scope, where: conditions, from: table)
      switch opened {
      case .rows(let rows): profile.add(rows: rows.rowCount)
      case .segments(let segments): segments.describe(in: profile)
      }
      return opened
    }
  }

  static func stepName(_ table: String?) -> String { "from \(table ?? "a table")" }

  private var stepName: String {
    switch self {
    case .table(_, let name): QuerySource.stepName(name)
    case .join(let join): join.method == .cross ? "cross join" : "join \(join.method.rawValue)"
    }
  }

  private func found(_ frame: Frame, _ scope: Scope, where conditions: [Expression], from table: borrowing Cell) throws -> Opened {
    switch self {
    case .table(let node, let name):
      let value = table.isMissing ? try node.eval(frame) : table.copy()
      do {
        guard let segmented = value.segmentedTable else { return .rows(try QuerySource.rows(value, name, at: node.span, frame)) }
        return .segments(try SegmentSource(segmented, name: name, where: conditions, frame, scope))
      } catch { throw ScriptError(error, at: node.span) }
    case .join(let join):
      do { return .rows(try prepared(frame).rows(where: conditions, frame, scope)) } catch { throw ScriptError(error, at: join.span) }
    }
  }

  private static func rows(_ value: borrowing Cell, _ name: String?, at span: SourceSpan, _ frame: Frame) throws -> SourceRows {
    guard let table = value.table else { throw noTable(value, at: span) }
    if table.kind == .cached { try CachedRows.refresh(table, in: frame.session) }
    let snapshot = try table.snapshotForQuery()
    var rows = SourceRows(snapshot, name: name)
    if table.kind.overwrites { rows.keyed = KeyedRows(table: table, snapshot: snapshot) }
    return rows
  }

  private func prepared(_ frame: Frame) throws -> PreparedSource {
    switch self {
    case .table(let node, let name):
      let value = try node.eval(frame)
      do {
        if let segmented = value.segmentedTable { return .segments(try segmented.partitions(), name: name) }
        guard let profile = frame.session.profile else { return .rows(try QuerySource.rows(value, name, at: node.span, frame)) }
        return try profile.run(stepName) {
          let rows = try QuerySource.rows(value, name, at: node.span, frame)
          profile.add(rows: rows.rowCount)
          return .rows(rows)
        }
      } catch { throw ScriptError(error, at: node.span) }
    case .join(let join):
      do { return .join(join, try join.left.prepared(frame), try join.right.prepared(frame)) } catch { throw ScriptError(error, at: join.span) }
    }
  }

  /// The table whose rows come first in a join.
  private var first: Node {
    switch self {
    case .table(let node, _): node
    case .join(let join): join.left.first
    }
  }

  /// - Throws: `.value` when the rows of the source are not those of `table` first: what is found could not be told to belong to its rows.
  func requireFirst(_ table: borrowing Cell, of statement: String, _ frame: Frame) throws {
    let value = try first.eval(frame)
    let isSame = table.table.map { $0 === value.table } ?? (value.segmentedTable.map { $0 === table.segmentedTable } ?? false)
    guard isSame else { throw ScriptError(.value, "the first table of the join must be the one that `\(statement)` changes", at: first.span) }
  }

  /// - Throws: `.unsupported` for a join by which no rows are deleted.
  func requireEqualOrLeftJoin() throws {
    guard case .join(let join) = self else { return }
    guard join.method == .equal || join.method == .left else { throw ScriptError(.unsupported, "`delete` finds rows by ej and lj only", at: join.span) }
    try join.left.requireEqualOrLeftJoin()
  }

  /// - Throws: `.type` for what is no table.
  static func snapshot(_ value: borrowing Cell, at span: SourceSpan) throws -> TableSnapshot {
    do {
      if let table = value.table { return try table.snapshotForQuery() }
      if let segmented = value.segmentedTable { return try SegmentSource(try segmented.partitions(), name: nil).rows().table().snapshot }
    } catch { throw ScriptError(error, at: span) }
    throw noTable(value, at: span)
  }

  private static func noTable(_ value: borrowing Cell, at span: SourceSpan) -> ScriptError {
    ScriptError(.type, "a query needs a table, got \(ValueDescription.short(value))", at: span)
  }
}

/// A join after `from`, or a call of a join's function.
final class JoinSource {
  /// How rows of the two sides are told to belong together.
  enum Condition {
    case none
    case on(Expression)
    case using([String])
    /// The arguments of a join's function: names of columns as they are evaluated, filters as they are written.
    case columns(left: Node?, right: Node?, leftFilter: Expression?, rightFilter: Expression?)
  }

  /// What the function of a window join has besides.
  struct Window {
    let range: Node
    let aggregates: Aggregates
    let columns: Node
    let rightColumns: Node?
  }

  enum Aggregates {
    case items([SelectItem])
    /// Metacode, or a tuple of it, in a variable.
    case value(Node)
  }

  let method: JoinMethod
  let left: QuerySource
  let right: QuerySource
  let condition: Condition
  let window: Window?
  let alias: String?
  let span: SourceSpan

  init(_ method: JoinMethod, _ left: QuerySource, _ right: QuerySource, _ condition: Condition, window: Window? = nil, alias: String? = nil, span: SourceSpan) {
    self.method = method
    self.left = left
    self.right = right
    self.condition = condition
    self.window = window
    self.alias = alias
    self.span = span
  }

  /// The rows of both sides that belong together.
  func joined(_ left: SourceRows, _ right: SourceRows, _ frame: Frame, _ scope: Scope) throws -> SourceRows {
    var join = TableJoin(method: method, left: left, right: right, session: frame.session)
    var result: SourceRows
    if let window {
      result = try WindowJoinExecution(window, join, frame, scope).rows()
    } else {
      switch condition {
      case .none: result = try join.rows()
      case .using:
        try match(&join, frame)
        result = try join.rows()
      case .on(let expression): result = try JoinConditionExecution(join, frame, scope).rows(on: expression)
      case .columns(_, _, let leftFilter, let rightFilter):
        try match(&join, frame)
        join.leftMask = try leftFilter.map { try JoinConditionExecution(join, frame, scope).mask($0, of: join.left) }
        join.rightMask = try rightFilter.map { try JoinConditionExecution(join, frame, scope).mask($0, of: join.right) }
        result = try join.rows()
      }
    }
    if let alias { result.qualify(alias) }
    return result
  }

  /// Finds the key columns that are named.
  func match(_ join: inout TableJoin, _ frame: Frame) throws {
    switch condition {
    case .using(let names): try join.match(names, nil)
    case .columns(let left?, let right, _, _): try join.match(try JoinSource.names(left, frame) ?? [], try right.flatMap { try JoinSource.names($0, frame) })
    case .none, .on, .columns: break
    }
  }

  /// A string or several; nil for NULL.
  static func names(_ node: Node, _ frame: Frame) throws -> [String]? {
    let value = try node.eval(frame)
    if value.isVoid || value.isMissing { return nil }
    if let text = value.stringValue { return [text] }
    guard let vector = value.vector, vector.type.isLiteral || vector.count == 0 else {
      throw ScriptError(.type, "names of columns are expected, got \(ValueDescription.short(value))", at: node.span)
    }
    return (0..<vector.count).map { vector.text(at: $0) }
  }
}

/// The `on` of a join: which of its conditions are keys, which filter one side, and which need both.
struct JoinConditionExecution {
  private var join: TableJoin
  private let frame: Frame
  private let scope: Scope

  init(_ join: TableJoin, _ frame: Frame, _ scope: Scope) {
    self.join = join
    self.frame = frame
    self.scope = scope
  }

  private enum Side {
    case left, right, both
  }

  func rows(on expression: Expression) throws -> SourceRows {
    var own = self
    return try own.run(expression)
  }

  private mutating func run(_ expression: Expression) throws -> SourceRows {
    var residual: [Expression] = []
    for condition in conjuncts(expression) {
      if let key = key(condition) {
        join.keys.append(key)
        continue
      }
      switch side(condition) {
      case .left: join.leftMask = try both(join.leftMask, try mask(condition, of: join.left))
      case .right: join.rightMask = try both(join.rightMask, try mask(condition, of: join.right))
      case .both: residual.append(condition)
      }
    }
    let joined = try join.keys.isEmpty && join.method == .equal && join.leftMask == nil && join.rightMask == nil
      ? TableJoin(method: .cross, left: join.left, right: join.right, session: join.session).rows() : join.rows()
    guard !residual.isEmpty else { return joined }
    guard join.method == .equal else {
      throw ScriptError(.unsupported, "this condition over both tables of an outer join cannot be run yet", at: residual[0].span)
    }
    return try filtered(joined, residual)
  }

  private func conjuncts(_ expression: Expression) -> [Expression] {
    guard case .binary(.and, let left, let right) = expression.kind else { return [expression] }
    return conjuncts(left) + conjuncts(right)
  }

  private func key(_ condition: Expression) -> (left: Int, right: Int)? {
    guard case .binary(.equal, let first, let second) = condition.kind else { return nil }
    if let left = column(first, join.left, join.right), let right = column(second, join.right, join.left) { return (left, right) }
    if let left = column(second, join.left, join.right), let right = column(first, join.right, join.left) { return (left, right) }
    return nil
  }

  /// The place of a plain column in `source`; one without a table's name must not belong to `other` alone.
  private func column(_ expression: Expression, _ source: SourceRows, _ other: SourceRows) -> Int? {
    switch expression.kind {
    case .name(let name): return source.index(of: name.text)
    case .quotedColumn(let name): return source.index(of: name)
    case .member(let table, let member):
      guard case .name(let qualifier) = table.kind, let name = member.columnName else { return nil }
      return source.qualifiers[qualifier.text]?[name]
    default: return nil
    }
  }

  /// The side whose columns a condition names.
  private func side(_ condition: Expression) -> Side {
    var collector = NameCollector()
    collector.visit(condition)
    let names = collector.names
    let namesLeft = names.contains { join.left.qualifiers[$0] != nil }
    let namesRight = names.contains { join.right.qualifiers[$0] != nil }
    if namesLeft != namesRight { return namesLeft ? .left : .right }
    if namesLeft { return .both }
    let isLeft = names.contains { join.left.index(of: $0) != nil }
    let isRight = names.contains { join.left.index(of: $0) == nil && join.right.index(of: $0) != nil }
    return isLeft && isRight ? .both : isRight ? .right : .left
  }

  func mask(_ condition: Expression, of source: SourceRows) throws -> [Bool] {
    let query = QueryExecution(SelectStatement(span: condition.span), source, frame, scope)
    let value = try query.evaluate(try query.binder.bind(condition))
    do { return try Selection.mask(value, count: source.rowCount) } catch { throw ScriptError(error, at: condition.span) }
  }

  private func both(_ first: [Bool]?, _ second: [Bool]) throws -> [Bool] {
    guard let first else { return second }
    return zip(first, second).map { $0 && $1 }
  }

  private func filtered(_ joined: SourceRows, _ conditions: [Expression]) throws -> SourceRows {
    let query = QueryExecution(SelectStatement(span: .none), joined, frame, scope)
    try query.filter(conditions)
    var result = joined
    result.parts = query.rows.parts
    result.rowCount = query.rows.rowCount
    return result
  }
}
