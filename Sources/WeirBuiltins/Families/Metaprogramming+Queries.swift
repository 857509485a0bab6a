import WeirRuntime
import WeirSyntax
import WeirTables

// Queries that are put together from their parts.
extension StandardCatalog {
  static let metaprogrammingQueries: [Builtin] = [
    Builtin(
      "sqlCol(colName, [func], [alias], [qualifier])",
      summary: "Metacode of a column, or of `func` of it, under the name `alias`; of several names the tuple of as many pieces of metacode.",
      example: Example("sqlCol(\"price\", sum, \"total\")", gives: "< sum(price) as total >")
    ) { call in
      let names = try call.strings(0)
      let aliases = call.has(2) && !call[2].isVoid ? try call.strings(2) : []
      guard aliases.isEmpty || aliases.count == names.count else {
        throw KernelError.shape("sqlCol: \(names.count) columns cannot have \(aliases.count) names")
      }
      let codes = AnyVector(capacity: names.count)
      for (index, name) in names.enumerated() { codes.push(try SQLColumn.make(name, aliases.isEmpty ? nil : aliases[index], call)) }
      return call[0].vector == nil ? codes.cell(at: 0) : .vector(codes)
    },
    Builtin(
      "sqlColAlias(colDefs, [colNames])", summary: "Metacode under a name: `colNames`, or else the one that a query would give it.",
      example: Example("sqlColAlias(<avg(price)>)", gives: "< avg(price) as avg_price >")
    ) { call in
      let names = call.has(1) && !call[1].isVoid ? try call.strings(1) : nil
      guard let tuple = call[0].tuple else { return try SQLColumn.named(call[0], names, call) }
      guard names == nil || names?.count == tuple.count else {
        throw KernelError.shape("sqlColAlias: \(tuple.count) columns cannot have \(names?.count ?? 0) names")
      }
      let codes = AnyVector(capacity: tuple.count)
      for index in 0..<tuple.count { codes.push(try SQLColumn.named(tuple.cell(at: index), names.map { [$0[index]] }, call)) }
      return .vector(codes)
    },
    Builtin(
      "sql(select, from, [where], [groupBy], [groupFlag=1], [csort], [ascSort=1], [having], [orderBy], [ascOrder=1], [limit], [hint], [exec=false], [map=false], [cgroupBy])",
      summary: "Metacode of the query whose clauses are given as metacode; `groupFlag` is 0 for `context by`, 1 for `group by`, 2 for `pivot by`.",
      example: Example("sql(sqlCol(`sym`price), \"t\", <price > 3>)", gives: "< select sym,price from objByName(\"t\") where price > 3 >"), wantsArgumentNames: true
    ) { call in try QueryAssembly.select(call) },
    Builtin(
      "sqlUpdate(table, updates, [from], [where], [contextBy], [csort], [ascSort=1], [having])",
      summary: "Metacode of an `update`; each of `updates` is an expression with the name of the column that it goes to.",
      example: Example("t = table(1 2 as a); sqlUpdate(t, <a * 2 as b>)", gives: "< update t set b = a * 2 >"), wantsArgumentNames: true
    ) { call in try QueryAssembly.update(call) },
    Builtin(
      "sqlDelete(table, [where], [from])", summary: "Metacode of a `delete`.",
      example: Example("t = table(1 2 as a); sqlDelete(t, <a = 1>)", gives: "< delete from t where a == 1 >"), wantsArgumentNames: true
    ) { call in try QueryAssembly.delete(call) },
  ]
}

private enum SQLColumn {
  static func make(_ name: String, _ alias: String?, _ call: borrowing Call) throws -> Cell {
    let assembly = CodeAssembly(call.session)
    let column = try self.column(name, call)
    guard call.has(1), !call[1].isVoid else {
      guard let alias else { return try assembly.finish(column) }
      return try assembly.finish(.item(item(column, alias)))
    }
    let value = Expression(.call(try assembly.callee(call, 1), [Argument(value: column)]))
    return try assembly.finish(.item(item(value, alias ?? CodeNaming.columnName(value))))
  }

