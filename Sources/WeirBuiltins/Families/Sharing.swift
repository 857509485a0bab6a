import WeirRuntime
import WeirSyntax
import WeirTables

// Tables that several sessions use, and changes of tables that are given as metacode.
extension StandardCatalog {
  static let sharing: [Builtin] = [
    Builtin(
      "share(table, sharedName, [readonly=false])", summary: "Makes a table known to all sessions under a name; with `readonly` nobody changes it any more.",
      example: Example("share(table(1 2 as a), `sharedExample)\nobjByName(`sharedExample).size()", gives: "2")
    ) { call in
      try call.session.share(call[0], as: try call.string(1), isReadOnly: try call.bool(2, default: false))
      return .missing
    },
    Builtin(
      "update!(mutable table, colNames, newValues, [filter])",
      summary: "Changes columns of a table, or adds some: `newValues` is metacode, or a value for each row; `filter` is the condition, as metacode.",
      example: Example("t = table(1 2 3 as a)\nupdate!(t, `a, <a * 10>, <a > 1>)\nexec a from t", gives: "[1,20,30]")
    ) { call in
      try TableChanges.update(call)
      return call[0].copy()
    },
  ]
}

/// Statements that functions stand for.
enum TableChanges {
  /// `update!(table, names, values, [filter])`
  static func update(_ call: borrowing Call) throws {
    guard call[0].isAnyTable else { throw call.expected(0, "a table") }
    var assembly = CodeAssembly(call.session)
    let names = try call.strings(1)
    let values = try values(call, names.count, &assembly)
    guard values.count == names.count else {
      throw KernelError.shape("The number of columns to be updated must match the number of columns specified in colNames. RefId:S05006")
    }
    let settings = zip(names, values).map { UpdateStatement.Setting(column: ColumnExpression.make($0), value: $1) }
    let statement = UpdateStatement(table: try assembly.expression(call[0]), settings: settings, source: nil, conditions: try conditions(call, 3, &assembly), grouping: nil)
    try run(.statement(Statement(.update(statement))), &assembly, call)
  }

  /// `erase!(table, filter)`
  static func erase(_ call: borrowing Call) throws {
    if let table = call[0].table { try TableRules.check(.erase, table) }
    var assembly = CodeAssembly(call.session)
    let statement = DeleteStatement(table: try assembly.expression(call[0]), source: nil, conditions: try conditions(call, 1, &assembly))
    try run(.statement(Statement(.delete(statement))), &assembly, call)
  }

  /// Metacode as it is; a plain value is that of the only column, or has an element for each.
  private static func values(_ call: borrowing Call, _ count: Int, _ assembly: inout CodeAssembly) throws -> [Expression] {
    guard let vector = call[2].vector, count > 1 || vector.storage == .any else { return try assembly.expressions(call[2]) }
    return try (0..<vector.count).flatMap { try assembly.expressions(vector.cell(at: $0)) }
  }

  private static func conditions(_ call: borrowing Call, _ index: Int, _ assembly: inout CodeAssembly) throws -> [Expression] {
    call.has(index) && !call[index].isVoid ? try assembly.expressions(call[index]) : []
  }

  private static func run(_ content: Metacode, _ assembly: inout CodeAssembly, _ call: borrowing Call) throws {
    guard let code = try assembly.finish(content).code else { return }
    _ = try call.session.evaluate(code)
  }
}
