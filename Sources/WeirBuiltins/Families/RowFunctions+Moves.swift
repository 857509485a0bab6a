import WeirRuntime
import WeirTables

// Functions of each row to a row, and values picked out of rows.
extension StandardCatalog {
  static let rowMoves: [Builtin] = [
    rowRunning("rowCumsum", "The running sum of each row.", Example("rowCumsum(matrix([1 2, 3 4]))", gives: "#0 #1\n-- --\n1  4 \n2  6 "), .add),
    rowRunning("rowCumprod", "The running product of each row.", Example("rowCumprod(matrix([1 2, 3 4]))", gives: "#0 #1\n-- --\n1  3 \n2  8 "), .multiply),
    rowRunning("rowCummax", "The running maximum of each row.", Example("rowCummax(matrix([1 5, 3 4]))", gives: "#0 #1\n-- --\n1  3 \n5  5 "), .maximum),
    rowRunning("rowCummin", "The running minimum of each row.", Example("rowCummin(matrix([1 5, 3 4]))", gives: "#0 #1\n-- --\n1  1 \n5  4 "), .minimum),
    Builtin(
      "rowMove(X, steps)", summary: "Each row moved to the right by `steps` places, to the left where `steps` is negative.",
      example: Example("rowMove(matrix([1 2, 3 4]), 1)", gives: "#0 #1\n-- --\n   1 \n   2 ")
    ) { call in
      let steps = try call.int(1)
      return try RowArguments.map(call) { try moved($0, steps) }
    },
    Builtin(
      "rowPrev(X)", summary: "Each row moved to the right by one place.", example: Example("rowPrev(matrix([1 2, 3 4]))", gives: "#0 #1\n-- --\n   1 \n   2 ")
    ) { call in try RowArguments.map(call) { try moved($0, 1) } },
    Builtin(
      "rowNext(X)", summary: "Each row moved to the left by one place.", example: Example("rowNext(matrix([1 2, 3 4]))", gives: "#0 #1\n-- --\n3    \n4    ")
    ) { call in try RowArguments.map(call) { try moved($0, -1) } },
    Builtin(
      "rowRank(X, [ascending=true], [groupNum], [ignoreNA=true], [tiesMethod='min'], [percent=false], [precision])",
      summary: "The rank of each value in its row, as `rank` counts it.", example: Example("rowRank(matrix([1 4, 3 2]))", gives: "#0 #1\n-- --\n0  1 \n1  0 ")
    ) { call in
      let options = try rankOptions(call)
      return try RowArguments.map(call) { try RankKernel.rank($0, options) }
    },
    Builtin(
      "rowDenseRank(X, [ascending=true], [ignoreNA=true], [percent=false])", summary: "The rank of each value in its row, without gaps.",
      example: Example("rowDenseRank(matrix([1 4, 3 2]))", gives: "#0 #1\n-- --\n0  1 \n1  0 ")
    ) { call in
      let (ascending, ignoreNull, percent) = (try call.bool(1, default: true), try call.bool(2, default: true), try call.bool(3, default: false))
      return try RowArguments.map(call) { try RankKernel.denseRank($0, ascending: ascending, ignoreNull: ignoreNull, asPercent: percent) }
    },
  ]

  static let rowSelections: [Builtin] = [
    Builtin(
      "rowAt(X, [Y])",
      summary: "Values picked out of each row: at an index per row, at a list of indices, or where a mask is true; without `Y` the indices at which `X` is true.",
      example: Example("rowAt(matrix([1 2, 3 4]), 1 0)", gives: "[3,2]")
    ) { call in try pick(call) },
    Builtin(
      "rowAlign(left, right, how)",
      summary: "Brings sorted quotes side by side: a tuple of the indices of each price in both, -1 where one lacks it. `how` is bid, allBid, ask or allAsk.",
      example: Example("rowAlign([3 2].setColumnarTuple!(), [4 3].setColumnarTuple!(), \"allBid\")", gives: "(([-1,0,1]),([0,1,-1]))")
    ) { call in try align(call) },
  ]

  /// The options of `rank` and `rowRank`, in the order of their parameters.
  static func rankOptions(_ call: borrowing Call) throws -> RankOptions {
    var options = RankOptions()
    options.ascending = try call.bool(1, default: true)
    if call.has(2), !call[2].isVoid { options.groupCount = try call.int(2) }
    options.ignoreNull = try call.bool(3, default: true)
    options.ties = try call.choice(4, default: .min)
    options.asPercent = try call.bool(5, default: false)
    if call.has(6), !call[6].isVoid { options.precision = try call.int(6) }
    return options
  }

  private static func rowRunning(_ name: String, _ summary: String, _ example: Example, _ operation: BinaryOperation) -> Builtin {
    Builtin("\(name)(X)", summary: summary, example: example) { call in try RowArguments.map(call) { try running($0, operation) } }
  }

  private static func moved(_ row: Vector, _ steps: Int) throws -> Vector {
    let distance = max(-row.count, min(row.count, steps))
    return try row.gather((0..<row.count).map { $0 - distance })
  }

  private static func pick(_ call: borrowing Call) throws -> Cell {
    let rows = try RowArguments.rows(call, 0)
    guard call.has(1) else { return try inFormOf(call[0], try RowPicks.trueIndices(rows)) }
    let isFlat = call[1].vector.map { $0.storage != .array && $0.storage != .any } ?? call[1].isScalar
    if isFlat { return .vector(try RowPicks.pick(rows, try call.vectorOrScalar(1))) }
    let selector = try RowArguments.rows(call, 1)
    let isMask = selector.values.type == .bool
    return try inFormOf(call[0], isMask ? try RowPicks.filter(rows, selector) : try RowPicks.pick(rows, lists: selector))
  }

  /// A columnar tuple where the rows came from one, else an array vector.
  private static func inFormOf(_ template: borrowing Cell, _ lists: ArrayVector) throws -> Cell {
    guard let tuple = template.tuple, tuple.isColumnar else { return .vector(lists) }
    return try RowArguments.assembled((0..<lists.count).map { lists.row($0) }, like: template)
  }

  private static func align(_ call: borrowing Call) throws -> Cell {
    let (left, right) = (try RowArguments.rows(call, 0), try RowArguments.rows(call, 1))
    guard left.rowCount == right.rowCount else { throw KernelError.shape("rowAlign: \(left.rowCount) rows do not meet \(right.rowCount)") }
    guard let how = QuoteAlignment(rawValue: try call.string(2).lowercased()) else { throw call.invalid(2, "must be bid, allBid, ask or allAsk") }
    let places = try (0..<left.rowCount).map { try how.align(try left.row($0), try right.row($0)) }
    let result = AnyVector(capacity: 2)
    result.push(try RowArguments.assembled(places.map { $0.left }, like: call[0]))
    result.push(try RowArguments.assembled(places.map { $0.right }, like: call[0]))
    return .vector(result)
  }
}