  private static func column(_ name: String, _ call: borrowing Call) throws -> Expression {
    guard call.has(3), !call[3].isVoid else { return name == "*" ? Expression(.star) : ColumnExpression.make(name) }
    let table = Expression(.name(Name(try call.string(3))))
    if name == "*" { return Expression(.starOf(table)) }
    return Expression(.member(table, .name(Identifier(name, span: .none))))
  }

  static func item(_ expression: Expression, _ alias: String) -> SelectItem {
    SelectItem(expression: expression, aliases: [Identifier(alias, span: .none)])
  }

  static func named(_ value: borrowing Cell, _ names: [String]?, _ call: borrowing Call) throws -> Cell {
    var assembly = CodeAssembly(call.session)
    let expression = try assembly.expression(value)
    let aliases = names ?? [CodeNaming.columnName(expression)]
    return try assembly.finish(.item(SelectItem(expression: expression, aliases: aliases.map { Identifier($0, span: .none) })))
  }
}

/// The clauses of `sql`, `sqlUpdate` and `sqlDelete` as statements.
private struct QueryAssembly {
  var assembly: CodeAssembly

  // MARK: sql

  /// The hint that stands for `map`.
  private static let mapHint = "256"

  static func select(_ call: borrowing Call) throws -> Cell {
    var parts = QueryAssembly(assembly: CodeAssembly(call.session))
    var query = SelectStatement()
    query.items = try parts.assembly.items(call[0])
    query.source = TableSource(.table(try parts.table(call, 1)), span: .none)
    query.conditions = try parts.expressions(call, 2)
    query.grouping = try parts.groupings(call)
    query.having = try parts.conjunction(call, 7)
    query.order = try parts.order(call, 8, ascending: 9)
    try parts.limit(&query, call)
    query.hints = try hints(call)
    query.isExec = try call.bool(12, default: false)
    query.isMap = try call.bool(13, default: false)
    return try parts.assembly.finish(Expression(.select(query)))
  }

  private static func given(_ call: borrowing Call, _ index: Int) -> Bool { call.has(index) && !call[index].isVoid }

  private static func hints(_ call: borrowing Call) throws -> [String] {
    var hints: [String] = []
    if given(call, 11) { hints = call[11].vector == nil && call[11].stringValue == nil ? [String(try call.int(11))] : try call.strings(11) }
    return try call.bool(13, default: false) ? hints + [mapHint] : hints
  }

  /// A table by its name, a table itself, or metacode that gives one.
  private mutating func table(_ call: borrowing Call, _ index: Int) throws -> Expression {
    guard QueryAssembly.given(call, index) else { throw KernelError.arguments("\(call.name): a table is needed") }
    if let name = call[index].stringValue {
      let argument = Expression(.constant(.string(StringLiteral(name, style: .double))))
      return Expression(.call(Expression(.name(Name("objByName"))), [Argument(value: argument)]))
    }
    return try assembly.expression(call[index], name: call[index].table == nil ? nil : call.argumentName(index))
  }

  private mutating func expressions(_ call: borrowing Call, _ index: Int) throws -> [Expression] {
    QueryAssembly.given(call, index) ? try assembly.expressions(call[index]) : []
  }

  /// Several conditions as one.
  private mutating func conjunction(_ call: borrowing Call, _ index: Int) throws -> Expression? {
    let conditions = try expressions(call, index)
    guard let first = conditions.first else { return nil }
    return conditions.dropFirst().reduce(first) { Expression(.binary(.and, $0, $1)) }
  }

  private mutating func order(_ call: borrowing Call, _ index: Int, ascending: Int) throws -> [OrderItem] {
    let keys = try expressions(call, index)
    let flags = try QueryAssembly.flags(call, ascending, count: keys.count)
    return zip(keys, flags).map { OrderItem(expression: $0, isDescending: !$1, hasDirection: true) }
  }

  /// Whether each of `count` keys goes upwards; one flag holds for all.
  private static func flags(_ call: borrowing Call, _ index: Int, count: Int) throws -> [Bool] {
    guard given(call, index) else { return Array(repeating: true, count: count) }
    guard let vector = call[index].vector else { return Array(repeating: try call.bool(index, default: true), count: count) }
    guard vector.count == count else { throw KernelError.shape("\(call.name): \(count) keys have \(vector.count) directions") }
    return try (0..<count).map { try vector.cell(at: $0).asInt64() != 0 }
  }

