import WeirSyntax

/// Copies a syntax tree with some of its parts replaced.
struct TreeRewriter {
  /// The replacement of an expression, which is not looked into again; nil to go on with its parts.
  let replace: (Expression) throws -> Expression?
  /// What an item of a list becomes; nil where items are expressions like any other.
  var expand: ((SelectItem, TreeRewriter) throws -> [SelectItem])?

  init(replace: @escaping (Expression) throws -> Expression?, expand: ((SelectItem, TreeRewriter) throws -> [SelectItem])? = nil) {
    self.replace = replace
    self.expand = expand
  }

  func rewrite(_ metacode: Metacode) throws -> Metacode {
    switch metacode {
    case .expression(let expression): return .expression(try rewrite(expression))
    case .item(let item):
      let items = try rewrite([item])
      return items.count == 1 ? .item(items[0]) : .list(items)
    case .list(let items): return .list(try rewrite(items))
    case .statement(let statement): return .statement(try rewrite(statement))
    }
  }

  func rewrite(_ expression: Expression) throws -> Expression {
    if let replacement = try replace(expression) { return replacement }
    return Expression(try parts(expression.kind), span: expression.span)
  }

  private func rewrite(_ expressions: [Expression]) throws -> [Expression] { try expressions.map { try rewrite($0) } }
  private func rewrite(_ expressions: [Expression?]) throws -> [Expression?] { try expressions.map { try rewrite($0) } }
  private func rewrite(_ expression: Expression?) throws -> Expression? { try expression.map { try rewrite($0) } }

  private func rewrite(_ arguments: [Argument]) throws -> [Argument] {
    try arguments.map { Argument(keyword: $0.keyword, value: try rewrite($0.value), aliases: $0.aliases) }
  }

  private func parts(_ kind: Expression.Kind) throws -> Expression.Kind {
    switch kind {
    case .vector(let elements): return .vector(try rewrite(elements))
    case .tuple(let elements): return .tuple(try rewrite(elements))
    case .dictionary(let entries): return .dictionary(try entries.map { DictionaryEntry(key: try rewrite($0.key), value: try rewrite($0.value)) })
    case .unary(let operation, let operand): return .unary(operation, try rewrite(operand))
    case .binary(let operation, let left, let right): return .binary(operation, try rewrite(left), try rewrite(right))
    case .comparisons(let first, let links):
      return .comparisons(try rewrite(first), try links.map { ComparisonLink($0.comparison, try rewrite($0.operand)) })
    case .pair(let first, let second): return .pair(try rewrite(first), try rewrite(second))
    case .conditional(let condition, let then, let otherwise):
      return .conditional(try rewrite(condition), then: try rewrite(then), otherwise: try rewrite(otherwise))
    case .infix(let left, let function, let right): return .infix(try rewrite(left), function: try rewrite(function), try rewrite(right))
    case .prefix(let function, let operand): return .prefix(function: try rewrite(function), try rewrite(operand))
    default: return try callParts(kind)
    }
  }

  private func callParts(_ kind: Expression.Kind) throws -> Expression.Kind {
    switch kind {
    case .call(let function, let arguments): return .call(try rewrite(function), try rewrite(arguments))
    case .partial(let function, let arguments): return .partial(try rewrite(function), try rewrite(arguments))
    case .methodCall(let target, let method, let arguments): return .methodCall(try rewrite(target), method: method, try rewrite(arguments))
    case .methodPartial(let target, let method, let arguments): return .methodPartial(try rewrite(target), method: method, try rewrite(arguments))
    case .computedMethodCall(let target, let method, let arguments):
      return .computedMethodCall(try rewrite(target), method: try rewrite(method), try rewrite(arguments))
    case .member(let target, .expression(let index)): return .member(try rewrite(target), .expression(try rewrite(index)))
    case .member(let target, let member): return .member(try rewrite(target), member)
    case .index(let target, let indices): return .index(try rewrite(target), try rewrite(indices))
    case .template(let function, let template): return .template(try rewrite(function), template)
    case .cast(let operand, let type): return .cast(try rewrite(operand), type)
    case .lambda(var definition):
      if case .expression(let body) = definition.body { definition.body = .expression(try rewrite(body)) }
      return .lambda(definition)
    default: return try queryParts(kind)
    }
  }

