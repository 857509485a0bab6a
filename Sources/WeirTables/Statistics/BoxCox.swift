import Glibc

/// The power transform that makes positive values look normal.
package enum BoxCox {
  /// - Parameter lambdas: one for all values or one for each.
  /// - Returns: a DOUBLE vector; null for nulls and for what has no power.
  package static func transform(_ vector: Vector, _ lambdas: Vector) throws -> Vector {
    guard lambdas.count == 1 || lambdas.count == vector.count else { throw KernelError.shape("\(lambdas.count) lambdas for \(vector.count) values") }
    let values = try Numbers.doubles(vector)
    let powers = try Numbers.doubles(lambdas)
    let (x, lambda) = (values.pointer(Double.self), powers.pointer(Double.self))
    return try Numbers.vector((0..<vector.count).mapRows { row in
      let power = lambda[lambdas.count == 1 ? 0 : row]
      guard !x[row].isMissing, !power.isMissing else { return .null }
      let result = transformed(x[row], power)
      return result.isFinite ? result : .null
    })
  }

  private static func transformed(_ value: Double, _ lambda: Double) -> Double { lambda == 0 ? log(value) : (pow(value, lambda) - 1) / lambda }

  /// The lambda of the greatest likelihood, by golden-section search between -10 and 10.
  /// - Throws: `.value` for nulls, values that are not positive, and values that are all the same.
  package static func likeliestLambda(_ vector: Vector) throws -> Double {
    let values = try Numbers.present(vector)
    guard values.count == vector.count, values.allSatisfy({ $0 > 0 }) else { throw KernelError.value("boxcox: without `lmbda` all values of `X` must be positive") }
    guard let low = values.min(), let high = values.max(), low < high else { throw KernelError.value("boxcox: the values of `X` must not all be the same") }
    let logarithms = values.reduce(0) { $0 + log($1) }
    let golden = (5.0.squareRoot() - 1) / 2
    var (left, right) = (-10.0, 10.0)
    while right - left > 1e-9 {
      let (inner, outer) = (right - golden * (right - left), left + golden * (right - left))
      if likelihood(values, logarithms, inner) > likelihood(values, logarithms, outer) { right = outer } else { left = inner }
    }
    return (left + right) / 2
  }

  private static func likelihood(_ values: [Double], _ logarithms: Double, _ lambda: Double) -> Double {
    var moment = SecondMoment()
    for value in values { moment.add(transformed(value, lambda)) }
    return (lambda - 1) * logarithms - Double(values.count) / 2 * log(moment.populationVariance)
  }
}

/// Distances between points of longitude and latitude.
package enum SphericalDistance {
  /// The mean radius of the Earth in metres.
  private static let radius = 6_371_000.0

  /// Great-circle distances by the haversine formula, a DOUBLE per pair; null where a point is.
  /// - Throws: `.type` unless both are of POINTs, `.shape` when they differ in length.
  package static func between(_ left: Vector, _ right: Vector) throws -> Vector {
    guard left.type == .point, right.type == .point else { throw KernelError.type("distance: points are expected, got \(left.type.name) and \(right.type.name)") }
    guard left.count == right.count else { throw KernelError.shape("distance: the vectors differ in length: \(left.count) and \(right.count)") }
    let (x, y) = (left.pointer(Wide.self), right.pointer(Wide.self))
    return try Numbers.vector((0..<left.count).mapRows { row in
      left.isNull(at: row) || right.isNull(at: row) ? .null : distance(x[row], y[row])
    })
  }

  private static func distance(_ left: Wide, _ right: Wide) -> Double {
    func radians(_ bits: UInt64) -> Double { Double(bitPattern: bits) * .pi / 180 }
    let (latitude, otherLatitude) = (radians(left.high), radians(right.high))
    let alongMeridian = sin((otherLatitude - latitude) / 2)
    let alongParallel = sin((radians(right.low) - radians(left.low)) / 2)
    let half = alongMeridian * alongMeridian + cos(latitude) * cos(otherLatitude) * alongParallel * alongParallel
    return 2 * radius * asin(min(1, max(0, half).squareRoot()))
  }
}
