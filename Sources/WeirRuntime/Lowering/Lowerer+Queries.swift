import WeirSyntax
import WeirTables

extension Lowerer {
  /// The expressions that belong to queries.
  func lowerQueryExpression(_ expression: Expression, _ scope: Scope) -> Node {
    let span = expression.span
    switch expression.kind {
    case .select(let statement): return lowerSelect(statement, scope, at: span)
    case .metacode(let content): return lowerMetacode(content, scope, at: span)
    case .macroColumn(let name, _): return failed(.syntax, "`_$\(name)` can only stand inside of metacode", at: span)
    case .star:
      guard let columns = scope.columns, let first = columns.names.first else {
        return failed(.syntax, "`*` stands for the rows of a query, and there is none here", at: span)
      }
      return EveryRowNode(column(0, first, columns, at: span), span: span)
    case .isNull(let operand, let isNegated):
      guard let function = languageFunction(isNegated ? "isValid" : "isNull") else { return notYet("`is null`", at: span) }
      return CallNode(function, [lower(operand, scope)], names: nil, span: span)
    case .between(let operand, let low, let high):
      let value = lower(operand, scope)
      let first = KernelOperatorNode(.greaterOrEqual, left: value, right: lower(low, scope), span: span)
      let second = KernelOperatorNode(.lessOrEqual, left: value, right: lower(high, scope), span: span)
      return KernelOperatorNode(.and, left: first, right: second, span: span)
    default: return notYet("this expression", at: span)
    }
  }

  private func lowerSelect(_ statement: SelectStatement, _ scope: Scope, at span: SourceSpan) -> Node {
    if let clause = unsupportedClause(statement) { return notYet(clause, at: span) }
    // A closure captures what its queries will ask for now; what a name means is decided when the query runs and its columns are known.
    var collector = NameCollector()
    collector.visit(statement)
    for name in collector.names.sorted() { _ = variable(name, scope, at: span) }
    guard let source = statement.source else { return QueryNode(statement, source: nil, scope: scope) }
    guard case .table(let expression) = source.kind else { return notYet("a join in `from`", at: source.span) }
    let node = lowerTable(expression, scope)
    return QueryNode(statement, source: QuerySource(table: node, qualifier: source.alias?.text ?? qualifier(expression), span: source.span), scope: scope)
  }

  /// The first clause of a query that nothing runs yet.
  private func unsupportedClause(_ statement: SelectStatement) -> String? {
    if !statement.commonTables.isEmpty { return "`with`" }
    if !statement.unions.isEmpty { return "`union`" }
    if statement.window != nil || !statement.partition.isEmpty || !statement.range.isEmpty || statement.every != nil || statement.fill != nil {
      return "a query of a time-series database"
    }
    return nil
  }

  /// An expression in the place of a table: an unknown name is looked up when the statement runs.
  private func lowerTable(_ expression: Expression, _ scope: Scope) -> Node {
    let outer = allowsLateNames
    allowsLateNames = true
    defer { allowsLateNames = outer }
    if case .name(let name) = expression.kind, variable(name.text, scope, at: expression.span) == nil {
      return LateNameNode(name: name.text, span: expression.span)
    }
    return lower(expression, scope)
  }

  private func qualifier(_ expression: Expression) -> String? {
    if let name = expression.plainName { return name }
    // `objByName("t")` is the table `t`.
    guard case .call(let function, let arguments) = expression.kind, function.plainName == "objByName", arguments.count == 1,
      case .constant(.string(let name))? = arguments[0].value?.kind
    else { return nil }
    return name.text
  }

  /// `insert`, `update`, `delete`.
  func lowerTableChange(_ statement: Statement, _ scope: Scope) -> Action {
    switch statement.kind {
    case .insert(let insert): return lowerInsert(insert, scope, at: statement.span)
    case .update(let update):
      guard update.source == nil else { return failedAction(.unsupported, "`update … from` cannot be run yet", at: statement.span) }
      capture(update.conditions + update.settings.map(\.value), scope, at: statement.span)
      return UpdateTableAction(update, table: lowerTable(update.table, scope), qualifier: qualifier(update.table), scope: scope, span: statement.span)
    case .delete(let delete):
      guard delete.source == nil, delete.grouping == nil else { return failedAction(.unsupported, "`delete … from` a join cannot be run yet", at: statement.span) }
      capture(delete.conditions, scope, at: statement.span)
      return DeleteAction(delete, table: lowerTable(delete.table, scope), qualifier: qualifier(delete.table), scope: scope, span: statement.span)
    default: return failedAction(.unsupported, "this statement cannot be run yet", at: statement.span)
    }
  }

  private func capture(_ expressions: [Expression], _ scope: Scope, at span: SourceSpan) {
    var collector = NameCollector()
    for expression in expressions { collector.visit(expression) }
    for name in collector.names.sorted() { _ = variable(name, scope, at: span) }
  }

  private func lowerInsert(_ insert: InsertStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    guard insert.targets.count == 1, insert.targets[0].subtable == nil else {
      return failedAction(.unsupported, "an insert into tables of a time-series database cannot be run yet", at: span)
    }
    let target = insert.targets[0]
    let table = lowerTable(target.table, scope)
    let columns = target.columns.map(\.text)
    switch target.rows {
    case .query(let query):
      return InsertAction(table: table, columns: columns, values: [], query: lower(Expression(.select(query), span: query.span), scope), span: span)
    case .values(let groups):
      let nodes = groups.map { $0.map { $0.map { lower($0, scope) } } }
      return InsertAction(table: table, columns: columns, values: nodes, query: nil, span: span)
    }
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
