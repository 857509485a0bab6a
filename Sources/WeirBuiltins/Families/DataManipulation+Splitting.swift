import WeirRuntime
import WeirTables

// Pieces, groups and intervals.
extension StandardCatalog {
  static let splitting: [Builtin] = [
    Builtin(
      "cut(X, positions)", summary: "Pieces of a vector, of the columns of a matrix or the rows of a table: of one size, or beginning at given places.",
      example: Example("cut(1..5, 2)", gives: "([1,2],[3,4],[5])")
    ) { call in try Pieces.cut(call) },
    Builtin(
      "flatten(X)", summary: "The elements of a matrix or of the vectors of a tuple as one vector; tuples inside of a tuple are flattened first.",
      example: Example("flatten([1 2, 3 4])", gives: "[1,2,3,4]")
    ) { call in try Flattening.flattened(call[0]) },
    Builtin(
      "ungroup(X)", summary: "A table in which each element of a list column has a row of its own.",
      example: Example("t = table(1 2 as id, [1 2, [3]].setColumnarTuple!() as v); ungroup(t)", gives: "id v\n-- -\n1  1\n1  2\n2  3\n")
    ) { call in .table(Table(try Flattening.ungrouped(try call.table(0).snapshot))) },
    Builtin(
      "segment(X, [segmentOffset=true])", summary: "For each row the place where its run of equal values begins, or the number of the run.",
      example: Example("segment(1 1 2 2 1)", gives: "[0,0,2,2,4]"), axis: .vector
    ) { call in .vector(try Splitting.runs(try call.vectorOrScalar(0), asOffsets: try call.bool(1, default: true))) },
    Builtin(
      "digitize(x, bins, [right=false])", summary: "For each value the place of the first boundary above it.",
      example: Example("digitize(0 2 6, 1 3 5)", gives: "[0,1,3]"), axis: .elementwise
    ) { call in
      let bins = try call.vectorOrScalar(1)
      return try SeriesForms.likeArgument(call, try Binning.digits(try call.vectorOrScalar(0), bins, right: try call.bool(2, default: false)))
    },
    Builtin(
      "bucket(vector, dataRange, bucketNum, [includeOutbound=false])", summary: "Which of `bucketNum` equal parts of the range holds each value.",
      example: Example("bucket(9 23 46 12, 12:54, 2)", gives: "[,0,1,0]"), axis: .elementwise
    ) { call in try Pieces.bucket(call) },
    Builtin(
      "volumeBar(X, interval, [label='seq'])", summary: "Groups neighbours whose sum reaches `interval`, or that share of the whole sum.",
      example: Example("volumeBar(1 3 4 2 2, 4)", gives: "[0,0,1,2,2]"), axis: .vector
    ) { call in try Pieces.volumeBar(call) },
  ]
}

/// What the functions that divide values share.
enum Pieces {
  static func cut(_ call: borrowing Call) throws -> Cell {
    if call[0].isScalar {
      guard try call.int(1) == 1 else { throw call.invalid(1, "must be 1 for a scalar") }
      let result = AnyVector(capacity: 1)
      result.push(call[0].copy())
      return .vector(result)
    }
    try Selecting.requireRows(call, 0)
    let count = call[0].matrix?.columns ?? RowSelection.count(call[0])
    let isSize = call[1].isScalar
    let pieces = isSize ? try Splitting.pieces(of: size(call, count), count: count) : try Splitting.pieces(at: try call.vector(1), count: count)
    let result = AnyVector(capacity: pieces.count)
    for piece in pieces {
      if let matrix = call[0].matrix {
        result.push(.matrix(try RowSelection.columns(matrix, Array(piece))))
      } else if let vector = call[0].vector, isSize, try call.int(1) == 1 {
        result.push(vector.cell(at: piece.lowerBound))
      } else {
        result.push(try RowSelection.slice(call[0], piece.lowerBound, piece.count))
      }
    }
    return .vector(result)
  }

  private static func size(_ call: borrowing Call, _ count: Int) throws -> Int {
    let size = try call.int(1)
    guard size > 0, size <= max(count, 1) else { throw call.invalid(1, "must be from 1 to the number of rows (\(count)), got \(size)") }
    return size
  }

  static func bucket(_ call: borrowing Call) throws -> Cell {
    let values = try call.vectorOrScalar(0)
    guard let pair = call[1].pair else { throw call.expected(1, "a pair") }
    let count = try call.int(2)
    guard count > 0 else { throw call.invalid(2, "must be greater than 0") }
    let bounds = try pair.elements.doubles()
    let (low, high) = (bounds.pointer(Double.self)[0], bounds.pointer(Double.self)[1])
    guard low.hasValue, high > low else { throw call.invalid(1, "must ascend") }
    if pair.elements.type.isIntegerLike, (high - low).truncatingRemainder(dividingBy: Double(count)) != 0 {
      throw KernelError.value("dataRange must be the mutltiplier of bucketNum.")
    }
    let buckets = try Binning.buckets(values, from: low, to: high, count: count, outbound: try call.bool(3, default: false))
    return try SeriesForms.likeArgument(call, buckets)
  }

  static func volumeBar(_ call: borrowing Call) throws -> Cell {
    let values = try call.vectorOrScalar(0)
    let interval = try call.double(1)
    guard interval.hasValue, interval != 0 else { throw call.invalid(1, "must not be 0") }
    guard let label = Binning.VolumeLabel(rawValue: try call.string(2, default: "seq")) else {
      throw call.invalid(2, "must be 'seq', 'left' or 'right'")
    }
    var threshold = interval
    if interval > 0, interval < 1 {
      let numbers = try values.doubles()
      let sum = (0..<numbers.count).reduce(0.0) { sum, row in
        let value = numbers.pointer(Double.self)[row]
        return value.hasValue ? sum + value : sum
      }
      threshold = values.type.isIntegerLike ? (sum * interval).rounded(.down) : sum * interval
    }
    return .vector(try Binning.volumeBars(values, threshold: threshold, label))
  }
}
