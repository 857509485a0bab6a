import WeirSyntax
import WeirTables

// What stands after `from`: tables, joins, and calls of joins' functions.
extension Lowerer {
  func lowerSource(_ source: TableSource, _ scope: Scope) -> QuerySource {
    switch source.kind {
    case .table(let expression):
      if let join = lowerJoinCall(expression, alias: source.alias?.text, scope) { return .join(join) }
      return .table(lowerTable(expression, scope), name: source.alias?.text ?? tableName(expression))
    case .join(let kind, let left, let right, let on, let names):
      let condition: JoinSource.Condition = on.map { .on($0) } ?? (names.isEmpty ? .none : .using(names.map(\.text)))
      let method = on == nil && names.isEmpty && kind == .inner ? .cross : JoinMethod(kind)
      if case .none = condition, method != .cross { report(ScriptError(.syntax, "this join needs `on`", at: source.span)) }
      return .join(JoinSource(method, lowerSource(left, scope), lowerSource(right, scope), condition, alias: source.alias?.text, span: source.span))
    case .product(let left, let right):
      return .join(JoinSource(.cross, lowerSource(left, scope), lowerSource(right, scope), .none, alias: source.alias?.text, span: source.span))
    }
  }

  /// An expression in the place of a table: an unknown name is looked up when the statement runs.
  func lowerTable(_ expression: Expression, _ scope: Scope) -> Node {
    let outer = allowsLateNames
    allowsLateNames = true
    defer { allowsLateNames = outer }
    if case .name(let name) = expression.kind {
      if let table = scope.commonTable(name.text) { return table }
      if variable(name.text, scope, at: expression.span) == nil { return LateNameNode(name: name.text, span: expression.span) }
    }
    return lower(expression, scope)
  }

  /// The table that a statement changes, which must be no constant.
  func lowerChangedTable(_ expression: Expression, _ scope: Scope) -> Node {
    if case .name(let name) = expression.kind { checkChangeable(name.text, scope, at: expression.span) }
    return lowerTable(expression, scope)
  }

  /// What may stand before the columns of a table.
  func tableName(_ expression: Expression) -> String? {
    if let name = expression.plainName { return name }
    // `objByName("t")` is the table `t`.
    guard case .call(let function, let arguments) = expression.kind, function.plainName == "objByName", arguments.count == 1,
      case .constant(.string(let name))? = arguments[0].value?.kind
    else { return nil }
    return name.text
  }

  // MARK: Joins as functions

  /// A call of a join's function, whose tables, filters and aggregates are read as they are written; nil for any other expression.
  func lowerJoinCall(_ expression: Expression, alias: String?, _ scope: Scope) -> JoinSource? {
    let name: String
    var arguments: [Argument]
    switch expression.kind {
    case .call(let callee, let list):
      guard case .name(let word) = callee.kind, word.modulePath.isEmpty else { return nil }
      (name, arguments) = (word.text, list)
    case .methodCall(let target, let method, let list):
      guard method.modulePath.isEmpty else { return nil }
      (name, arguments) = (method.text, [Argument(value: target)] + list)
    default: return nil
    }
    guard let method = JoinMethod(rawValue: name), function(named: name) is BuiltinFunction, variable(name, scope, at: expression.span) == nil else { return nil }
    guard let bound = joinArguments(method, arguments, at: expression.span) else { return nil }
    return joinSource(method, bound, alias, scope, at: expression.span)
  }

