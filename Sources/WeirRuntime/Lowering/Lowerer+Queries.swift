import WeirSyntax
import WeirTables

extension Lowerer {
  /// The expressions that belong to queries.
  func lowerQueryExpression(_ expression: Expression, _ scope: Scope) -> Node {
    let span = expression.span
    switch expression.kind {
    case .select(let statement): return lowerSubquery(statement, scope, at: span) { SubqueryValueNode($0, span: span) }
    case .exists(let statement): return lowerSubquery(statement.askingForRows, scope, at: span, always: true) { ExistsNode($0, span: span) }
    case .metacode(let content): return lowerMetacode(content, scope, at: span)
    case .macroColumn(let name, _): return failed(.syntax, "`_$\(name)` can only stand inside of metacode", at: span)
    case .star: return lowerStar(scope, at: span)
    case .isNull(let operand, let isNegated): return lowerIsNull(operand, isNegated, scope, at: span)
    case .between(let operand, let low, let high):
      let value = lower(operand, scope)
      let first = KernelOperatorNode(.greaterOrEqual, left: value, right: lower(low, scope), span: span)
      let second = KernelOperatorNode(.lessOrEqual, left: value, right: lower(high, scope), span: span)
      return KernelOperatorNode(.and, left: first, right: second, span: span)
    case .caseWhen(let cases): return lowerCase(cases, scope, at: span)
    case .over(let function, let clause): return lowerOver(function, clause, scope, at: span)
    case .quantified: return failed(.syntax, "`any` and `all` of a query stand behind a comparison", at: span)
    case .starOf, .columnRange: return failed(.syntax, "this stands for several columns of a query, and there is room for one value here", at: span)
    default: return notYet("this expression", at: span)
    }
  }

  private func lowerStar(_ scope: Scope, at span: SourceSpan) -> Node {
    guard let columns = scope.columns, let first = columns.names.first else {
      return failed(.syntax, "`*` stands for the rows of a query, and there is none here", at: span)
    }
    return EveryRowNode(column(0, first, columns, at: span), span: span)
  }

  private func lowerIsNull(_ operand: Expression, _ isNegated: Bool, _ scope: Scope, at span: SourceSpan) -> Node {
    guard let function = languageFunction(isNegated ? "isValid" : "isNull") else { return notYet("`is null`", at: span) }
    return CallNode(function, [lower(operand, scope)], names: nil, span: span)
  }

  private func lowerCase(_ cases: CaseExpression, _ scope: Scope, at span: SourceSpan) -> Node {
    guard let choice = languageFunction("iif") else { return notYet("`case`", at: span) }
    let branches = cases.branches.map { branch -> (condition: Node, value: Node) in
      let condition = cases.subject.map { Expression(.binary(.equal, $0, branch.condition), span: branch.condition.span) } ?? branch.condition
      return (lower(condition, scope), lower(branch.value, scope))
    }
    return CaseNode(branches, otherwise: cases.otherwise.map { lower($0, scope) }, choice: choice, span: span)
  }

  /// `x < any(…)`; nil when the right side is no list of that kind.
  func lowerQuantified(_ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: Scope, at span: SourceSpan) -> Node? {
    guard operation.level == .comparison, let kernel = OperatorFunctions.kernel(operation) else { return nil }
    switch right.kind {
    case .quantified(let quantifier, let statement):
      let list = lowerSubquery(statement, scope, at: right.span) { SubqueryValueNode($0, span: right.span) }
      return QuantifiedNode(kernel, quantifier, operand: lower(left, scope), list: list, span: span)
    case .call(let callee, let arguments):
      guard scope.columns != nil, case .name(let name) = callee.kind, let quantifier = Lowerer.quantifier(name.text), arguments.count == 1,
        let list = arguments[0].value, list.isListLiteral
      else { return nil }
      return QuantifiedNode(kernel, quantifier, operand: lower(left, scope), list: lower(list, scope), span: span)
    default: return nil
    }
  }

  private static func quantifier(_ name: String) -> Quantifier? {
    switch name {
    case "any": .any
    case "all": .all
    default: nil
    }
  }

  // MARK: Windows

  private func lowerOver(_ call: Expression, _ clause: OverClause, _ scope: Scope, at span: SourceSpan) -> Node {
    guard let plain = PlainCall(call) else { return failed(.syntax, "`over` stands behind a call of a function", at: span) }
    guard let columns = scope.columns, let first = columns.names.first else { return failed(.syntax, "`over` needs the rows of a query", at: span) }
    let frameClause = clause.frame.map { OverNode.FrameClause(unit: $0.unit, start: lowerBound($0.start, scope), end: lowerBound($0.end, scope)) }
    return OverNode(
      plain.name, function(named: plain.name), plain.arguments.map { lower($0, scope) }, partition: clause.partition.map { lower($0, scope) },
      order: clause.order.map { (lower($0.expression, scope), $0) }, frameClause: frameClause, anyColumn: column(0, first, columns, at: span), span: span)
  }

