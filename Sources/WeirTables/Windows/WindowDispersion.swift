/// How far the values of windows lie from their middle.
package enum WindowDispersion {
  /// The mean distance from the mean, or with `usesMedian` the median distance from the median.
  package static func absoluteDeviation(_ values: Vector, usesMedian: Bool, _ extent: WindowExtent) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      guard row >= extent.firstRow else {
        output[row] = .null
        continue
      }
      let window = (extent.start(row)...row).compactMap { input[$0].hasValue ? input[$0] : nil }
      guard window.count >= extent.least else {
        output[row] = .null
        continue
      }
      output[row] = usesMedian ? medianDeviation(window) : meanDeviation(window)
    }
    return result
  }

  private static func meanDeviation(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return (values.reduce(0) { $0 + abs($1 - mean) } / count).orNull
  }

  private static func medianDeviation(_ values: [Double]) -> Double {
    let median = Quantiles.median(values)
    return Quantiles.median(values.map { abs($0 - median) }).orNull
  }

  /// The average with weights by place: the last weight belongs to the row itself. Nulls and their weights are left out.
  package static func weightedByPlace(_ values: Vector, _ weights: Vector) throws -> Vector {
    let numbers = try values.doubles()
    let factors = try weights.doubles()
    let input = numbers.pointer(Double.self)
    let weight = factors.pointer(Double.self)
    let length = factors.count
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      guard length > 0, row + 1 >= length else {
        output[row] = .null
        continue
      }
      var sum = 0.0
      var total = 0.0
      for place in 0..<length {
        let value = input[row - length + 1 + place]
        guard value.hasValue, weight[place].hasValue else { continue }
        sum += value * weight[place]
        total += weight[place]
      }
      output[row] = (sum / total).orNull
    }
    return result
  }
}
