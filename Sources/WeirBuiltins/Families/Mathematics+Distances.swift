import Glibc
import WeirRuntime
import WeirTables

// Norms and distances.
extension StandardCatalog {
  /// The numbers of a vector, or of a scalar as one; nulls stay null.
  static func numbers(_ call: borrowing Call, _ index: Int) throws -> [Double] {
    let vector = try call.vectorOrScalar(index)
    guard vector.type.isNumeric || vector.type.isDecimal || vector.type == .void else { throw call.expected(index, "a vector of numbers") }
    let source = try ElementMath.doubles(vector, call.name)
    return Array(UnsafeBufferPointer(start: source.pointer(Double.self), count: source.count))
  }

  private static func pairOfVectors(_ call: borrowing Call) throws -> ([Double], [Double]) {
    let (left, right) = (try numbers(call, 0), try numbers(call, 1))
    guard left.count == right.count else { throw KernelError.shape("\(call.name): `X` and `Y` must be of equal length, got \(left.count) and \(right.count)") }
    return (left, right)
  }

  static let distances: [Builtin] = [
    Builtin(
      "minkowski(X, Y, p, [weights])", summary: "The distance of two vectors: the root of order `p` of their weighted differences to that power; NULL means the greatest.",
      example: Example("minkowski([1,2], [4,6], 2)", gives: "5")
    ) { call in
      let (left, right) = try pairOfVectors(call)
      let weights = call.has(3) && !call[3].isVoid ? try numbers(call, 3) : Array(repeating: 1, count: left.count)
      guard weights.count == left.count else { throw call.invalid(3, "must have \(left.count) elements") }
      guard weights.allSatisfy({ $0 >= 0 }) else { throw call.invalid(3, "must not be negative") }
      let differences = zip(left, right).map { abs($0 - $1) }
      if call[2].isNull { return .double(zip(differences, weights).reduce(0) { $1.1 > 0 ? max($0, $1.0) : $0 }) }
      let power = try call.double(2)
      guard power > 0 else { throw call.invalid(2, "must be positive") }
      return .double(pow(zip(differences, weights).reduce(0) { $0 + $1.1 * pow($1.0, power) }, 1 / power))
    },
    Builtin(
      "seuclidean(X, Y, Z)", summary: "The Euclidean distance with every square divided by its variance in `Z`.",
      example: Example("seuclidean([2, 5], [3, 9], [1, 4])", gives: "2.236068")
    ) { call in
      let (left, right) = try pairOfVectors(call)
      let variances = try numbers(call, 2)
      guard variances.count == left.count else { throw call.invalid(2, "must have \(left.count) elements") }
      return .double(sqrt(zip(zip(left, right), variances).reduce(0) { $0 + ($1.0.0 - $1.0.1) * ($1.0.0 - $1.0.1) / $1.1 }))
    },
    Builtin(
      "mahalanobis(X, Y, Z)", summary: "The distance of Mahalanobis; `Z` is the inverse of the covariance matrix.",
      example: Example("mahalanobis([1, 0], [4, 4], diag(1 1))", gives: "5")
    ) { call in
      let (left, right) = try pairOfVectors(call)
      let inverse = try DenseMatrix(call[2], call.name)
      guard inverse.isSquare, inverse.rows == left.count else { throw call.invalid(2, "must be a matrix of \(left.count) rows and columns") }
      let difference = DenseMatrix(rows: left.count, columns: 1, values: zip(left, right).map { $0 - $1 })
      return .double(sqrt(difference.transposed.multiplied(by: inverse).multiplied(by: difference)[0, 0]))
    },
    Builtin(
      "vectorNorm(x, [ord], [axis], [keepDims])",
      summary: "The norm of a vector, a matrix, or of each column (`axis` 0) or row (1) of a matrix; `ord` is a number, \"inf\", \"-inf\", \"nuc\" or \"fro\".",
      example: Example("vectorNorm(3 4)", gives: "5")
    ) { call in try vectorNorm(call) },
    Builtin("wsum2(X, Y)", summary: "The sum of the squares of `X`, weighted by `Y`.", example: Example("wsum2(3 4 1, 1 2 3)", gives: "44"), axis: .aggregate) { call in
      let (values, weights) = try pairOfVectors(call)
      return .double(zip(values, weights).reduce(0) { $1.0.isNull || $1.1.isNull ? $0 : $0 + $1.0 * $1.0 * $1.1 })
    },
  ]

  private static func order(_ call: borrowing Call) throws -> VectorNorm.Order {
    guard call.has(1), !call[1].isVoid else { return .standard }
    guard let name = call[1].stringValue else {
      let number = try call.double(1)
      guard number.isFinite else { return number > 0 ? .infinity : .minusInfinity }
      return .number(number)
    }
    switch name {
    case "inf": return .infinity
    case "-inf": return .minusInfinity
    case "nuc": return .nuclear
    case "fro": return .frobenius
    default: throw call.invalid(1, "must be a number, \"inf\", \"-inf\", \"nuc\" or \"fro\"")
    }
  }

  private static func vectorNorm(_ call: borrowing Call) throws -> Cell {
    let order = try order(call)
    let axes = try axes(call)
    let keepsDimensions = try call.bool(3, default: false)
    guard call[0].matrix != nil else {
      guard axes.isEmpty || axes == [0] else { throw call.invalid(2, "must be 0 for a vector") }
      let norm = try VectorNorm.ofVector(try numbers(call, 0).filter { !$0.isNull }, order)
      return keepsDimensions && !axes.isEmpty ? .vector(try DenseMatrix.vector([norm])) : .double(norm)
    }
    let matrix = try DenseMatrix(call[0], call.name)
    guard axes.count == 1 else {
      let norm = try VectorNorm.ofMatrix(axes == [1, 0] ? matrix.transposed : matrix, order)
      return keepsDimensions && !axes.isEmpty ? try DenseMatrix(rows: 1, columns: 1, values: [norm]).cell() : .double(norm)
    }
    let lines = axes == [0] ? matrix : matrix.transposed
    let norms = try (0..<lines.columns).map { try VectorNorm.ofVector(Array(lines.column($0)), order) }
    guard keepsDimensions else { return .vector(try DenseMatrix.vector(norms)) }
    return try DenseMatrix(rows: axes == [0] ? 1 : norms.count, columns: axes == [0] ? norms.count : 1, values: norms).cell()
  }

  /// None, one or both of 0 and 1.
  private static func axes(_ call: borrowing Call) throws -> [Int] {
    guard call.has(2), !call[2].isVoid else { return [] }
    guard let vector = call[2].vector else { return try checkedAxes(call, [try call.int(2)]) }
    return try checkedAxes(call, try (0..<vector.count).map { Int(try vector.cell(at: $0).asInt64()) })
  }

  private static func checkedAxes(_ call: borrowing Call, _ axes: [Int]) throws -> [Int] {
    guard axes.allSatisfy({ $0 == 0 || $0 == 1 }), axes == [0] || axes == [1] || axes == [0, 1] || axes == [1, 0] else {
      throw call.invalid(2, "must be 0, 1 or both")
    }
    return axes
  }
}
