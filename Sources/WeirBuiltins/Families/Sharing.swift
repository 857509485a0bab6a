import WeirRuntime
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
      guard call[0].isAnyTable else { throw call.expected(0, "a table") }
      let filter = call.has(3) ? call[3].copy() : .missing
      guard filter.isMissing || !filter.elementType.isLiteral else { throw call.invalid(3, "must be a condition as metacode") }
      try TableChange.update(call[0], try call.strings(1), call[2], where: filter, call.session)
      return call[0].copy()
    },
  ]
}
