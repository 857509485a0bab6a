import WeirSyntax
import WeirTables

/// One run of a query. The clauses run in the order that the language lays down: where, grouping, having, select, distinct, top and limit (per group under
/// `context by` before `order by`, else after it).
final class QueryExecution {
  let statement: SelectStatement
  let frame: Frame
  let binder: QueryBinder
  let rows: RowSet
  let names: [String]

  init(_ statement: SelectStatement, _ source: SourceRows, _ frame: Frame, _ scope: Scope) {
    self.statement = statement
    self.frame = frame
    names = source.names
    rows = RowSet(source.columns, rowCount: source.rowCount)
    binder = QueryBinder(
      session: frame.session, scope: scope, columns: QueryColumns(names: source.names, qualifiers: source.qualifiers))
  }

  var session: SessionContext { frame.session }

  func run() throws -> QueryResult {
    try filter(statement.conditions)
    let grouping = statement.grouping.first
    switch grouping?.kind {
    case nil: return try runPlain()
    case .group: return try GroupExecution(self, grouping!).run()
    case .context: return try ContextExecution(self, grouping!).run()
    case .cumulativeGroup: throw ScriptError(.unsupported, "`cgroup by` cannot be run yet", at: grouping!.span)
    case .pivot: throw ScriptError(.unsupported, "`pivot by` cannot be run yet", at: grouping!.span)
    }
  }

  /// Each condition sees the rows that the one before left.
  func filter(_ conditions: [Expression]) throws {
    for condition in conditions {
      let bound = try binder.bind(condition)
      let value = try evaluate(bound)
      do {
        if case .positions(let positions) = try Selection(value, count: rows.rowCount) { rows.keep(positions) }
      } catch { throw ScriptError(error, at: condition.span) }
    }
  }

  /// The value of an expression on the rows that are left.
  func evaluate(_ bound: BoundExpression) throws -> Cell {
    try session.checkCancellation()
    try rows.require(bound.columns)
    return try bound.node.eval(frame.withColumns(rows.cells))
  }

  // MARK: Without grouping

  private func runPlain() throws -> QueryResult {
    var values: [ItemValue] = []
    for item in try expandedItems() {
      let bound = try binder.bind(item.expression)
      values.append(contentsOf: try ItemValue.spread(try evaluate(bound), names: item.names(binder.naming), at: item.expression.span))
    }
    var result = try assemble(values)
    if let having = statement.having {
      let value = try evaluate(try binder.bind(having))
      if case .positions(let positions) = try Selection(value, count: result.rowCount) { try result.gather(positions) }
    }
    return try finish(&result, alignedColumns: result.rowCount == rows.rowCount && !result.isScalar ? { try self.rows.column($0) } : nil)
  }

  /// Columns of one length out of vectors and scalars. A scalar is repeated; scalars alone make one row.
  private func assemble(_ values: [ItemValue]) throws -> QueryResult {
    var result = QueryResult()
    let lengths = values.compactMap { value -> Int? in
      if case .vector(let vector) = value.content { return vector.count }
      return nil
    }
    let isPlainSource = !names.isEmpty && values.contains { $0.isConstant } && lengths.isEmpty
    let length = lengths.first ?? 1
    result.isScalar = lengths.isEmpty && !isPlainSource
    for value in values {
      switch value.content {
      case .vector(let vector):
        guard vector.count == length else {
          throw KernelError.shape("the column `\(value.name)` has \(vector.count) rows where another has \(length)")
        }
        result.append(value.name, vector)
      case .scalar(let column): result.append(value.name, length == 1 ? column : try Vector.repeating(column.cell(at: 0), count: length))
      }
    }
    return result
  }

  /// Distinct, order by, top and limit.
  /// - Parameter alignedColumns: a column of the source, row for row beside the result; nil when the rows of the result are others.
  func finish(_ result: inout QueryResult, alignedColumns: ((Int) throws -> Vector)?) throws -> QueryResult {
    if statement.isDistinct, !result.columns.isEmpty {
      let grouping = try RowGrouping.make(keys: result.columns, threads: session.host.threads)
      try result.gather(grouping.firstRows)
      try order(&result, nil)
    } else {
      try order(&result, alignedColumns)
    }
    if statement.grouping.first?.kind != .context { try limit(&result) }
    return result
  }

  private func order(_ result: inout QueryResult, _ alignedColumns: ((Int) throws -> Vector)?) throws {
    guard !statement.order.isEmpty else { return }
    let resultNames = result.names
    let sortNames = resultNames + (alignedColumns == nil ? [] : names)
    let sorter = QueryBinder(session: session, scope: binder.scope, columns: QueryColumns(names: sortNames, qualifiers: qualifiers(behind: resultNames.count)))
    let columns = result.columns
    let cells = ArgumentList(capacity: sortNames.count)
    for column in columns { cells.push(.vector(column)) }
    for _ in columns.count..<sortNames.count { cells.push(.missing) }
    var keys: [(vector: Vector, descending: Bool, nullsFirst: Bool?)] = []
    for item in statement.order {
      let bound = try sorter.bind(item.expression)
      for index in bound.columns where cells.base[index].isMissing {
        guard let alignedColumns else { continue }
        cells.base[index] = .vector(try alignedColumns(index - resultNames.count))
      }
      let value = try bound.node.eval(frame.withColumns(cells.base))
      guard let vector = value.vector else { continue }
      guard vector.count == result.rowCount else { throw ScriptError(.shape, "the sort key has \(vector.count) rows, the result \(result.rowCount)", at: item.expression.span) }
      keys.append((vector, item.isDescending, item.nulls.map { $0 == .first }))
    }
    guard !keys.isEmpty else { return }
    try result.gather(try SortKernel.order(keys: keys))
  }

