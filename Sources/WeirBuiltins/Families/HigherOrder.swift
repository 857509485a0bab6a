import WeirRuntime
import WeirSyntax
import WeirTables

// Functions that take functions.
extension StandardCatalog {
  static let higherOrder: [Builtin] = higherOrderElements + higherOrderGroups + higherOrderCalls + indexing

  /// One call per element, and the elements' neighbours.
  private static let higherOrderElements: [Builtin] = [
    Builtin(
      "each(func, args...)", summary: "Calls `func` with the elements at the same place of every argument: elements of vectors, columns of matrices, rows of tables.",
      example: Example("each(add, 1 2 3, 10 20 30)", gives: "[11,22,33]")
    ) { call in
      try call.requireArguments(2)
      return try HigherOrder.each(try call.function(0), call.arguments + 1, count: call.count - 1, call.session, .defaultRule)
    },
    Builtin(
      "peach(func, args...)", summary: "Like `each`, with several calls at the same time. A function that changes its arguments is called for one element after the other; of the session's variables "
        + "it finds scalars, vectors and tables by name, other values have to be arguments.",
      example: Example("peach(def(x): x * x, 1 2 3)", gives: "[1,4,9]")
    ) { call in
      try call.requireArguments(2)
      return try HigherOrder.each(try call.function(0), call.arguments + 1, count: call.count - 1, call.session, .defaultRule, isParallel: true)
    },
    Builtin("loop(func, args...)", summary: "Like `each`, but always gives a tuple.", example: Example("loop(neg, 1 2)", gives: "(-1,-2)")) { call in
      try call.requireArguments(2)
      return try HigherOrder.each(try call.function(0), call.arguments + 1, count: call.count - 1, call.session, .tuple)
    },
    Builtin(
      "ploop(func, args...)", summary: "Like `loop`, with several calls at the same time, as `peach`.", example: Example("ploop(def(x): x..(x + 1), 1 5)", gives: "([1,2],[5,6])")
    ) { call in
      try call.requireArguments(2)
      return try HigherOrder.each(try call.function(0), call.arguments + 1, count: call.count - 1, call.session, .tuple, isParallel: true)
    },
    Builtin(
      "eachLeft(func, X, Y, [assembleRule], [consistent])", summary: "Calls `func(X[i], Y)` for every element of `X`.",
      example: Example("eachLeft(pow, 2 3, 2)", gives: "[4,9]")
    ) { call in try HigherOrder.eachLeft(try call.function(0), call[1], call[2], call.session, try call.assemblyRule(3)) },
    Builtin(
      "eachRight(func, X, Y, [assembleRule], [consistent])", summary: "Calls `func(X, Y[i])` for every element of `Y`.",
      example: Example("eachRight(pow, 2, 2 3)", gives: "[4,8]")
    ) { call in try HigherOrder.eachRight(try call.function(0), call[1], call[2], call.session, try call.assemblyRule(3)) },
    Builtin(
      "eachPre(func, X, [pre], [assembleRule], [consistent])", summary: "Calls `func` with every element of `X` and the one before it, before the first one `pre`.",
      example: Example("eachPre(sub, 1 4 9, 0)", gives: "[1,3,5]")
    ) { call in try HigherOrder.eachPre(try call.function(0), call[1], call.argumentOrMissing(2), call.session, try call.assemblyRule(3)) },
    Builtin(
      "eachPost(func, X, [post], [assembleRule], [consistent])", summary: "Calls `func` with every element of `X` and the one behind it, behind the last one `post`.",
      example: Example("eachPost(sub, 1 4 9, 0)", gives: "[-3,-5,9]")
    ) { call in try HigherOrder.eachPost(try call.function(0), call[1], call.argumentOrMissing(2), call.session, try call.assemblyRule(3)) },
    Builtin(
      "accumulate(func, [X], [init], [assembleRule], [consistent])",
      summary: "Every intermediate result of `func(result, X[i])`, or of applying a function of one argument again and again.",
      example: Example("accumulate(add, 1 2 3)", gives: "[1,3,6]")
    ) { call in try HigherOrder.accumulate(try call.function(0), call.argumentOrMissing(1), call.argumentOrMissing(2), call.session, try call.assemblyRule(3)) },
    Builtin(
      "reduce(func, [X], [init], [assembleRule], [consistent])", summary: "The last result of `func(result, X[i])`, or of applying a function of one argument again and again.",
      example: Example("reduce(mul, 1..5)", gives: "120")
    ) { call in try HigherOrder.reduce(try call.function(0), call.argumentOrMissing(1), call.argumentOrMissing(2), call.session) },
    Builtin(
      "cross(func, X, [Y])", aliases: ["pcross"], summary: "Calls `func` with every pair of an element of `X` and one of `Y`; scalars make a matrix.",
      example: Example("cross(add, 1 2, 10 20)[1, 0]", gives: "12")
    ) { call in try HigherOrder.cross(try call.function(0), call[1], call.argumentOrMissing(2), call.session) },
    Builtin(
      "byRow(func, X, [Y])", summary: "Calls `func` with every row of a matrix, table, tuple or array vector.",
      example: Example("byRow(sum, matrix(1 2, 10 20))", gives: "[11,22]")
    ) { call in try HigherOrder.byRow(try call.function(0), call[1], call.argumentOrMissing(2), call.session) },
    Builtin(
      "byColumn(func, X, [Y])", summary: "Calls `func` with every column of a matrix, table, tuple or array vector.",
      example: Example("byColumn(sum, matrix(1 2, 10 20))", gives: "[3,30]")
    ) { call in try HigherOrder.byColumn(try call.function(0), call[1], call.argumentOrMissing(2), call.session) },
    Builtin(
      "all(func, args...)", summary: "Whether all elements of a vector are true; with a function first, whether it holds at every place of the arguments.",
      example: Example("all(lt, 1 2 3, 4 5 6)", gives: "true")
    ) { call in try Quantified.call(call, all: true) },
    Builtin(
      "any(func, args...)", summary: "Whether an element of a vector is true; with a function first, whether it holds at a place of the arguments.",
      example: Example("any(gt, 1 2 3, 4 5 1)", gives: "true")
    ) { call in try Quantified.call(call, all: false) },
  ]

