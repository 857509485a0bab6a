import WeirSyntax
import WeirTables

/// `select` and `exec`: binds its names to the columns of its tables each time it runs, then filters, groups, computes and sorts.
final class QueryNode: Node {
  let statement: SelectStatement
  /// The tables after `from`.
  let source: QuerySource?
  let scope: Scope
  /// The tables of `with`, in their order.
  let commonTables: [CommonTableNode]
  /// What `union` joins to the result, in the order of the text.
  let unions: [(isAll: Bool, query: Node)]
  /// For a correlated subquery the row of the query around it.
  let outer: OuterRow?
  /// What a query for rows by key was compiled to when it last ran.
  private let lookup: CompiledLookup.Memory?

  init(_ statement: SelectStatement, source: QuerySource?, scope: Scope, commonTables: [CommonTableNode] = [], unions: [(isAll: Bool, query: Node)] = [], outer: OuterRow? = nil) {
    self.statement = statement
    self.source = source
    self.scope = scope
    self.commonTables = commonTables
    self.unions = unions
    self.outer = outer
    lookup = outer == nil && commonTables.isEmpty && unions.isEmpty ? CompiledLookup.Memory(statement, source) : nil
    super.init(span: statement.span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    if let lookup, frame.session.access == nil, frame.session.profile == nil {
      let table = try lookup.table(frame)
      return try lookup.value(of: table, frame, scope) ?? run(frame, from: table)
    }
    guard statement.hasHint("HINT_EXPLAIN") else { return try value(frame) }
    return .string(try frame.session.profiled { _ = try value(frame) })
  }

  private func value(_ frame: Frame) throws -> Cell {
    guard frame.session.profile != nil else { return try run(frame, from: .missing) }
    return try frame.session.step(statement.isExec ? "exec" : "select") {
      let value = try run(frame, from: .missing)
      frame.session.profile?.add(rows: value.table?.snapshot.rowCount ?? value.vector?.count ?? 1)
      return value
    }
  }

  /// - Parameter table: what stands behind `from`, when that is known already.
  private func run(_ frame: Frame, from table: borrowing Cell) throws -> Cell {
    let around = scope.commonTables
    defer { scope.commonTables = around }
    do {
      for table in commonTables {
        try table.fill(frame)
        scope.commonTables[table.name] = table
      }
      let result = try result(frame, from: table)
      try frame.session.checkCancellation()
      guard !unions.isEmpty else { return try QueryNode.value(result, isExec: statement.isExec) }
      return try united(try result.table(), frame)
    } catch { throw placed(error) }
  }

  private func result(_ frame: Frame, from table: borrowing Cell) throws -> QueryResult {
    try KernelError.rereading { error in (error as? KernelError)?.isPassing ?? (error as? ScriptError)?.isPassing ?? false } _: { try resultAtOnce(frame, from: table) }
  }

  private func resultAtOnce(_ frame: Frame, from table: borrowing Cell) throws -> QueryResult {
    switch try source?.open(frame, scope, where: statement.conditions, from: table) ?? .rows(.none) {
    case .segments(let segments) where outer == nil: return try SegmentExecution(statement, segments, frame, scope).run()
    case .segments(let segments): return try run(on: segments.rows(), frame)
    case .rows(let rows): return try run(on: rows, frame)
    }
  }

  private func run(on rows: SourceRows, _ frame: Frame) throws -> QueryResult {
    let execution = QueryExecution(statement, rows, frame, scope)
    execution.binder.columns.outer = outer
    return try execution.run()
  }

  static func value(_ result: QueryResult, isExec: Bool) throws -> Cell { try isExec ? execValue(result) : .table(try result.table()) }

  /// One column as a vector, or as a scalar when nothing but scalars were computed; several columns as a table.
  private static func execValue(_ result: QueryResult) throws -> Cell {
    if let matrix = result.matrix { return .matrix(matrix) }
    guard result.columns.count == 1 else { return .table(try result.table()) }
    if result.isScalar, result.columns[0].count == 1 { return result.columns[0].cell(at: 0) }
    return .vector(result.columns[0])
  }

  /// The rows of the other queries behind the own ones; a `union` without `all` leaves out repetitions in all that came so far.
  private func united(_ first: Table, _ frame: Frame) throws -> Cell {
    let result = first
    for union in unions {
      let other = try QuerySource.snapshot(try union.query.eval(frame), at: union.query.span)
      guard other.columns.count == result.snapshot.columns.count else {
        throw ScriptError(.shape, "`union` of \(result.snapshot.columns.count) and \(other.columns.count) columns", at: union.query.span)
      }
      try result.append(other.columns)
      guard !union.isAll else { continue }
      try result.update(.update) { snapshot in
        let rows = try RowGrouping.make(keys: snapshot.columns, threads: frame.session.host.threads).firstRows
        snapshot.columns = try snapshot.columns.map { try $0.gather(rows) }
        snapshot.rowCount = rows.count
      }
    }
    return .table(result)
  }
}

/// A table of `with`: its query runs once, before the query that uses it.
final class CommonTableNode: Node {
  let name: String
  private let query: Node
  private let columns: [String]
  private var table: TableSnapshot?

  init(_ name: String, _ query: Node, columns: [String], span: SourceSpan) {
    self.name = name
    self.query = query
    self.columns = columns
    super.init(span: span)
  }

  func fill(_ frame: Frame) throws {
    let value = try query.eval(frame)
    let snapshot: TableSnapshot
    if let vector = value.vector {
      snapshot = try TableSnapshot(names: ["value"], columns: [vector])
    } else if value.table != nil {
      snapshot = try QuerySource.snapshot(value, at: query.span)
    } else {
      snapshot = try TableSnapshot(names: ["value"], columns: [Vector.repeating(value, count: 1)])
    }
    guard columns.isEmpty || columns.count == snapshot.columns.count else {
      throw ScriptError(.shape, "\(columns.count) names for the \(snapshot.columns.count) columns of `\(name)`", at: span)
    }
    table = columns.isEmpty ? snapshot : try TableSnapshot(names: columns, columns: snapshot.columns)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    guard let table else { throw ScriptError(.name, "the table `\(name)` is not there yet", at: span) }
    return .table(Table(table))
  }
}

/// `*` as an argument: a value for every row, none of them null, for `count(*)`.
final class EveryRowNode: Node {
  /// Any column: it says how many rows there are.
  let column: Node

  init(_ column: Node, span: SourceSpan) {
    self.column = column
    super.init(span: span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    let rows = try column.eval(frame)
    do { return .vector(try Vector.repeating(.bool(true), count: rows.vector?.count ?? 1)) } catch { throw placed(error) }
  }
}
