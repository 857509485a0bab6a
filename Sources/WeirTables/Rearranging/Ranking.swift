/// The places of the elements of a vector in its order.
package struct Ranking {
  package var isAscending = true
  /// Sorted elements fall into so many groups of equal size, and the rank is the number of the group.
  package var groupCount: Int?
  /// Nulls have no rank; otherwise they are the least values.
  package var ignoresNull = true
  package var ties = WindowOrder.Ties.min
  package var isPercent = false
  /// Values that differ by no more than ten to the minus this are equal.
  package var precision: Int?

  package init() {}

  /// INT; DOUBLE for percentages and averages of ties.
  package func ranks(_ values: Vector) throws -> Vector {
    let order = try sortedRows(values)
    let result = try FixedVector(.double, count: values.count)
    let output = result.pointer(Double.self)
    output.update(repeating: .null, count: values.count)
    let tolerance = try tolerance(values)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, areTied(values, order[start], order[end], tolerance) { end += 1 }
      for place in start..<end { output[order[place]] = rank(place, start, end, order.count) }
      start = end
    }
    return isPercent || ties == .average ? result : try result.cast(to: .int)
  }

  private func sortedRows(_ values: Vector) throws -> [Int] {
    let order = try SortKernel.order(keys: [SortKey(values, descending: !isAscending)])
    return ignoresNull ? order.filter { !values.isNull(at: $0) } : order
  }

  /// The values as numbers and how far equal ones may lie apart; nil where they are compared as they are.
  private func tolerance(_ values: Vector) throws -> (numbers: FixedVector, distance: Double)? {
    guard let precision else { return nil }
    guard precision >= 1, precision <= 15 else { throw KernelError.value("`precision` must be from 1 to 15, got \(precision)") }
    return (try values.doubles(), DecimalScale.double(1, scale: precision))
  }

  private func areTied(_ values: Vector, _ left: Int, _ right: Int, _ tolerance: (numbers: FixedVector, distance: Double)?) -> Bool {
    guard let tolerance else { return VectorEquality.areEqual(values, left, right) || values.isNull(at: left) && values.isNull(at: right) }
    let numbers = tolerance.numbers.pointer(Double.self)
    return abs(numbers[left] - numbers[right]) <= tolerance.distance
  }

  /// The rank of the element at `place` of the order, whose equals stand from `start` to before `end`.
  private func rank(_ place: Int, _ start: Int, _ end: Int, _ count: Int) -> Double {
    if let groupCount { return Double(group(start, groupCount, count)) }
    let rank: Double
    switch ties {
    case .min: rank = Double(start)
    case .max: rank = Double(end - 1)
    case .average: rank = Double(start + end - 1) / 2
    case .first: rank = Double(place)
    }
    return isPercent ? (rank + 1) / Double(count) : rank
  }

  /// The first groups hold one element more when the number does not divide.
  private func group(_ place: Int, _ groupCount: Int, _ count: Int) -> Int {
    let size = count / groupCount
    let larger = count % groupCount
    let inLarger = larger * (size + 1)
    return place < inLarger ? place / (size + 1) : larger + (place - inLarger) / max(size, 1)
  }

  /// Ranks without gaps: equal elements share one, the next different one has the next.
  package func denseRanks(_ values: Vector) throws -> Vector {
    let order = try sortedRows(values)
    let result = try FixedVector(.double, count: values.count)
    let output = result.pointer(Double.self)
    output.update(repeating: .null, count: values.count)
    var rank = 0.0
    for (place, row) in order.enumerated() {
      if place > 0, !areTied(values, order[place - 1], row, nil) { rank += 1 }
      output[row] = rank
    }
    guard isPercent else { return try result.cast(to: .int) }
    for row in order { output[row] = (output[row] + 1) / (rank + 1) }
    return result
  }
}