  /// Groups and windows of rows.
  private static let higherOrderGroups: [Builtin] = [
    Builtin(
      "groupby(func, funcArgs, groupingCol)", summary: "A table of what `func` gives for the rows of each group, in the order of the groups.",
      example: Example("v = 1 2 3\nk = `b`a`b\nexec sum_v from groupby(sum, v, k)", gives: "[2,4]"), wantsArgumentNames: true
    ) { call in
      try HigherOrder.groupby(
        try call.function(0), call[1], call[2], call.session, keyName: call.argumentName(2), argumentName: call.argumentName(1))
    },
    Builtin(
      "contextby(func, funcArgs, groupingCol, [sortingCol], [semanticFilter=1], [containArgsOfHighOrderFunc=false])",
      summary: "What `func` gives for the rows of each group, at the places of these rows.", example: Example("contextby(sum, 1 2 3, `b`a`b)", gives: "[4,2,4]")
    ) { call in
      try HigherOrder.contextby(
        try call.function(0), call[1], call[2], sortingColumn: call.argumentOrMissing(3), columns: try call.int(4, default: 1),
        takesNested: try call.bool(5, default: false), call.session)
    },
    Builtin(
      "segmentby(func, funcArgs, segment)", summary: "What `func` gives for each run of equal elements of `segment`, at the places of the run.",
      example: Example("segmentby(cumsum, 1 2 3 4, 0 0 1 1)", gives: "[1,3,3,7]")
    ) { call in try HigherOrder.segmentby(try call.function(0), call[1], call[2], call.session) },
    Builtin(
      "pivot(func, funcArgs, rowAlignCol, colAlignCol)", summary: "A matrix of what `func` gives for each pair of values of the two grouping vectors.",
      example: Example("pivot(sum, 1 2 3, `a`a`b, `x`y`x)[0, 1]", gives: "2")
    ) { call in try HigherOrder.pivot(try call.function(0), call[1], call[2], call[3], call.session) },
    Builtin(
      "rolling(func, funcArgs, window, [step=1])", summary: "What `func` gives for windows of rows, each `step` rows further on.",
      example: Example("rolling(sum, 1..6, 3, 3)", gives: "[6,15]")
    ) { call in try HigherOrder.rolling(try call.function(0), call[1], window: try call.int(2), step: try call.int(3, default: 1), call.session) },
    Builtin(
      "moving(func, funcArgs, window, [minPeriods])", summary: "What `func` gives for the last `window` rows up to each row.",
      example: Example("moving(avg, 1..4, 3, 1)", gives: "[1,1.5,2,3]")
    ) { call in
      try HigherOrder.moving(try call.function(0), call[1], call[2], minPeriods: call.has(3) && !call[3].isVoid ? try call.int(3) : nil, call.session)
    },
    Builtin(
      "movingValid(func, funcArgs, window, [minPeriods], [combined=true])", summary: "What `func` gives for the last `window` values that are not null, up to each row.",
      example: Example("movingValid(sum, 1 NULL 2 3, 2, 2)", gives: "[,,3,5]")
    ) { call in
      let window = try call.int(2)
      return try HigherOrder.movingValid(
        try call.function(0), call[1], window: window, minPeriods: try call.int(3, default: window), isCombined: try call.bool(4, default: true), call.session)
    },
    Builtin(
      "window(func, funcArgs, range)", summary: "What `func` gives for the rows from `i + a` to `i + b` of each row, for the range `a:b`.",
      example: Example("window(sum, 1 2 3 4, 0:1)", gives: "[3,5,7,4]")
    ) { call in try HigherOrder.window(try call.function(0), call[1], call[2], call.session) },
    Builtin(
      "tmoving(func, T, funcArgs, window, [excludedPeriod])", summary: "What `func` gives for the rows of the time `window` up to each row.",
      example: Example("tmoving(sum, 1 2 4 5, 1 1 1 1, 2)", gives: "[1,2,1,2]")
    ) { call in
      let period = call.has(4) ? call[4].copy() : .void
      return try HigherOrder.tmoving(try call.function(0), try call.vector(1), call[2], call[3], excluding: period, call.session)
    },
    Builtin(
      "twindow(func, funcArgs, T, range, [prevailing=false], [excludedPeriod])", summary: "What `func` gives for the rows whose time lies in a range around that of each row.",
      example: Example("twindow(sum, 1 1 1 1, 1 2 4 5, 0:1)", gives: "[2,1,2,1]")
    ) { call in
      let period = call.has(5) ? call[5].copy() : .void
      let prevailing = try call.int(4, default: 0)
      return try HigherOrder.twindow(try call.function(0), call[1], try call.vector(2), call[3], prevailing: prevailing, excluding: period, call.session)
    },
    Builtin(
      "aggrTopN(func, funcArgs, sortingCol, top, [ascending=true])", summary: "What `func` gives for the first `top` rows in the order of `sortingCol`.",
      example: Example("aggrTopN(sum, 1 2 3 4 5, 5 1 2 3 4, 3, false)", gives: "10"), isAggregate: true
    ) { call in
      try HigherOrder.aggrTopN(try call.function(0), call[1], try call.vectorOrScalar(2), call[3], isAscending: try call.bool(4, default: true), call.session)
    },
    Builtin(
      "rowGroupby(func, funcArgs, groupingCol, [mode='tuple'], [ascending=true])", summary: "In every row, the distinct values of `groupingCol` and what `func` gives for each.",
      example: Example("rowGroupby(sum, matrix(1 2, 10 20), matrix(7 7, 7 8))[1]", gives: "[[11],[2,20]]")
    ) { call in
      let result = try HigherOrder.rowGroupby(try call.function(0), call[1], call[2], isAscending: try call.bool(4, default: true), call.session)
      return try RowGroups.shaped(result, try call.string(3, default: "tuple"))
    },
  ]