  /// The arguments by parameter; nil after an error.
  private func joinArguments(_ method: JoinMethod, _ arguments: [Argument], at span: SourceSpan) -> [String: Argument]? {
    var bound: [String: Argument] = [:]
    for (index, argument) in arguments.enumerated() {
      guard let name = argument.keyword?.text ?? (index < method.parameters.count ? method.parameters[index] : nil), method.parameters.contains(name) else {
        report(ScriptError(.arguments, "\(method.rawValue) has no parameter `\(argument.keyword?.text ?? "#\(index + 1)")`", at: span))
        return nil
      }
      if argument.value != nil { bound[name] = argument }
    }
    let required = method == .cross ? ["leftTable", "rightTable"] : method.hasWindow ? ["leftTable", "rightTable", "window", "aggs", "matchingCols"] : ["leftTable", "rightTable", "matchingCols"]
    for name in required where bound[name] == nil {
      report(ScriptError(.arguments, "\(method.rawValue) needs the argument `\(name)`", at: span))
      return nil
    }
    return bound
  }

  private func joinSource(_ method: JoinMethod, _ arguments: [String: Argument], _ alias: String?, _ scope: Scope, at span: SourceSpan) -> JoinSource {
    let left = joinSide(arguments["leftTable"], scope)
    let right = joinSide(arguments["rightTable"], scope)
    let columns = arguments["matchingCols"]?.value.map { lower($0, scope) }
    let rightColumns = arguments["rightMatchingCols"]?.value.map { lower($0, scope) }
    for name in ["leftFilter", "rightFilter"] {
      guard let filter = arguments[name]?.value else { continue }
      var collector = NameCollector()
      collector.visit(filter)
      for word in collector.names.sorted() { _ = variable(word, scope, at: span) }
    }
    guard method.hasWindow, let range = arguments["window"]?.value, let aggregates = arguments["aggs"]?.value, let columns else {
      let condition = JoinSource.Condition.columns(
        left: columns, right: rightColumns, leftFilter: arguments["leftFilter"]?.value, rightFilter: arguments["rightFilter"]?.value)
      return JoinSource(method, left, right, condition, alias: alias, span: span)
    }
    let window = JoinSource.Window(range: lower(range, scope), aggregates: windowAggregates(aggregates, scope), columns: columns, rightColumns: rightColumns)
    return JoinSource(method, left, right, .none, window: window, alias: alias, span: span)
  }

  private func joinSide(_ argument: Argument?, _ scope: Scope) -> QuerySource {
    guard let argument, let expression = argument.value else { return .table(ConstantNode(.void, span: .none), name: nil) }
    return lowerSource(TableSource(.table(expression), alias: argument.aliases.first, span: expression.span), scope)
  }

  private func windowAggregates(_ expression: Expression, _ scope: Scope) -> JoinSource.Aggregates {
    guard case .metacode(let metacode) = expression.kind, let items = MetacodeItems.items(metacode) else { return .value(lower(expression, scope)) }
    var collector = NameCollector()
    for item in items { collector.visit(item.expression) }
    for word in collector.names.sorted() { _ = variable(word, scope, at: expression.span) }
    return .items(items)
  }
}

/// A call of a join's function outside of `from`: its table.
final class JoinCallNode: Node {
  let join: JoinSource
  let scope: Scope

  init(_ join: JoinSource, scope: Scope) {
    self.join = join
    self.scope = scope
    super.init(span: join.span)
  }

  override func eval(_ frame: Frame) throws -> Cell {
    do { return .table(try QuerySource.join(join).rows(frame, scope).table()) } catch { throw placed(error) }
  }
}

extension TableSource {
  /// The names and aliases of the tables.
  var tableNames: Set<String> {
    var names: Set<String> = []
    if let alias { names.insert(alias.text) }
    switch kind {
    case .table(let expression):
      switch expression.kind {
      case .name(let name): names.insert(name.text)
      case .call(_, let arguments):
        for argument in arguments {
          names.formUnion(argument.aliases.map(\.text))
          if let value = argument.value { names.formUnion(TableSource(.table(value), span: span).tableNames) }
        }
      default: break
      }
    case .join(_, let left, let right, _, _): names.formUnion(left.tableNames.union(right.tableNames))
    case .product(let left, let right): names.formUnion(left.tableNames.union(right.tableNames))
    }
    return names
  }
}
