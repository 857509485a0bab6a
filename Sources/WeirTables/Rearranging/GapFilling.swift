/// How missing numbers are guessed from those around them.
package struct GapFilling {
  package enum Method: String, Sendable { case linear, pad, nearest, krogh }
  package enum Direction: String, Sendable { case forward, backward, both }
  package enum Area: String, Sendable { case all = "", inside, outside }

  package var method: Method
  /// At most so many nulls in a row are filled.
  package var limit: Int?
  package var direction: Direction
  package var area: Area

  package init(method: Method = .linear, limit: Int? = nil, direction: Direction = .forward, area: Area = .all) {
    self.method = method
    self.limit = limit
    self.direction = direction
    self.area = area
  }

  /// The values with their gaps filled, as DOUBLE.
  /// - Parameter abscissas: where the values stand; nil for 0, 1, 2...
  package func filled(_ values: Vector, abscissas: Vector?) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let places = try abscissas?.doubles()
    if let places, places.count != numbers.count { throw KernelError.shape("`index` has \(places.count) elements for \(numbers.count) values") }
    let known = (0..<numbers.count).filter { input[$0].hasValue }
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    let axis: (Int) -> Double = { row in places.map { $0.pointer(Double.self)[row] } ?? Double(row) }
    for row in 0..<numbers.count { output[row] = input[row].hasValue ? input[row] : .null }
    guard !known.isEmpty else { return result }
    fill(input, output, known, axis, count: numbers.count)
    return result
  }

  private func fill(
    _ input: UnsafePointer<Double>, _ output: UnsafeMutablePointer<Double>, _ known: [Int], _ axis: (Int) -> Double, count: Int
  ) {
    // How many of the known rows lie before the row.
    var passed = 0
    for row in 0..<count {
      if input[row].hasValue {
        passed += 1
        continue
      }
      let before = passed > 0 ? known[passed - 1] : nil
      let after = passed < known.count ? known[passed] : nil
      guard mayFill(row, before, after) else { continue }
      output[row] = guess(row, before, after, input, axis, known)
    }
  }

  private func mayFill(_ row: Int, _ before: Int?, _ after: Int?) -> Bool {
    let isInside = before != nil && after != nil
    switch area {
    case .inside where !isInside: return false
    case .outside where isInside: return false
    default: break
    }
    let limit = limit ?? .max
    let fromBefore = before.map { row - $0 <= limit } ?? false
    let fromAfter = after.map { $0 - row <= limit } ?? false
    switch direction {
    case .forward: return fromBefore
    case .backward: return fromAfter
    case .both: return fromBefore || fromAfter
    }
  }

  private func guess(
    _ row: Int, _ before: Int?, _ after: Int?, _ input: UnsafePointer<Double>, _ axis: (Int) -> Double, _ known: [Int]
  ) -> Double {
    if method == .krogh { return polynomial(at: axis(row), known, input, axis) }
    guard let before else { return after.map { method == .pad && direction == .forward ? .null : input[$0] } ?? .null }
    guard let after else { return method == .pad && direction == .backward ? .null : input[before] }
    switch method {
    case .pad: return direction == .backward ? input[after] : input[before]
    case .nearest: return axis(row) - axis(before) <= axis(after) - axis(row) ? input[before] : input[after]
    default:
      let share = (axis(row) - axis(before)) / (axis(after) - axis(before))
      return input[before] + (input[after] - input[before]) * share
    }
  }

  /// The polynomial through all known points, in Newton's form.
  private func polynomial(at place: Double, _ known: [Int], _ input: UnsafePointer<Double>, _ axis: (Int) -> Double) -> Double {
    var coefficients = known.map { input[$0] }
    for order in 1..<max(known.count, 1) {
      for index in stride(from: known.count - 1, through: order, by: -1) {
        coefficients[index] = (coefficients[index] - coefficients[index - 1]) / (axis(known[index]) - axis(known[index - order]))
      }
    }
    return zip(known, coefficients).reversed().reduce(0) { value, point in value * (place - axis(point.0)) + point.1 }
  }
}