  private func qualifiers(behind count: Int) -> [String: [String: Int]] { binder.columns.qualifiers.mapValues { $0.mapValues { $0 + count } } }

  private func limit(_ result: inout QueryResult) throws {
    let range = try rowRange(result.rowCount)
    guard range != 0..<result.rowCount else { return }
    result.columns = result.columns.map { $0.slice(range.lowerBound, range.count) }
  }

  /// The rows that `top` and `limit` leave of `count`.
  func rowRange(_ count: Int) throws -> Range<Int> {
    var range = 0..<count
    if let top = statement.top {
      let value = try constant(top.count)
      if let pair = value.pair {
        let first = try pair.elements.cell(at: 0).asInt64()
        let last = try pair.elements.cell(at: 1).asInt64()
        guard first >= 0, last >= first else { throw ScriptError(.range, "`top` needs a range of rows that goes up", at: top.count.span) }
        range = min(Int(first), count)..<min(Int(last), count)
      } else {
        let most = try value.asInt64()
        guard most >= 0 else { throw ScriptError(.range, "`top` needs a number of rows that is not negative", at: top.count.span) }
        range = 0..<min(Int(most), count)
      }
    }
    guard let limit = statement.limit else { return range }
    let most = try Int(constant(limit.count).asInt64())
    let offset = try limit.offset.map { try Int(constant($0).asInt64()) } ?? 0
    guard offset >= 0 else { throw ScriptError(.range, "the offset of `limit` must not be negative", at: limit.count.span) }
    if most < 0 { return max(range.lowerBound, range.upperBound - min(-most, range.count))..<range.upperBound }
    let start = min(range.lowerBound + offset, range.upperBound)
    return start..<(range.upperBound - start > most ? start + most : range.upperBound)
  }

  /// A value that names no column.
  func constant(_ expression: Expression) throws -> Cell {
    let value = try evaluate(try binder.bind(expression))
    guard value.isScalar || value.pair != nil else { throw ScriptError(.type, "a number of rows is expected, got \(ValueDescription.short(value))", at: expression.span) }
    return value
  }
}

/// The value of one item of the select list.
struct ItemValue {
  enum Content {
    case vector(Vector)
    /// A vector of one element that is repeated as often as needed.
    case scalar(Vector)
  }

  let name: String
  let content: Content
  var isConstant = false

  /// The columns that a value makes: one, or with several names one per element of a tuple or dictionary.
  static func spread(_ value: borrowing Cell, names: [String], at span: SourceSpan) throws -> [ItemValue] {
    if names.count > 1 { return try several(value, names, span) }
    return [ItemValue(name: names[0], content: try content(value, span))]
  }

  static func content(_ value: borrowing Cell, _ span: SourceSpan) throws -> Content {
    switch value.heapKind {
    case .vector: return .vector(value.unsafeObject(as: Vector.self))
    case .table:
      let snapshot = value.unsafeObject(as: Table.self).snapshot
      guard snapshot.columns.count == 1 else { break }
      return .vector(snapshot.columns[0])
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      guard matrix.columns == 1 else { break }
      return .vector(matrix.values)
    case .pair, .dictionary, .set: break
    default:
      do { return .scalar(try value.isVoid ? Vector.nulls(.void, count: 1) : Vector.repeating(value, count: 1)) } catch { throw ScriptError(error, at: span) }
    }
    throw ScriptError(.type, "a column cannot be made of \(ValueDescription.short(value))", at: span)
  }

  private static func several(_ value: borrowing Cell, _ names: [String], _ span: SourceSpan) throws -> [ItemValue] {
    var members: [Content] = []
    switch value.heapKind {
    case .vector:
      let vector = value.unsafeObject(as: Vector.self)
      for index in 0..<vector.count { members.append(try content(vector.cell(at: index), span)) }
    case .dictionary:
      let values = try value.unsafeObject(as: DictionaryObject.self).values
      for index in 0..<values.count { members.append(try content(values.cell(at: index), span)) }
    case .matrix:
      let matrix = value.unsafeObject(as: MatrixObject.self)
      members = (0..<matrix.columns).map { .vector(matrix.column($0)) }
    case .table: members = value.unsafeObject(as: Table.self).snapshot.columns.map { .vector($0) }
    default: break
    }
    guard members.count == names.count else { throw ScriptError(.shape, "\(names.count) names for \(members.count) columns", at: span) }
    // An empty name drops its column.
    return zip(names, members).filter { !$0.0.isEmpty }.map { ItemValue(name: $0.0, content: $0.1) }
  }
}
