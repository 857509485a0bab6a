/// Vector functions that compare a value with its neighbours.
package enum SeriesShape {
  /// Which values are above (or below) both neighbours; the first and the last never are.
  package static func peaks(_ vector: Vector, isStrict: Bool, isValley: Bool) throws -> Vector {
    let doubles = try Numbers.doubles(vector)
    let values = doubles.pointer(Double.self)
    let result = try FixedVector(.bool, count: vector.count)
    let target = result.pointer(Int8.self)
    func isBeside(_ neighbour: Double, _ value: Double) -> Bool {
      if neighbour.isMissing { return false }
      if neighbour == value { return !isStrict }
      return isValley ? neighbour > value : neighbour < value
    }
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let isInside = row > 0 && row < vector.count - 1 && !values[row].isMissing
      target[row] = isInside && isBeside(values[row - 1], values[row]) && isBeside(values[row + 1], values[row]) ? 1 : 0
    }
    return result
  }

  /// Whether no value is below (or above) the one before; null is the lowest.
  package static func isMonotonic(_ vector: Vector, descending: Bool) throws -> Bool {
    let parts = try OrderedCodes.make(SortKey(vector, descending: descending))
    if parts.count == 1 { return parts[0].isAscending }
    return try SortKernel.order(keys: [SortKey(vector, descending: descending)]).elementsEqual(0..<vector.count)
  }

  /// Each value relative to the one `step` rows before it, less one.
  package static func percentChange(_ vector: Vector, step: Int) throws -> Vector {
    let doubles = try Numbers.doubles(vector)
    let values = doubles.pointer(Double.self)
    let result = try FixedVector(.double, count: vector.count)
    let target = result.pointer(Double.self)
    for row in 0..<vector.count {
      try Interruption.check(atRow: row)
      let (before, overflow) = row.subtractingReportingOverflow(step)
      guard !overflow, before >= 0, before < vector.count, !values[row].isMissing, !values[before].isMissing, values[before] != 0 else {
        target[row] = .null
        continue
      }
      target[row] = values[row] / values[before] - 1
    }
    return result
  }

  /// Each value less the mean of all.
  package static func demean(_ vector: Vector) throws -> Vector {
    let doubles = try Numbers.doubles(vector)
    let present = try Numbers.present(vector)
    let mean = present.reduce(0, +) / Double(max(present.count, 1))
    let result = try FixedVector(.double, count: vector.count)
    let (source, target) = (doubles.pointer(Double.self), result.pointer(Double.self))
    for row in 0..<vector.count { target[row] = source[row].isMissing ? .null : source[row] - mean }
    return result
  }
}