  private func lowerBound(_ bound: WindowFrame.Bound, _ scope: Scope) -> OverNode.Bound {
    switch bound {
    case .unboundedPreceding, .unboundedFollowing: .unbounded
    case .currentRow: .currentRow
    case .preceding(let count): .preceding(lower(count, scope))
    case .following(let count): .following(lower(count, scope))
    }
  }

  // MARK: Queries

  /// A query as an operand. Inside another query it stands for its values, and is run for each row when it names that query's columns.
  private func lowerSubquery(_ statement: SelectStatement, _ scope: Scope, at span: SourceSpan, always: Bool = false, _ value: (Node) -> Node) -> Node {
    guard let columns = scope.columns else {
      let query = lowerSelect(statement, scope, outer: nil, at: span)
      return always ? value(query) : query
    }
    var collector = NameCollector()
    collector.visit(statement)
    let own = statement.source.map { $0.tableNames } ?? []
    let outerColumns = collector.members.compactMap { own.contains($0.table) ? nil : columns.qualifiers[$0.table]?[$0.column] }
    let outer = outerColumns.isEmpty ? nil : OuterRow(columns)
    columns.used.formUnion(outerColumns)
    let query = value(lowerSelect(statement, scope, outer: outer, at: span))
    guard let outer else { return query }
    return CorrelatedNode(query, outer, column: outerColumns[0], span: span)
  }

  private func lowerSelect(_ statement: SelectStatement, _ scope: Scope, outer: OuterRow?, at span: SourceSpan) -> Node {
    if let clause = unsupportedClause(statement) { return notYet(clause, at: span) }
    if let error = topError(statement) { return failed(.syntax, error, at: statement.top?.count.span ?? span) }
    let (columns, tables) = (scope.columns, scope.commonTables)
    // Tables are no columns of the query around.
    scope.columns = nil
    defer {
      scope.columns = columns
      scope.commonTables = tables
    }
    var commonTables: [CommonTableNode] = []
    for table in statement.commonTables {
      let query = lowerSelect(table.query, scope, outer: nil, at: table.query.span)
      let node = CommonTableNode(table.name.text, query, columns: table.columns.map(\.text), span: table.name.span)
      commonTables.append(node)
      scope.commonTables[table.name.text] = node
    }
    captureNames(of: statement, scope, at: span)
    let source = statement.source.map { lowerSource($0, scope) }
    let unions = statement.unions.map { (isAll: $0.isAll, query: lowerSelect($0.query, scope, outer: outer, at: $0.query.span)) }
    return QueryNode(statement, source: source, scope: scope, commonTables: commonTables, unions: unions, outer: outer)
  }

  /// `(select …) union all (select …)`, which reads as a call in between; nil for any other expression.
  func lowerUnion(_ expression: Expression, _ scope: Scope) -> Node? {
    guard let members = Lowerer.unionMembers(expression), members.count > 1 else { return nil }
    var statement = members[0].query
    statement.unions += members.dropFirst()
    statement.span = expression.span
    return lowerSubquery(statement, scope, at: expression.span) { SubqueryValueNode($0, span: expression.span) }
  }

  private static func unionMembers(_ expression: Expression) -> [UnionClause]? {
    switch expression.kind {
    case .select(let statement): return [UnionClause(isAll: true, query: statement)]
    case .infix(let left, let function, let right):
      guard case .name(let name) = function.kind, name.text == "union", let before = unionMembers(left) else { return nil }
      if case .quantified(.all, let statement) = right.kind { return before + [UnionClause(isAll: true, query: statement)] }
      guard case .select(let statement) = right.kind else { return nil }
      return before + [UnionClause(isAll: false, query: statement)]
    default: return nil
    }
  }

  /// A closure captures what its queries will ask for now; what a name means is decided when the query runs and its columns are known.
  private func captureNames(of statement: SelectStatement, _ scope: Scope, at span: SourceSpan) {
    var collector = NameCollector()
    collector.visit(statement)
    capture(collector, scope, at: span)
  }

  private func capture(_ collector: NameCollector, _ scope: Scope, at span: SourceSpan) {
    for name in collector.names.sorted() { _ = variable(name, scope, at: span) }
  }

  /// The first clause of a query that nothing runs yet.
  private func unsupportedClause(_ statement: SelectStatement) -> String? {
    if statement.window != nil || !statement.partition.isEmpty || !statement.range.isEmpty || statement.every != nil || statement.fill != nil {
      return "a query of a time-series database"
    }
    return nil
  }

