/// The functions of one column over windows: the same for moving, time and cumulative windows, told apart by the extent.
///
/// All skip nulls; a window with fewer values than the extent asks for gives null.
package enum WindowStatistics {
  /// LONG for integers, the type itself for decimals, else DOUBLE.
  package static func sum(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    if values.type.isDecimal { return try decimalSum(values, extent) }
    guard values.type.isIntegerLike else { return try sumOfDoubles(values, extent) }
    let longs = try values.longs()
    let result = try FixedVector(.long, count: longs.count)
    try slide(WindowIntegers(values: longs.pointer()), count: longs.count, extent, origin: 0, into: result.pointer(Int64.self)) {
      (summary: WindowIntegerSum, _, _) in summary.sum
    }
    return result
  }

  private static func sumOfDoubles(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: WindowSum, _, _) in summary.sum }
  }

  private static func decimalSum(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try sumOfDoubles(values, extent).cast(to: values.type == .decimal32 ? .decimal64 : values.type, scale: values.scale)
  }

  package static func average(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: WindowSum, _, _) in summary.sum / Double(summary.count) }
  }

  package static func sum2(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: SquareSum, _, _) in summary.sum }
  }

  package static func sum3(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: CubeSum, _, _) in summary.sum }
  }

  package static func sum4(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: FourthPowerSum, _, _) in summary.sum }
  }

  /// LONG for integers, else DOUBLE.
  package static func product(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    guard values.type.isIntegerLike else {
      return try doubles(values, extent) { (summary: DoubleProduct, _, _) in summary.product }
    }
    let longs = try values.longs()
    let result = try FixedVector(.long, count: longs.count)
    try slide(WindowIntegers(values: longs.pointer()), count: longs.count, extent, origin: 0, into: result.pointer(Int64.self)) {
      (summary: IntegerProduct, _, _) in summary.product
    }
    return result
  }

  package static func count(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    let result = try FixedVector(.int, count: values.count)
    let output = result.pointer(Int32.self)
    var start = 0
    var present = 0
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      if !values.isNull(at: row) { present += 1 }
      let first = extent.start(row)
      while start < first {
        if !values.isNull(at: start) { present -= 1 }
        start += 1
      }
      output[row] = row >= extent.firstRow && present >= extent.least ? Int32(truncatingIfNeeded: present) : .null
    }
    return result
  }

  package static func variance(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: SecondMoments, _, _) in summary.sampleVariance }
  }

  package static func populationVariance(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: SecondMoments, _, _) in summary.populationVariance }
  }

  package static func deviation(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: SecondMoments, _, _) in summary.count > 1 ? summary.sampleVariance.squareRoot() : .null }
  }

  package static func populationDeviation(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent) { (summary: SecondMoments, _, _) in summary.populationVariance.squareRoot() }
  }

  package static func skewness(_ values: Vector, _ extent: WindowExtent, isBiased: Bool) throws -> Vector {
    try doubles(values, extent) { (summary: FourthMoments, _, _) in summary.skewness(isBiased: isBiased) }
  }

  package static func kurtosis(_ values: Vector, _ extent: WindowExtent, isBiased: Bool) throws -> Vector {
    try doubles(values, extent) { (summary: FourthMoments, _, _) in summary.kurtosis(isBiased: isBiased) }
  }

  /// Slides over the column as doubles; what is not finite becomes null.
  @inline(__always)
  private static func doubles<Summary: WindowSummary>(
    _ values: Vector, _ extent: WindowExtent, _ finish: (Summary, Double, Int) -> Double
  ) throws -> Vector where Summary.Row == Double {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    try slide(
      WindowDoubles(values: input), count: numbers.count, extent, origin: firstValue(input, numbers.count), into: result.pointer(Double.self),
      finish: { finish($0, $1, $2).orNull })
    return result
  }

  /// Where differences are taken from until there is something better.
  static func firstValue(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    for row in 0..<count where values[row].hasValue && values[row].isFinite { return values[row] }
    return 0
  }
}
