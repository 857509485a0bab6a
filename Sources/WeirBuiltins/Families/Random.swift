import WeirHost
import WeirRuntime
import WeirTables

// Random numbers and distributions. All chance comes from the generator of the session.
extension StandardCatalog {
  static let random: [Builtin] = draws + samplers + cumulativeDistributions + inverseDistributions + densities + hypothesisTests

  static let draws: [Builtin] = [
    Builtin(
      "rand(X, [count])", summary: "Random numbers in 0 to `X` of its type, or elements of a vector `X`: one, `count` of them, or a matrix for a pair.",
      example: Example("size(rand(10, 20))", gives: "20")
    ) { call in try rand(call) },
    Builtin(
      "norm(mean, std, count)", aliases: ["normal"], summary: "Random numbers of a normal distribution, as a vector, or a matrix for a pair.",
      example: Example("size(norm(0, 1, 5))", gives: "5")
    ) { call in
      let deviation = try call.double(1)
      guard deviation >= 0 else { throw call.invalid(1, "must not be negative") }
      return try shaped(call, 2) { try fill(call.session, Sampler(.normal(mean: try call.double(0), deviation: deviation)), $0) }
    },
    Builtin(
      "randDiscrete(v, p, count)", summary: "`count` random elements of `v`, each as likely as its weight in `p`.",
      example: Example("randDiscrete([7], [1], 2)", gives: "[7,7]")
    ) { call in try randDiscrete(call) },
    Builtin(
      "randMultivariateNormal(mean, covar, count, [sampleAsRow=true])", aliases: ["multivariateNormal"],
      summary: "`count` random points of a normal distribution in several dimensions, one per row.",
      example: Example("rows(randMultivariateNormal([2, 3], [1.0, 1.5, 1.5, 3.0]$2:2, 5))", gives: "5")
    ) { call in try multivariateNormal(call) },
    Builtin("setRandomSeed(seed)", summary: "Starts the random numbers of the session anew.", example: Example("setRandomSeed(5); rand(1, 2)", gives: "[0,0]")) { call in
      call.session.random = SeededRandom(seed: UInt64(bitPattern: Int64(try call.int(0))))
      return .missing
    },
  ]

  /// Random numbers in the shape that argument `index` names: a count, a pair of rows and columns, or nothing for a scalar.
  private static func shaped(_ call: borrowing Call, _ index: Int, _ make: (Int) throws -> Vector) throws -> Cell {
    guard call.has(index), !call[index].isVoid else { return try make(1).cell(at: 0) }
    guard let pair = call[index].pair?.elements else {
      let count = try call.int(index)
      guard count >= 0 else { throw call.invalid(index, "must not be negative") }
      return .vector(try make(count))
    }
    let (rows, columns) = (try pair.cell(at: 0).asInt64(), try pair.cell(at: 1).asInt64())
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows > 0, columns > 0, !overflow else { throw call.invalid(index, "must be a count or a pair of positive numbers") }
    return .matrix(try MatrixObject(values: try make(Int(count)), rows: Int(rows), columns: Int(columns)))
  }

  private static func fill(_ session: SessionContext, _ sampler: Sampler, _ count: Int) throws -> Vector {
    let result = try FixedVector(.double, count: count)
    let target = result.pointer(Double.self)
    try Interruption.inChunks(count) { start, end in
      for row in start..<end { target[row] = sampler.next(&session.random) }
    }
    return result
  }