  /// `top` takes whole numbers as they are written.
  private func topError(_ statement: SelectStatement) -> String? {
    guard let top = statement.top else { return nil }
    if case .pair(let first?, let last?) = top.count.kind, first.isIntegerLiteral, last.isIntegerLiteral {
      guard statement.grouping.contains(where: { $0.kind == .context }) else { return nil }
      return "When top clause uses together with context clause in SQL query, can't specify a range in top clause"
    }
    return top.count.isIntegerLiteral ? nil : "integer constant expected after keyword top"
  }

  // MARK: Changes

  /// `insert`, `update`, `delete`.
  func lowerTableChange(_ statement: Statement, _ scope: Scope) -> Action {
    let span = statement.span
    switch statement.kind {
    case .insert(let insert): return lowerInsert(insert, scope, at: span)
    case .update(let update): return lowerUpdate(update, scope, at: span)
    case .delete(let delete): return lowerDelete(delete, scope, at: span)
    default: return failedAction(.unsupported, "this statement cannot be run yet", at: span)
    }
  }

  private func lowerUpdate(_ update: UpdateStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    var collector = NameCollector()
    for expression in update.conditions + update.settings.map(\.value) + (update.grouping?.keys.map(\.expression) ?? []) { collector.visit(expression) }
    collector.visit(update.having)
    collector.visit(update.source)
    capture(collector, scope, at: span)
    return UpdateTableAction(
      update, table: lowerChangedTable(update.table, scope), qualifier: tableName(update.table), source: update.source.map { lowerSource($0, scope) },
      scope: scope, span: span)
  }

  private func lowerDelete(_ delete: DeleteStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    var collector = NameCollector()
    for expression in delete.conditions + (delete.grouping?.keys.map(\.expression) ?? []) { collector.visit(expression) }
    collector.visit(delete.having)
    collector.visit(delete.source)
    capture(collector, scope, at: span)
    return DeleteAction(
      delete, table: lowerChangedTable(delete.table, scope), qualifier: tableName(delete.table), source: delete.source.map { lowerSource($0, scope) },
      scope: scope, span: span)
  }

  private func lowerInsert(_ insert: InsertStatement, _ scope: Scope, at span: SourceSpan) -> Action {
    guard insert.targets.count == 1, insert.targets[0].subtable == nil else {
      return failedAction(.unsupported, "an insert into tables of a time-series database cannot be run yet", at: span)
    }
    let target = insert.targets[0]
    let table = lowerChangedTable(target.table, scope)
    let columns = target.columns.map(\.text)
    switch target.rows {
    case .query(let query):
      return InsertAction(table: table, columns: columns, values: [], query: lowerSelect(query, scope, outer: nil, at: query.span), span: span)
    case .values(let groups):
      let nodes = groups.map { $0.map { $0.map { lower($0, scope) } } }
      return InsertAction(table: table, columns: columns, values: nodes, query: nil, span: span)
    }
  }
}

extension Expression {
  /// `x notBetween a`, perhaps behind other conditions, as the condition that it is with the `and b` that follows: the function takes a pair, so that a single
  /// end is the beginning of a range.
  func outsideRange(to high: Expression) -> Expression? {
    switch kind {
    case .infix(let operand, let function, let low):
      guard case .name(let name) = function.kind, name.text == "notBetween" else { return nil }
      if case .pair = low.kind { return nil }
      let range = Expression(.between(operand, low: low, high: high), span: span.through(high.span))
      return Expression(.unary(.not, range), span: range.span)
    case .binary(.and, let before, let last):
      return last.outsideRange(to: high).map { Expression(.binary(.and, before, $0), span: span.through(high.span)) }
    default: return nil
    }
  }

  var isIntegerLiteral: Bool {
    guard case .constant(.number(let literal)) = kind else { return false }
    switch literal.value {
    case .int(let value?): return value >= 0
    case .long(let value?): return value >= 0
    default: return false
    }
  }

  /// A list that is written out.
  var isListLiteral: Bool {
    switch kind {
    case .constants, .vector, .tuple: true
    default: false
    }
  }
}

extension SelectStatement {
  /// The same for who asks whether there are rows: `select 1 from t where …`, which gives one row whatever is left, gives the rows themselves.
  fileprivate var askingForRows: SelectStatement {
    let givesConstants = items.allSatisfy { item in
      if case .constant = item.expression.kind { true } else { false }
    }
    guard source != nil, givesConstants, grouping.isEmpty, having == nil else { return self }
    var query = self
    query.items = [SelectItem(expression: Expression(.star, span: span), span: span)]
    return query
  }
}
