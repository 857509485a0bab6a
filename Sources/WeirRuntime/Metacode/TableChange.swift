import WeirSyntax
import WeirTables

/// Changes of a table that are given as values and as metacode: the statements that functions and assignments stand for.
package enum TableChange {
  /// ``update!(t, `c, <e>, <condition>)`` and ``t[`c, <condition>] = <e>``
  ///
  /// - Parameters:
  ///   - values: metacode, or plain values: that of the only column, or an element for each.
  ///   - condition: metacode, or a tuple of it; missing or NULL for all rows.
  /// - Throws: `.shape` when there are not as many values as names.
  package static func update(_ table: borrowing Cell, _ names: [String], _ values: borrowing Cell, where condition: borrowing Cell, _ session: SessionContext) throws {
    var assembly = CodeAssembly(session)
    let values = try expressions(values, names.count, &assembly)
    guard values.count == names.count else {
      throw KernelError.shape("The number of columns to be updated must match the number of columns specified in colNames. RefId:S05006")
    }
    let settings = zip(names, values).map { UpdateStatement.Setting(column: ColumnExpression.make($0), value: $1) }
    let statement = UpdateStatement(
      table: try assembly.expression(table), settings: settings, source: nil, conditions: try conditions(condition, &assembly), grouping: nil)
    try run(Statement(.update(statement)), &assembly, session)
  }

  /// `erase!(t, <condition>)`
  package static func delete(_ table: borrowing Cell, where condition: borrowing Cell, _ session: SessionContext) throws {
    var assembly = CodeAssembly(session)
    let statement = DeleteStatement(table: try assembly.expression(table), source: nil, conditions: try conditions(condition, &assembly))
    try run(Statement(.delete(statement)), &assembly, session)
  }

  /// ``t[`c] = <e>`` and ``t[`c, <condition>] = e``: what metacode says of the rows of a table, the table is told as an `update`.
  /// - Returns: false for an assignment of another shape; nothing was done then.
  static func assign(to columns: borrowing Cell, of table: borrowing Cell, _ value: borrowing Cell, where condition: borrowing Cell, _ session: SessionContext) throws -> Bool {
    guard table.isAnyTable, columns.elementType.isLiteral, isMetacode(value) || table.segmentedTable != nil && isMetacode(condition) else { return false }
    guard condition.isMissing || isMetacode(condition) else { return false }
    let names = columns.vector.map { vector in (0..<vector.count).map { vector.text(at: $0) } } ?? columns.stringValue.map { [$0] }
    guard let names else { return false }
    try update(table, names, value, where: condition, session)
    return true
  }

  /// Whether a value is metacode, or a tuple of nothing else.
  package static func isMetacode(_ value: borrowing Cell) -> Bool {
    guard let tuple = value.tuple else { return value.code != nil }
    return tuple.count > 0 && (0..<tuple.count).allSatisfy { tuple.cell(at: $0).code != nil }
  }

  private static func expressions(_ values: borrowing Cell, _ count: Int, _ assembly: inout CodeAssembly) throws -> [Expression] {
    guard let vector = values.vector, count > 1 || vector.storage == .any else {
      let expressions = try assembly.expressions(values)
      // `<[a, b]>` for two columns.
      if count > 1, expressions.count == 1, let members = expressions[0].members, members.count == count { return members }
      return expressions
    }
    return try (0..<vector.count).flatMap { try assembly.expressions(vector.cell(at: $0)) }
  }

  private static func conditions(_ condition: borrowing Cell, _ assembly: inout CodeAssembly) throws -> [Expression] {
    condition.isMissing || condition.isVoid ? [] : try assembly.expressions(condition)
  }

  private static func run(_ statement: Statement, _ assembly: inout CodeAssembly, _ session: SessionContext) throws {
    guard let code = try assembly.finish(.statement(statement)).code else { return }
    _ = try session.evaluate(code)
  }
}

extension Expression {
  /// What stands between the brackets of a list that leaves nothing out.
  fileprivate var members: [Expression]? {
    switch kind {
    case .vector(let members), .tuple(let members):
      let given = members.compactMap { $0 }
      return given.count == members.count ? given : nil
    default: return nil
    }
  }
}
