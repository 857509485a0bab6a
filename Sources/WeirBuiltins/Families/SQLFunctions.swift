import WeirRuntime
import WeirTables

// Joins as functions. A call that is written out is lowered with its tables' names, filters and metacode as they stand; these bodies serve where the function is a value.
extension StandardCatalog {
  static let sqlFunctions: [Builtin] = [
    join(
      .equal, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "The rows of both tables whose matching columns are equal, in the order of the left one.",
      "ej(table(1 2 as id, 5 6 as x), table(2 3 as id, 8 9 as y), `id)", gives: "id x y\n-- - -\n2  6 8"),
    join(
      .sortedEqual, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "As `ej`, sorted by the matching columns.",
      "sej(table(2 1 as id, 5 6 as x), table(1 2 as id, 8 9 as y), `id)", gives: "id x y\n-- - -\n1  6 8\n2  5 9"),
    join(
      .left, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "All rows of the left table with those of the right one whose matching columns are equal, or nulls.",
      "lj(table(1 2 as id, 5 6 as x), table(2 3 as id, 8 9 as y), `id)", gives: "id x y\n-- - -\n1  5  \n2  6 8"),
    join(
      .leftFirst, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "All rows of the left table with the first of the right one whose matching columns are equal, or nulls.",
      "lsj(table(1 2 as id), table(2 2 as id, 8 9 as y), `id)", gives: "id y\n-- -\n1   \n2  8"),
    join(
      .right, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "All rows of the right table with those of the left one whose matching columns are equal, or nulls.",
      "rj(table(1 2 as id, 5 6 as x), table(2 3 as id, 8 9 as y), `id)", gives: "x id y\n- -- -\n6 2  8\n  3  9"),
    join(
      .full, "leftTable, rightTable, matchingCols, [rightMatchingCols], [leftFilter], [rightFilter]",
      "All rows of both tables, side by side where the matching columns are equal.",
      "fj(table(1 2 as a), table(2 3 as b), `a, `b)", gives: "a b\n- -\n1  \n2 2\n  3"),
    join(
      .asof, "leftTable, rightTable, matchingCols, [rightMatchingCols]",
      "All rows of the left table with the last of the right one that is equal in all matching columns but the last, and not later in that.",
      "aj(table(1 5 as t), table(2 4 as u, 7 8 as y), `t, `u)", gives: "t u y\n- - -\n1    \n5 4 8"),
    join(
      .cross, "leftTable, rightTable", "Every row of the left table with every row of the right one.",
      "cj(table(1 2 as a), table(3 4 as b))", gives: "a b\n- -\n1 3\n1 4\n2 3\n2 4"),
    join(
      .prefix, "leftTable, rightTable, matchingCols, [rightMatchingCols]",
      "The rows of the left table whose text begins with that of a row of the right one.",
      "pj(table([\"ab1\", \"c2\"] as a), table(`ab`x as b), `a, `b)", gives: "a   b \n--- --\nab1 ab"),
    windowJoin(.window, "The left table with aggregates of the rows of the right one whose last matching column lies in a window around the left one's."),
    windowJoin(.prevailingWindow, "As `wj`, where a window also takes the last row before its beginning."),
  ]

  private static func join(_ method: JoinMethod, _ parameters: String, _ summary: String, _ script: String, gives result: String) -> Builtin {
    Builtin("\(method.rawValue)(\(parameters))", summary: summary, example: Example(script, gives: result), wantsArgumentNames: true) { call in
      try TableJoin.call(method, call)
    }
  }

  private static func windowJoin(_ method: JoinMethod, _ summary: String) -> Builtin {
    Builtin(
      "\(method.rawValue)(leftTable, rightTable, window, aggs, matchingCols, [rightMatchingCols])", summary: summary,
      example: Example(
        "\(method.rawValue)(table(5 8 as t), table(4 5 6 as t, 1 2 3 as y), -1:0, <sum(y)>, `t)",
        gives: method == .window ? "t sum_y\n- -----\n5 3    \n8      " : "t sum_y\n- -----\n5 3    \n8 3    ")
    ) { call in throw KernelError.unsupported("\(call.name) cannot be passed as a value yet; call it by its name") }
  }
}
