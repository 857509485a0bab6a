import WeirRuntime
import WeirTables

// The rows of each group as one value.
extension StandardCatalog {
  static let groupLists: [Builtin] = [
    list("toArray", "an array vector", "t = table(1 1 3 as id, 1 3 5 as v)\nselect toArray(v) as a from t group by id", gives: "id a    \n-- -----\n1  [1,3]\n3  [5]  ") {
      ArrayVector(offsets: $1, values: $0)
    },
    list("toTuple", "a tuple", "t = table(1 1 3 as id, 1 3 5 as v)\nselect toTuple(v) as a from t group by id", gives: "id a    \n-- -----\n1  [1,3]\n3  [5]  ") {
      tuple($0, $1)
    },
    list(
      "toColumnarTuple", "a columnar tuple", "t = table(1 1 3 as id, 1 3 5 as v)\nselect toColumnarTuple(v) as a from t group by id",
      gives: "id a    \n-- -----\n1  [1,3]\n3  [5]  "
    ) {
      let result = tuple($0, $1)
      result.isColumnar = true
      return result
    },
  ]

  /// - Parameter make: makes the column out of the values in group order and the groups' offsets among them.
  private static func list(
    _ name: String, _ what: String, _ script: String, gives result: String, _ make: @escaping @Sendable (Vector, [Int]) -> Vector
  ) -> Builtin {
    Builtin(
      "\(name)(X)", summary: "With `group by`, the values of each group as \(what) with a row per group; elsewhere `X` itself.",
      example: Example(script, gives: result), isAggregate: true,
      grouped: { arguments, grouping in
        guard let values = arguments.first, values.storage != .array else { return nil }
        let (rows, offsets) = try grouping.sortedRows()
        return make(try values.gather(rows), offsets)
      }
    ) { call in call[0].copy() }
  }

  private static func tuple(_ values: Vector, _ offsets: [Int]) -> AnyVector {
    let result = AnyVector(capacity: offsets.count - 1)
    for group in 0..<(offsets.count - 1) { result.push(.vector(values.slice(offsets[group], offsets[group + 1] - offsets[group]))) }
    return result
  }
}
