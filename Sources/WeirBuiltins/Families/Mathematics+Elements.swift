import WeirRuntime
import WeirTables

// Elements of a vector beside one another.
extension StandardCatalog {
  static let markedElements: [Builtin] = [
    Builtin("mask(X, Y)", summary: "`X` with null where `Y` is true.", example: Example("mask(1..5, 1..5 > 3)", gives: "[1,2,3,,]")) { call in
      let type = call[0].elementType
      return try Conditional.select(call[1], .null(type == .any ? .void : type, scale: call[0].scale), call[0])
    },
    Builtin(
      "isDuplicated(X, [keep=FIRST])", summary: "Whether an element has an equal one before it (`keep` FIRST), behind it (LAST), or anywhere (NONE); a tuple is compared by row.",
      example: Example("isDuplicated(1 3 1)", gives: "[false,false,true]")
    ) { call in
      let vector = try call.vector(0)
      let columns = (vector as? AnyVector).map { tuple in (0..<tuple.count).compactMap { tuple.cell(at: $0).vector } } ?? [vector]
      guard (vector as? AnyVector).map({ $0.count == columns.count }) ?? true, Set(columns.map { $0.count }).count == 1 else {
        throw call.expected(0, "a vector or a tuple of vectors of equal length")
      }
      return .vector(try ElementPositions.isDuplicated(columns, try keep(call)))
    },
    Builtin(
      "valueChanged(X, [mode='prev'])", summary: "Whether an element differs from the one before it (`mode` \"prev\"), behind it (\"next\"), \"either\" or \"both\".",
      example: Example("valueChanged(1 2 2)", gives: "[false,true,false]"), axis: .vector
    ) { call in
      guard let mode = ElementPositions.Neighbour(rawValue: try call.string(1, default: "prev")) else {
        throw call.invalid(1, "must be \"prev\", \"next\", \"either\" or \"both\"")
      }
      return .vector(try ElementPositions.valueChanged(try call.vectorOrScalar(0), mode))
    },
    Builtin(
      "topRange(X)", summary: "For each element how many neighbours on its left, without a gap, are less.",
      example: Example("topRange(2 3 1 4)", gives: "[0,1,0,3]"), axis: .vector
    ) { call in .vector(try ElementPositions.leadLengths(try call.vectorOrScalar(0), isTop: true)) },
    Builtin(
      "lowRange(X)", summary: "For each element how many neighbours on its left, without a gap, are greater.",
      example: Example("lowRange(2 3 1 4)", gives: "[0,0,2,0]"), axis: .vector
    ) { call in .vector(try ElementPositions.leadLengths(try call.vectorOrScalar(0), isTop: false)) },
    Builtin(
      "lowerBound(X, Y)", summary: "For each element of `Y` the place of the first element of the ascending `X` that is not less.",
      example: Example("lowerBound(1 3 5, 5 6 0)", gives: "[2,3,0]")
    ) { call in try lowerBound(call) },
    Builtin(
      "bucketCount(vector, dataRange, bucketNum, [includeOutbound=false])",
      summary: "How many elements lie in each of `bucketNum` equal parts of the pair `dataRange`, whose upper end is left out.",
      example: Example("bucketCount(9 23 54 36 46 12, 12:54, 2)", gives: "[2,2]")
    ) { call in try bucketCount(call) },
    Builtin(
      "countNanInf(X, [includeNull=false])", summary: "How many elements are not a number or infinite, and null with `includeNull`.",
      example: Example("countNanInf(1.5 2.3)", gives: "0"), axis: .aggregate
    ) { call in
      let values = try numbers(call, 0)
      let nulls = try call.bool(1, default: false)
      return .int(values.count { $0.isNaN || $0.isInfinite || nulls && $0.isNull })
    },
    Builtin(
      "hashBucket(X, buckets)", summary: "A bucket from 0 to `buckets - 1` for each element, equal for equal elements.",
      example: Example("hashBucket(34 45 67, 10)", gives: "[4,5,7]"), rowwiseFrom: 1
    ) { call in
      let buckets = try call.int(1)
      guard buckets > 0, buckets <= Int(Int32.max) else { throw call.invalid(1, "must be positive") }
      return try OperatorKernel.mapElements(call[0], call.name) { try hashed($0, Int64(buckets)) }
    },
  ]

  /// FIRST, LAST or NONE, as the constant or its name.
  private static func keep(_ call: borrowing Call) throws -> ElementPositions.Keep {
    guard call.has(1), !call[1].isVoid else { return .first }
    switch call[1].stringValue?.uppercased() ?? call[1].function?.name.uppercased() ?? call[1].text.uppercased() {
    case "FIRST", "0": return .first
    case "LAST", "1": return .last
    case "NONE", "2": return .none
    default: throw call.invalid(1, "must be FIRST, LAST or NONE")
    }
  }

  private static func lowerBound(_ call: borrowing Call) throws -> Cell {
    if let series = call[0].matrix, series.isIndexed, let labels = series.rowLabels {
      let keys = try call.vectorOrScalar(1)
      let places = try ElementPositions.lowerBound(labels, keys)
      let rows = try (0..<places.count).mapRows { Int(places.pointer(Int32.self)[$0]) }
      let values = try series.values.gather((0..<series.columns).flatMap { column in rows.map { $0 < series.rows ? column * series.rows + $0 : -1 } })
      let result = try MatrixObject(values: values, rows: rows.count, columns: series.columns, rowLabels: keys, columnLabels: series.columnLabels)
      result.isIndexed = true
      return .matrix(result)
    }
    let sorted = try call.vector(0)
    if call[1].isScalar { return try ElementPositions.lowerBound(sorted, try call.vectorOrScalar(1)).cell(at: 0) }
    return try OperatorKernel.mapElements(call[1], call.name) { try ElementPositions.lowerBound(sorted, $0) }
  }

  private static func bucketCount(_ call: borrowing Call) throws -> Cell {
    let vector = try call.vector(0)
    guard let range = call[1].pair?.elements else { throw call.expected(1, "a pair") }
    let ends = (try range.cell(at: 0).asDouble(), try range.cell(at: 1).asDouble())
    let count = try call.int(2)
    guard count > 0, count <= 1 << 24 else { throw call.invalid(2, "must be positive") }
    guard ends.0 < ends.1 else { throw call.invalid(1, "must ascend") }
    var counts = Array(repeating: 0, count: count + 2)
    for row in 0..<vector.count where !vector.isNull(at: row) {
      let value = try vector.cell(at: row).asDouble()
      let bucket = value < ends.0 ? 0 : value >= ends.1 ? count + 1 : Int((value - ends.0) / (ends.1 - ends.0) * Double(count)) + 1
      counts[min(bucket, count + 1)] += 1
    }
    let shown = try call.bool(3, default: false) ? counts[...] : counts[1...count]
    let result = try Vector.empty(.int, capacity: shown.count)
    for count in shown { try result.append(.int(count)) }
    return .vector(result)
  }

  /// Integers by their remainder, all else by a hash; null by 0.
  private static func hashed(_ vector: Vector, _ buckets: Int64) throws -> Vector {
    let result = try FixedVector(.int, count: vector.count)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let key = vector.cell(at: row)
      let isInteger = vector.type.isIntegerLike || vector.type.isTemporal
      let hash = key.isNull ? 0 : isInteger ? UInt64(key.rawInteger.magnitude) : KeyHash.hash(key)
      result.pointer(Int32.self)[row] = Int32(truncatingIfNeeded: hash % UInt64(buckets))
    }
    return result
  }
}