  private func queryParts(_ kind: Expression.Kind) throws -> Expression.Kind {
    switch kind {
    case .select(let query): return .select(try rewrite(query))
    case .exists(let query): return .exists(try rewrite(query))
    case .quantified(let quantifier, let query): return .quantified(quantifier, try rewrite(query))
    case .metacode(let metacode): return .metacode(try rewrite(metacode))
    case .isNull(let operand, let isNegated): return .isNull(try rewrite(operand), isNegated: isNegated)
    case .between(let operand, let low, let high): return .between(try rewrite(operand), low: try rewrite(low), high: try rewrite(high))
    case .over(let function, var clause):
      clause.partition = try rewrite(clause.partition)
      clause.order = try rewrite(clause.order)
      return .over(try rewrite(function), clause)
    case .caseWhen(var cases):
      cases.subject = try rewrite(cases.subject)
      cases.branches = try cases.branches.map { CaseExpression.Branch(condition: try rewrite($0.condition), value: try rewrite($0.value)) }
      cases.otherwise = try rewrite(cases.otherwise)
      return .caseWhen(cases)
    default: return kind
    }
  }

  // MARK: Queries

  func rewrite(_ items: [SelectItem]) throws -> [SelectItem] {
    try items.flatMap { item in
      if let expand { return try expand(item, self) }
      var rewritten = item
      rewritten.expression = try rewrite(item.expression)
      return [rewritten]
    }
  }

  private func rewrite(_ items: [OrderItem]) throws -> [OrderItem] {
    try items.map { item in
      var rewritten = item
      rewritten.expression = try rewrite(item.expression)
      return rewritten
    }
  }

  private func rewrite(_ clause: GroupingClause) throws -> GroupingClause {
    GroupingClause(kind: clause.kind, keys: try rewrite(clause.keys), sort: try rewrite(clause.sort), span: clause.span)
  }

  private func rewrite(_ clause: LimitClause) throws -> LimitClause {
    LimitClause(count: try rewrite(clause.count), offset: try rewrite(clause.offset))
  }

  func rewrite(_ query: SelectStatement) throws -> SelectStatement {
    var rewritten = query
    rewritten.commonTables = try query.commonTables.map { CommonTable(name: $0.name, columns: $0.columns, query: try rewrite($0.query)) }
    rewritten.top = try query.top.map { TopClause(count: try rewrite($0.count)) }
    rewritten.items = try rewrite(query.items)
    rewritten.source = try query.source.map { try rewrite($0) }
    rewritten.conditions = try rewrite(query.conditions)
    rewritten.grouping = try query.grouping.map { try rewrite($0) }
    rewritten.having = try rewrite(query.having)
    rewritten.order = try rewrite(query.order)
    rewritten.limit = try query.limit.map { try rewrite($0) }
    rewritten.unions = try query.unions.map { UnionClause(isAll: $0.isAll, query: try rewrite($0.query)) }
    return rewritten
  }

  private func rewrite(_ source: TableSource) throws -> TableSource {
    var rewritten = source
    switch source.kind {
    case .table(let table): rewritten.kind = .table(try rewrite(table))
    case .product(let left, let right): rewritten.kind = .product(try rewrite(left), try rewrite(right))
    case .join(let kind, let left, let right, let condition, let columns):
      rewritten.kind = .join(kind, try rewrite(left), try rewrite(right), on: try rewrite(condition), using: columns)
    }
    return rewritten
  }

  func rewrite(_ statement: Statement) throws -> Statement {
    switch statement.kind {
    case .expression(let expression): return Statement(.expression(try rewrite(expression)), span: statement.span)
    case .update(var update):
      update.table = try rewrite(update.table)
      update.settings = try update.settings.map { UpdateStatement.Setting(column: try rewrite($0.column), value: try rewrite($0.value)) }
      update.source = try update.source.map { try rewrite($0) }
      update.conditions = try rewrite(update.conditions)
      update.grouping = try update.grouping.map { try rewrite($0) }
      update.having = try rewrite(update.having)
      return Statement(.update(update), span: statement.span)
    case .delete(var delete):
      delete.table = try rewrite(delete.table)
      delete.source = try delete.source.map { try rewrite($0) }
      delete.conditions = try rewrite(delete.conditions)
      return Statement(.delete(delete), span: statement.span)
    default: return statement
    }
  }
}
