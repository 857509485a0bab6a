import WeirRuntime
import WeirTables

// Functions of the rows of two arguments.
extension StandardCatalog {
  static let rowPairFunctions: [Builtin] = [
    rowPair("rowWavg(X, Y)", "The mean of each row of `X` weighted by that of `Y`.", Example("rowWavg(matrix([1],[3]), matrix([1],[3]))", gives: "[2.5]"), .weightedAverage),
    rowPair("rowWsum(X, Y)", "The sum of the products of each row.", Example("rowWsum(matrix([1],[3]), matrix([1],[3]))", gives: "[10]"), .weightedSum),
    rowPair("rowCorr(X, Y)", "The correlation of each row.", Example("rowCorr(matrix([1],[2],[3]), matrix([1],[2],[3]))", gives: "[1]"), .correlation),
    rowPair("rowCovar(X, Y)", "The covariance of each row as a sample.", Example("rowCovar(matrix([1],[3]), matrix([1],[3]))", gives: "[2]"), .covariance),
    rowPair("rowCovarp(X, Y)", "The covariance of each row as a population.", Example("rowCovarp(matrix([1],[3]), matrix([1],[3]))", gives: "[1]"), .populationCovariance),
    rowPair("rowBeta(Y, X)", "The slope of the regression of each row of `Y` on that of `X`.", Example("rowBeta(matrix([2],[6]), matrix([1],[3]))", gives: "[2]"), .slope),
    rowDistance("rowEuclidean", "The Euclidean distance of each row.", Example("rowEuclidean(1 5, 4 5)", gives: "[3,0]")) { $0.euclideanDistance },
    rowDistance("rowTanimoto", "The Tanimoto distance of each row.", Example("rowTanimoto(1 5, 1 5)", gives: "[0,0]")) { $0.tanimotoDistance },
    rowDistance("rowDot", "The inner product of each row.", Example("rowDot(1 5, 4 5)", gives: "[4,25]")) { $0.innerProduct },
    Builtin(
      "rowCumwsum(X, Y)", summary: "The running sum of the products of each row.",
      example: Example("rowCumwsum([1 2, 3 4], [1 1, 2 2])", gives: "([1,2],[7,10])")
    ) { call in try runningProducts(call) },
  ]

  private static func rowPair(_ signature: String, _ summary: String, _ example: Example, _ aggregate: Aggregate) -> Builtin {
    Builtin(signature, summary: summary, example: example) { call in
      let threads = call.session.host.threads
      return .vector(try RowArguments.pairs(call).map { x, y in try aggregate.whole([x, y], threads).asDouble() })
    }
  }

  private static func rowDistance(_ name: String, _ summary: String, _ example: Example, _ value: @escaping @Sendable (ValuePairs) -> Double) -> Builtin {
    Builtin("\(name)(X, Y)", summary: summary, example: example) { call in
      .vector(try RowArguments.pairs(call).map { value(try ValuePairs($0, $1)) })
    }
  }

  private static func runningProducts(_ call: borrowing Call) throws -> Cell {
    let pairs = try RowArguments.pairs(call)
    let rows = try (0..<pairs.rowCount).map { index -> Vector in
      guard let (x, y) = try pairs.row(index) else { throw KernelError.shape("rowCumwsum: row \(index) has a different length in `X` and `Y`") }
      let products = try OperatorKernel.apply(.multiply, .vector(try Numbers.doubles(x)), .vector(try Numbers.doubles(y)))
      return try running(products.vector ?? x, .add)
    }
    return try RowArguments.assembled(rows, like: call[0])
  }

  /// Each value combined with all before it; null repeats what came before.
  static func running(_ row: Vector, _ operation: BinaryOperation) throws -> Vector {
    let result = try row.emptyLike(capacity: row.count)
    var state = Cell.null(row.type, scale: row.scale)
    for index in 0..<row.count {
      try Interruption.check(atRow: index)
      let value = row.cell(at: index)
      if state.isNull { state = value.copy() } else if !value.isNull { state = try OperatorKernel.apply(operation, state, value) }
      try result.append(state)
    }
    return result
  }
}
