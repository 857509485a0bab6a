import Glibc

/// Integrals of functions that can only be asked for single values.
package enum Quadrature {
  package typealias Integrand = (Double) throws -> Double

  /// The points and weights of Kronrod's rule of 15 points, from the outermost to the middle; every second one is Gauss's rule of 7.
  ///
  /// - Source: Piessens et al., "QUADPACK" (1983).
  private static let points = [
    0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
    0.741531185599394439863864773280788, 0.586087235467691130294144691258130, 0.405845151377397166906606412076961,
    0.207784955007898467600689403773245, 0.0,
  ]
  private static let kronrodWeights = [
    0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
    0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
    0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
  ]
  private static let gaussWeights = [
    0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
    0.417959183673469387755102040816327,
  ]

  private static let intervalsMax = 200

  /// The integral from `start` to `end`, either of which may be infinite; infinite or NaN when the integrand is.
  package static func integrate(_ start: Double, _ end: Double, _ integrand: Integrand) throws -> Double {
    if start == end { return 0 }
    if start > end { return -(try integrate(end, start, integrand)) }
    switch (start.isFinite, end.isFinite) {
    case (true, true): return try adaptive(start, end, integrand)
    case (true, false): return try adaptive(0, 1) { try integrand(start + (1 - $0) / $0) / ($0 * $0) }
    case (false, true): return try adaptive(0, 1) { try integrand(end - (1 - $0) / $0) / ($0 * $0) }
    case (false, false):
      return try adaptive(0, 1) { (try integrand((1 - $0) / $0) + (try integrand(($0 - 1) / $0))) / ($0 * $0) }
    }
  }

  private struct Interval {
    var start: Double
    var end: Double
    var value: Double
    var error: Double
  }

  /// Halves the interval with the greatest error until the sum of errors is small.
  private static func adaptive(_ start: Double, _ end: Double, _ integrand: Integrand) throws -> Double {
    var intervals = [try estimate(start, end, integrand)]
    while intervals.count < intervalsMax {
      let (total, error) = intervals.reduce((0.0, 0.0)) { ($0.0 + $1.value, $0.1 + $1.error) }
      guard total.isFinite else { return total }
      if error <= max(1.5e-10, 1.5e-12 * abs(total)) { return total }
      guard let worst = intervals.indices.max(by: { intervals[$0].error < intervals[$1].error }) else { return total }
      let interval = intervals[worst]
      let middle = (interval.start + interval.end) / 2
      intervals[worst] = try estimate(interval.start, middle, integrand)
      intervals.append(try estimate(middle, interval.end, integrand))
    }
    let (total, error) = intervals.reduce((0.0, 0.0)) { ($0.0 + $1.value, $0.1 + $1.error) }
    // An estimate that never settled is that of an integral without a value.
    return error > 0.01 * abs(total) + 1e-6 ? .nan : total
  }

  private static func estimate(_ start: Double, _ end: Double, _ integrand: Integrand) throws -> Interval {
    let (center, half) = ((start + end) / 2, (end - start) / 2)
    let middle = try integrand(center)
    var kronrod = middle * kronrodWeights[7]
    var gauss = middle * gaussWeights[3]
    for index in 0..<7 {
      let sum = try integrand(center - half * points[index]) + (try integrand(center + half * points[index]))
      kronrod += sum * kronrodWeights[index]
      if index % 2 == 1 { gauss += sum * gaussWeights[index / 2] }
    }
    return Interval(start: start, end: end, value: kronrod * half, error: abs(kronrod - gauss) * half)
  }

  /// The first derivative at `point` from values at `order` places around it, `step` apart.
  /// - Precondition: `order` is odd and at least 3.
  package static func derivative(_ point: Double, step: Double, order: Int, _ function: Integrand) throws -> Double {
    let half = order / 2
    var sum = 0.0
    // The weight of the place `k` steps away is (-1)^(k+1) m!^2 / (k (m-k)! (m+k)!), from one place to the next by a factor.
    var ratio = 1.0
    for k in 1...half {
      ratio *= Double(half - k + 1) / Double(half + k)
      let weight = (k % 2 == 1 ? ratio : -ratio) / Double(k)
      sum += weight * (try function(point + Double(k) * step) - (try function(point - Double(k) * step)))
    }
    return sum / step
  }
}