  /// Calling in other ways.
  private static let higherOrderCalls: [Builtin] = [
    Builtin("call(func, args...)", aliases: ["pcall"], summary: "Calls `func` with the other arguments.", example: Example("call(sum, 1..10)", gives: "55")) { call in
      try call.requireArguments(1)
      return try FunctionCall.applyValue(call[0], call.arguments + 1, count: call.count - 1, session: call.session)
    },
    Builtin(
      "unifiedCall(func, args)", summary: "Calls `func` with the members of a tuple as its arguments.", example: Example("unifiedCall(add, (1, 2))", gives: "3")
    ) { call in
      let arguments = try call.vector(1)
      let slab = ArgumentSlab(count: arguments.count)
      for index in 0..<arguments.count { slab[index] = arguments.cell(at: index) }
      return try call.session.call(try call.function(0), slab.cells, count: slab.count)
    },
    Builtin(
      "nothrowCall(func, args...)", aliases: ["nothrow"], summary: "Calls `func` with the other arguments; NULL when it fails.",
      example: Example("nothrowCall(sum, 1 2)", gives: "3")
    ) { call in
      let function = try call.function(0)
      try call.session.checkArgumentCount(function, call.arguments + 1, call.count - 1)
      do {
        return try call.session.call(function, call.arguments + 1, count: call.count - 1)
      } catch let error as KernelError where error.kind == .interrupted {
        throw error
      } catch { return .void }
    },
    Builtin(
      "compose(first, second)", summary: "The function that calls `first`, then `second` with the result.",
      example: Example("compose(neg, abs)(3)", gives: "3")
    ) { call in .function(ComposedFunction(try call.function(0), try call.function(1))) },
    Builtin(
      "withNullFill(func, x, y, fillValue)", summary: "`func(x, y)` with `fillValue` for a null in one of the operands; null where both are.",
      example: Example("withNullFill(add, 1 NULL NULL, 1 2 NULL, 0)", gives: "[2,2,]")
    ) { call in try HigherOrder.withNullFill(try call.function(0), call[1], call[2], fill: call[3], call.session) },
    Builtin(
      "nullCompare(func, X, Y)", summary: "The comparison `func(X, Y)`, null wherever an operand is.", example: Example("nullCompare(lt, 1 NULL 3, 2)", gives: "[true,,false]")
    ) { call in try HigherOrder.nullCompare(try call.function(0), call[1], call[2], call.session) },
    Builtin(
      "talib(func, args...)", summary: "Calls `func` without the rows at the beginning in which an argument is null; these stay null.",
      example: Example("talib(cumsum, NULL 1 2)", gives: "[,1,3]")
    ) { call in
      try call.requireArguments(1)
      return try HigherOrder.talib(try call.function(0), call.arguments + 1, count: call.count - 1, call.session)
    },
  ]
}

