import WeirRuntime
import WeirTables

// Nulls that depend on a second value.
extension StandardCatalog {
  static let nullPairs: [Builtin] = [
    Builtin(
      "nullIf(X, Y)", summary: "`X` with a null where it equals `Y` in type and value.", example: Example("nullIf(1 2 3, 2)", gives: "[1,,3]"), rowwiseFrom: 1, body: nullIf),
    Builtin(
      "talibNull(args...)", summary: "The vectors with nulls before the first row in which none of them has one.",
      example: Example("talibNull(2 3 4, NULL 1 2)", gives: "([00i,3,4],[00i,1,2])")
    ) { call in
      let vectors = try (0..<call.count).map { try call.vector($0) }
      guard vectors.count >= 2, let rows = vectors.first?.count, vectors.allSatisfy({ $0.count == rows }) else {
        throw KernelError.shape("talibNull: two or more vectors of equal length are expected")
      }
      let first = (0..<rows).first { row in !vectors.contains { $0.isNull(at: row) } } ?? rows
      let places = try (0..<rows).mapRows { $0 < first ? -1 : $0 }
      return .vector(AnyVector(vectors: try vectors.map { try $0.gather(places) }))
    },
  ]

  private static func nullIf(_ call: borrowing Call) throws -> Cell {
    let (left, right) = (try call.vectorOrScalar(0), try call.vectorOrScalar(1))
    guard left.storage != .any, right.storage != .any, left.storage != .array, right.storage != .array else {
      throw call.expected(left.storage == .any || left.storage == .array ? 0 : 1, "a scalar or a vector of one type")
    }
    let isList = call[0].vector != nil || call[1].vector != nil
    let rows = call[0].vector == nil ? right.count : left.count
    guard call[0].vector == nil || call[1].vector == nil || left.count == right.count else {
      throw KernelError.shape("nullIf: `X` and `Y` must be of equal length, got \(left.count) and \(right.count)")
    }
    let isComparable = left.type == right.type || left.type.isLiteral && right.type.isLiteral
    let places = try (0..<rows).mapRows { row -> Int in
      let place = call[0].vector == nil ? 0 : row
      guard isComparable else { return place }
      let answer = try OperatorKernel.apply(.equal, left.cell(at: place), right.cell(at: call[1].vector == nil ? 0 : row))
      return answer.rawInteger == 1 ? -1 : place
    }
    let result = try left.gather(places)
    return isList ? .vector(result) : result.cell(at: 0)
  }
}
