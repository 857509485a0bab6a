import WeirSyntax

/// The names that stand anywhere in an expression or query. A closure must know, when it is made, which variables a query in it will ask for.
struct NameCollector {
  private(set) var names: Set<String> = []
  /// What stands on both sides of a `.`: `t.price`.
  private(set) var members: [(table: String, column: String)] = []

  mutating func visit(_ expression: Expression?) {
    guard let expression else { return }
    switch expression.kind {
    case .name(let name): names.insert(name.text)
    case .quotedColumn(let name): names.insert(name)
    case .vector(let elements), .tuple(let elements): elements.forEach { visit($0) }
    case .dictionary(let entries):
      for entry in entries {
        visit(entry.key)
        visit(entry.value)
      }
    case .unary(_, let operand), .isNull(let operand, _), .cast(let operand, _), .arrayType(let operand), .starOf(let operand): visit(operand)
    case .binary(_, let left, let right): visitAll([left, right])
    case .comparisons(let first, let links): visitAll([first] + links.map(\.operand))
    case .pair(let first, let second):
      visit(first)
      visit(second)
    case .conditional(let condition, let then, let otherwise): visitAll([condition, then, otherwise])
    case .infix(let left, let function, let right): visitAll([left, function, right])
    case .prefix(let function, let operand): visitAll([function, operand])
    case .call(let target, let arguments), .partial(let target, let arguments):
      visit(target)
      visitArguments(arguments)
    case .methodCall(let target, let method, let arguments), .methodPartial(let target, let method, let arguments):
      names.insert(method.text)
      visit(target)
      visitArguments(arguments)
    case .computedMethodCall(let target, let method, let arguments):
      visitAll([target, method])
      visitArguments(arguments)
    case .member(let target, let member):
      visit(target)
      if case .name(let table) = target.kind, let column = member.columnName { members.append((table.text, column)) }
      if case .expression(let index) = member { visit(index) }
    case .index(let target, let indices):
      visit(target)
      indices.forEach { visit($0) }
    case .template(let function, _): visit(function)
    case .lambda(let definition): visit(definition)
    case .between(let operand, let low, let high): visitAll([operand, low, high])
    case .over(let function, let clause):
      visit(function)
      visitAll(clause.partition + clause.order.map(\.expression))
    case .caseWhen(let cases):
      visit(cases.subject)
      visitAll(cases.branches.flatMap { [$0.condition, $0.value] })
      visit(cases.otherwise)
    case .metacode(let content): visit(content)
    case .select(let query), .exists(let query), .quantified(_, let query): visit(query)
    case .constant, .constants, .macroColumn, .defaultValue, .operatorFunction, .columnRange, .star, .embedded: return
    }
  }

  private mutating func visitAll(_ expressions: [Expression]) { expressions.forEach { visit($0) } }

  private mutating func visitArguments(_ arguments: [Argument]) { arguments.forEach { visit($0.value) } }

  private mutating func visit(_ definition: FunctionDefinition) {
    if case .expression(let body) = definition.body { visit(body) }
  }

  mutating func visit(_ query: SelectStatement) {
    query.commonTables.forEach { visit($0.query) }
    visit(query.top?.count)
    visitAll(query.items.map(\.expression) + query.conditions)
    visit(query.source)
    for clause in query.grouping { visitAll(clause.keys.map(\.expression) + clause.sort.map(\.expression)) }
    visit(query.having)
    visitAll(query.order.map(\.expression))
    visit(query.limit?.count)
    visit(query.limit?.offset)
    query.unions.forEach { visit($0.query) }
  }

  mutating func visit(_ source: TableSource?) {
    switch source?.kind {
    case nil: return
    case .table(let expression): visit(expression)
    case .join(_, let left, let right, let on, _):
      visit(left)
      visit(right)
      visit(on)
    case .product(let left, let right):
      visit(left)
      visit(right)
    }
  }
}
