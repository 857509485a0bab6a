import WeirRuntime
import WeirTables

// Functions of rows: over the columns of a matrix or table, over several vectors side by side, or over the lists of an array vector.
extension StandardCatalog {
  static let rowFunctions: [Builtin] = [rowAggregates, rowLogic, rowPairFunctions, rowMoves, rowSelections].flatMap { $0 }

  static let rowAggregates: [Builtin] = [
    row("rowSum", "The sum of each row.", Example("rowSum(1 2, 3 4)", gives: "[4,6]"), .sum),
    row("rowSum2", "The sum of the squares of each row.", Example("rowSum2(1 2, 3 4)", gives: "[10,20]"), .sumOfSquares),
    row("rowAvg", "The mean of each row.", Example("rowAvg(1 2, 3 4)", gives: "[2,3]"), .average),
    row("rowProd", "The product of each row.", Example("rowProd(1 2, 3 4)", gives: "[3,8]"), .product),
    row("rowCount", "How many values of each row are not null.", Example("rowCount(1 NULL, 3 4)", gives: "[2,1]"), .count),
    row("rowSize", "How many elements each row has.", Example("rowSize(1 NULL, 3 4)", gives: "[2,2]"), .size),
    row("rowMax", "The largest value of each row.", Example("rowMax(1 2, 3 NULL)", gives: "[3,2]"), .maximum),
    row("rowMin", "The smallest value of each row.", Example("rowMin(1 2, 3 NULL)", gives: "[1,2]"), .minimum),
    row("rowVar", "The variance of each row as a sample.", Example("rowVar(1 2, 3 4)", gives: "[2,2]"), .variance),
    row("rowVarp", "The variance of each row as a population.", Example("rowVarp(1 2, 3 4)", gives: "[1,1]"), .populationVariance),
    row("rowStd", "The standard deviation of each row as a sample.", Example("rowStd(1 2, 1 2)", gives: "[0,0]"), .standardDeviation),
    row("rowStdp", "The standard deviation of each row as a population.", Example("rowStdp(1 2, 3 4)", gives: "[1,1]"), .populationDeviation),
    Builtin(
      "rowSkew(X, [biased=true])", summary: "The skewness of each row.", example: Example("rowSkew([1 2, 2 4, 3 6])", gives: "[0,0]")
    ) { call in .vector(try RowArguments.rows(call, 0).aggregate(.skewness(isBiased: try call.bool(1, default: true)))) },
    Builtin(
      "rowKurtosis(X, [biased=true])", summary: "The kurtosis of each row.", example: Example("rowKurtosis([1 2, 2 4, 3 6])", gives: "[1.5,1.5]")
    ) { call in .vector(try RowArguments.rows(call, 0).aggregate(.kurtosis(isBiased: try call.bool(1, default: true)))) },
    rowPlace("rowImax", "The place of the first largest value of each row.", Example("rowImax(1 5, 3 4)", gives: "[1,0]"), isLargest: true, isLast: false),
    rowPlace("rowImin", "The place of the first smallest value of each row.", Example("rowImin(1 5, 3 4)", gives: "[0,1]"), isLargest: false, isLast: false),
    rowPlace("rowImaxLast", "The place of the last largest value of each row.", Example("rowImaxLast(4 5, 4 4)", gives: "[1,0]"), isLargest: true, isLast: true),
    rowPlace("rowIminLast", "The place of the last smallest value of each row.", Example("rowIminLast(4 5, 4 4)", gives: "[1,1]"), isLargest: false, isLast: true),
  ]

  static let rowLogic: [Builtin] = [
    logic("rowAnd", "Whether all values of each row are true.", Example("rowAnd(true true, false true)", gives: "[false,true]")) { trues, count in trues == count },
    logic("rowOr", "Whether a value of each row is true.", Example("rowOr(true false, false false)", gives: "[true,false]")) { trues, _ in trues > 0 },
    logic("rowXor", "Whether an odd number of values of each row is true.", Example("rowXor(true true, false true)", gives: "[true,false]")) { trues, _ in trues % 2 == 1 },
  ]

  private static func row(_ name: String, _ summary: String, _ example: Example, _ aggregate: Aggregate) -> Builtin {
    Builtin("\(name)(args...)", summary: summary, example: example, rowwiseFrom: 2) { call in .vector(try RowArguments.rows(call).aggregate(aggregate)) }
  }

  private static func rowPlace(_ name: String, _ summary: String, _ example: Example, isLargest: Bool, isLast: Bool) -> Builtin {
    Builtin("\(name)(args...)", summary: summary, example: example, rowwiseFrom: 2) { call in
      .vector(try RowArguments.rows(call).mapToScalars { .int(try ExtremePlace.find($0, isLargest: isLargest, isLast: isLast) ?? -1) })
    }
  }

  private static func logic(_ name: String, _ summary: String, _ example: Example, _ isTrue: @escaping @Sendable (Int, Int) -> Bool) -> Builtin {
    Builtin("\(name)(args...)", summary: summary, example: example, rowwiseFrom: 2) { call in
      .vector(
        try RowArguments.rows(call).mapToScalars { row in
          let values = try Numbers.present(row)
          return values.isEmpty ? .null(.bool) : .bool(isTrue(values.count { $0 != 0 }, values.count))
        })
    }
  }
}