  private mutating func groupings(_ call: borrowing Call) throws -> [GroupingClause] {
    var keys = QueryAssembly.given(call, 3) ? try assembly.items(call[3]) : []
    let flag = try call.int(4, default: 1)
    let cumulative = try cumulativeKeys(call, &keys)
    guard cumulative.isEmpty || flag == 1 else { throw KernelError.arguments("sql: `cgroupBy` cannot stand beside `context by` or `pivot by`") }
    var clauses: [GroupingClause] = []
    if !keys.isEmpty {
      let sort = flag == 0 ? try order(call, 5, ascending: 6) : []
      clauses.append(GroupingClause(kind: try QueryAssembly.kind(flag), keys: keys, sort: sort, span: .none))
    }
    if !cumulative.isEmpty { clauses.append(GroupingClause(kind: .cumulativeGroup, keys: cumulative, span: .none)) }
    return clauses
  }

  private static func kind(_ flag: Int) throws -> GroupingKind {
    switch flag {
    case 0: .context
    case 1: .group
    case 2: .pivot
    default: throw KernelError.value("sql: `groupFlag` must be 0, 1 or 2, got \(flag)")
    }
  }

  /// The keys of `cgroup by`: given as metacode, or as the number of keys that are taken from the end of `groupBy`.
  private mutating func cumulativeKeys(_ call: borrowing Call, _ keys: inout [SelectItem]) throws -> [SelectItem] {
    guard QueryAssembly.given(call, 14) else { return [] }
    guard call[14].isScalar, call[14].code == nil else { return try assembly.items(call[14]) }
    let count = try call.int(14)
    guard (0...keys.count).contains(count) else { throw KernelError.range("sql: `cgroupBy` must be 0 to \(keys.count), got \(count)") }
    let taken = Array(keys.suffix(count))
    keys.removeLast(count)
    return taken
  }

  /// Counts from the start are `top`, from the end `limit`.
  private mutating func limit(_ query: inout SelectStatement, _ call: borrowing Call) throws {
    guard QueryAssembly.given(call, 10) else { return }
    if let pair = call[10].pair {
      let first = try assembly.expression(pair.elements.cell(at: 0))
      let last = try assembly.expression(pair.elements.cell(at: 1))
      query.top = TopClause(count: Expression(.pair(first, last)))
      return
    }
    let count = try call.int(10)
    guard let short = Int32(exactly: count) else { throw KernelError.range("sql: `limit` is out of range: \(count)") }
    let expression = try assembly.expression(.int(short))
    if count < 0 { query.limit = LimitClause(count: expression) } else { query.top = TopClause(count: expression) }
  }

  // MARK: sqlUpdate, sqlDelete

  static func update(_ call: borrowing Call) throws -> Cell {
    var parts = QueryAssembly(assembly: CodeAssembly(call.session))
    let settings = try parts.assembly.items(call[1]).map { item in
      let column = item.aliases.first.map { ColumnExpression.make($0.text) } ?? item.expression
      return UpdateStatement.Setting(column: column, value: item.expression)
    }
    let keys = given(call, 4) ? try parts.assembly.items(call[4]) : []
    let sort = try parts.order(call, 5, ascending: 6)
    let grouping = keys.isEmpty ? nil : GroupingClause(kind: .context, keys: keys, sort: sort, span: .none)
    let source = given(call, 2) ? TableSource(.table(try parts.assembly.expression(call[2])), span: .none) : nil
    let statement = UpdateStatement(
      table: try parts.table(call, 0), settings: settings, source: source, conditions: try parts.expressions(call, 3), grouping: grouping,
      having: try parts.conjunction(call, 7))
    return try parts.assembly.finish(.statement(Statement(.update(statement))))
  }

  static func delete(_ call: borrowing Call) throws -> Cell {
    var parts = QueryAssembly(assembly: CodeAssembly(call.session))
    let source = given(call, 2) ? TableSource(.table(try parts.assembly.expression(call[2])), span: .none) : nil
    let statement = DeleteStatement(table: try parts.table(call, 0), source: source, conditions: try parts.expressions(call, 1))
    return try parts.assembly.finish(.statement(Statement(.delete(statement))))
  }
}