extension Call {
  /// - Throws: `.arguments` unless there are at least `least`.
  fileprivate func requireArguments(_ least: Int) throws {
    guard count >= least else { throw KernelError.arguments("The function \(name) expects at least \(least) argument(s), got \(count)") }
  }

  /// The assembly rule at `index`, a letter or its number; a BOOL there, or the argument behind it, asks for the consistent rule.
  fileprivate func assemblyRule(_ index: Int) throws -> AssemblyRule {
    if try bool(index + 1, default: false) { return .columnar }
    guard has(index), !self[index].isVoid else { return .defaultRule }
    if self[index].elementType == .bool { return try bool(index, default: false) ? .columnar : .defaultRule }
    let letters: [AssemblyRule] = [.defaultRule, .columnar, .tuple, .consistent]
    if let text = self[index].stringValue {
      guard let rule = letters.first(where: { String($0.rawValue) == text }) else { throw invalid(index, "must be D, C, U or K") }
      return rule
    }
    let number = try int(index)
    guard letters.indices.contains(number) else { throw invalid(index, "must lie between 0 and 3") }
    return letters[number]
  }
}

/// `all` and `any` in both of their meanings.
private enum Quantified {
  static func call(_ call: borrowing Call, all isForAll: Bool) throws -> Cell {
    if let function = call[0].function, call.count > 1 { return try HigherOrder.quantified(function, call.arguments + 1, count: call.count - 1, all: isForAll, call.session) }
    guard call.count == 1 else { throw call.expected(0, "a function when there are further arguments") }
    if let matrix = call[0].matrix {
      let flags = try FixedVector(.bool, count: matrix.columns)
      for column in 0..<matrix.columns { flags.pointer(Int8.self)[column] = try holds(matrix.column(column), isForAll) ? 1 : 0 }
      return .vector(flags)
    }
    let values = try call[0].pair?.elements ?? call[0].set?.elements ?? call[0].dictionary?.values ?? call.vectorOrScalar(0)
    return .bool(try holds(values, isForAll))
  }

  /// Whether all elements (or one) that are not null differ from zero.
  private static func holds(_ values: Vector, _ isForAll: Bool) throws -> Bool {
    for index in 0..<values.count where !values.isNull(at: index) {
      let isTrue = try values.cell(at: index).asDouble() != 0
      if isTrue != isForAll { return !isForAll }
    }
    return isForAll
  }
}

/// The forms in which `rowGroupby` gives its result.
private enum RowGroups {
  static func shaped(_ result: (keys: Vector, values: Vector), _ mode: String) throws -> Cell {
    switch mode {
    case "tuple": return .vector(AnyVector(vectors: [result.keys, result.values]))
    case "dict":
      return .dictionary(try DictionaryObject(keys: try StringVector(["key", "value"]), values: AnyVector(vectors: [result.keys, result.values]), isOrdered: true))
    case "table": return .table(try Table(names: ["key", "value"], columns: [result.keys, result.values]))
    default: throw KernelError.value("rowGroupby: `mode` must be tuple, dict or table")
    }
  }
}
