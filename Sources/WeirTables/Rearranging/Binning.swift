/// Values told apart by the intervals they fall into.
package enum Binning {
  /// How many units of `type` a duration lasts.
  /// - Throws: `.value` when its length varies (years, months) or is no whole number of units.
  package static func units(_ duration: Duration, of type: ElementType) throws -> Int64 {
    guard let units = wholeUnits(duration, of: type) else {
      throw KernelError.value("a duration of \(duration.description) is no whole number of \(type.name) units")
    }
    return units
  }

  /// How many units of `type` a duration lasts, or nil when that is no whole number.
  static func wholeUnits(_ duration: Duration, of type: ElementType) -> Int64? {
    if type == .month, duration.unit == .month || duration.unit == .year {
      return Int64(duration.count) * (duration.unit == .year ? 12 : 1)
    }
    let unit = type.nanosecondsPerUnit
    guard let length = duration.unit.nanoseconds, unit > 0 else { return nil }
    let (nanoseconds, overflow) = length.multipliedReportingOverflow(by: Int64(duration.count))
    return overflow || nanoseconds % unit != 0 ? nil : nanoseconds / unit
  }

  /// For each value the number of boundaries before it: the place of the first that is above it (from it on when `right`), or below in descending ones.
  package static func digits(_ values: Vector, _ boundaries: Vector, right: Bool) throws -> Vector {
    let numbers = try values.doubles()
    let bins = try boundaries.doubles()
    let edges = bins.pointer(Double.self)
    let isDescending = bins.count > 1 && edges[0] > edges[bins.count - 1]
    let result = try FixedVector(.int, count: numbers.count)
    let output = result.pointer(Int32.self)
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      let value = numbers.pointer(Double.self)[row]
      output[row] = Int32(truncatingIfNeeded: firstBin(bins.count) { index in
        if isDescending { return right ? edges[index] < value : edges[index] <= value }
        return right ? edges[index] >= value : edges[index] > value
      })
    }
    return result
  }

  /// The first index for which `isBeyond`, which is false up to some index and true from there on.
  private static func firstBin(_ count: Int, _ isBeyond: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Which of `count` equal parts of `low..<high` holds each value; null outside, or with `outbound` 0 below and `count + 1` above the parts 1 to `count`.
  package static func buckets(_ values: Vector, from low: Double, to high: Double, count: Int, outbound: Bool) throws -> Vector {
    let numbers = try values.doubles()
    let width = (high - low) / Double(count)
    let result = try FixedVector(.int, count: numbers.count)
    let output = result.pointer(Int32.self)
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      let value = numbers.pointer(Double.self)[row]
      if value.hasValue, value >= low, value < high {
        output[row] = Int32(min(Int((value - low) / width), count - 1)) + (outbound ? 1 : 0)
      } else {
        output[row] = !outbound ? .null : value < low ? 0 : Int32(count + 1)
      }
    }
    return result
  }

  package enum VolumeLabel: String, Sendable { case seq, left, right }

  /// Groups of neighbours whose sum reaches `threshold`: numbered, or labelled with the sum of all before or of all up to the end.
  package static func volumeBars(_ values: Vector, threshold: Double, _ label: VolumeLabel) throws -> Vector {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    var ends: [Int] = []
    var sum = 0.0
    for row in 0..<numbers.count {
      try Interruption.check(atRow: row)
      if input[row].hasValue { sum += input[row] }
      if threshold > 0 ? sum >= threshold : sum <= threshold {
        ends.append(row + 1)
        sum = 0
      }
    }
    if ends.last ?? 0 < numbers.count { ends.append(numbers.count) }
    let result = try FixedVector(.double, count: numbers.count)
    let output = result.pointer(Double.self)
    var start = 0
    var total = 0.0
    for (number, end) in ends.enumerated() {
      let before = total
      for row in start..<end where input[row].hasValue { total += input[row] }
      let mark =
        switch label {
        case .seq: Double(number)
        case .left: before
        case .right: total
        }
      for row in start..<end { output[row] = mark }
      start = end
    }
    return try result.cast(to: label == .seq ? .int : values.type.isIntegerLike ? .long : .double)
  }
}

extension FixedVector {
  /// LONGs as the integer or temporal type they were taken from.
  func restored(to type: ElementType) throws -> Vector {
    if type.storage == .int64 { return reinterpreted(as: type) }
    let narrow = try cast(to: type.storage == .int32 ? .int : type)
    guard let fixed = narrow as? FixedVector, type.storage == .int32 else { return narrow }
    return fixed.reinterpreted(as: type)
  }
}