  private static func rand(_ call: borrowing Call) throws -> Cell {
    if let vector = call[0].vector ?? call[0].set?.elements {
      guard vector.count > 0 else { throw call.invalid(0, "must not be empty") }
      let session = call.session
      return try shaped(call, 1) { count in
        try BufferPool.checkRoom(rowNumbers: count)
        return try vector.gather((0..<count).mapRows { row in
          try Interruption.check(atRow: row)
          return Int(session.random.next(below: UInt64(vector.count)))
        })
      }
    }
    let type = call[0].elementType
    guard call[0].isScalar, type.isNumeric, type != .bool else { throw call.expected(0, "a positive number or a vector") }
    let session = call.session
    if type.isFloating {
      let bound = try call.double(0)
      guard bound > 0, bound.isFinite else { throw call.invalid(0, "must be positive") }
      return try shaped(call, 1) { try floats(session, type, below: bound, count: $0) }
    }
    let bound = try call.int(0)
    guard bound > 0 else { throw call.invalid(0, "must be positive") }
    return try shaped(call, 1) { try integers(session, type, below: UInt64(bound), count: $0) }
  }

  private static func floats(_ session: SessionContext, _ type: ElementType, below bound: Double, count: Int) throws -> Vector {
    let result = try FixedVector(.double, count: count)
    let target = result.pointer(Double.self)
    try Interruption.inChunks(count) { start, end in
      for row in start..<end { target[row] = session.random.nextUnit() * bound }
    }
    return try result.cast(to: type)
  }

  private static func integers(_ session: SessionContext, _ type: ElementType, below bound: UInt64, count: Int) throws -> Vector {
    let result = try FixedVector(type, count: count)
    try Interruption.inChunks(count) { start, end in
      switch result.storage {
      case .int8: for row in start..<end { result.pointer(Int8.self)[row] = Int8(truncatingIfNeeded: session.random.next(below: bound)) }
      case .int16: for row in start..<end { result.pointer(Int16.self)[row] = Int16(truncatingIfNeeded: session.random.next(below: bound)) }
      case .int32: for row in start..<end { result.pointer(Int32.self)[row] = Int32(truncatingIfNeeded: session.random.next(below: bound)) }
      default: for row in start..<end { result.pointer(Int64.self)[row] = Int64(truncatingIfNeeded: session.random.next(below: bound)) }
      }
    }
    return result
  }

  private static func randDiscrete(_ call: borrowing Call) throws -> Cell {
    let values = try call.vector(0)
    let weights = try numbers(call, 1)
    guard weights.count == values.count, !weights.isEmpty else { throw call.invalid(1, "must have one weight per element of `v`") }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 }) else { throw call.invalid(1, "must be positive") }
    let count = try sampleCount(call, 2)
    var sums: [Double] = []
    for weight in weights { sums.append((sums.last ?? 0) + weight) }
    let rows = (0..<count).map { _ -> Int in
      let point = call.session.random.nextUnit() * sums[sums.count - 1]
      return sums.firstIndex { point < $0 } ?? sums.count - 1
    }
    return .vector(try values.gather(rows))
  }

  private static func multivariateNormal(_ call: borrowing Call) throws -> Cell {
    let means = try numbers(call, 0)
    let covariance = try DenseMatrix(call[1], call.name)
    guard covariance.isSquare, covariance.rows == means.count else { throw call.invalid(1, "must be a matrix of \(means.count) rows and columns") }
    guard let factor = CholeskyDecomposition.lower(covariance) else { throw call.invalid(1, "must be positive definite") }
    let sampler = Sampler(.normal(mean: 0, deviation: 1))
    let count = try sampleCount(call, 2)
    var points = DenseMatrix(zeros: means.count, count)
    for index in points.values.indices { points.values[index] = sampler.next(&call.session.random) }
    points = factor.multiplied(by: points)
    for column in 0..<count { for row in 0..<means.count { points[row, column] += means[row] } }
    return try (try call.bool(3, default: true) ? points.transposed : points).cell()
  }

  /// - Throws: `.value` for what is no count, `.memory` for one that no machine can hold.
  static func sampleCount(_ call: borrowing Call, _ index: Int) throws -> Int {
    let count = try call.int(index)
    guard count >= 0 else { throw call.invalid(index, "must not be negative") }
    guard count < BufferPool.allocationBytesMax / 8 else { throw KernelError.memory("out of memory: \(count) elements") }
    return count
  }
}
