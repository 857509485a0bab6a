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
    try slide(WindowIntegers(values: longs.pointer()), count: longs.count, extent, origin: 0, into: result.pointer(Int64.self), IntegerSumResult())
    return withExtendedLifetime(longs) { result }
  }

  private static func sumOfDoubles(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, SumResult())
  }

  private static func decimalSum(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try sumOfDoubles(values, extent).cast(to: values.type == .decimal32 ? .decimal64 : values.type, scale: values.scale)
  }

  package static func average(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, MeanResult())
  }

  package static func sum2(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, SquareSumResult())
  }

  package static func sum3(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, CubeSumResult())
  }

  package static func sum4(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, FourthPowerSumResult())
  }

  /// LONG for integers, else DOUBLE.
  package static func product(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    guard values.type.isIntegerLike else {
      return try doubles(values, extent, ProductResult())
    }
    let longs = try values.longs()
    let result = try FixedVector(.long, count: longs.count)
    try slide(WindowIntegers(values: longs.pointer()), count: longs.count, extent, origin: 0, into: result.pointer(Int64.self), IntegerProductResult())
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
    try doubles(values, extent, SampleVariance())
  }

  package static func populationVariance(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, PopulationVariance())
  }

  package static func deviation(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, SampleDeviation())
  }

  package static func populationDeviation(_ values: Vector, _ extent: WindowExtent) throws -> Vector {
    try doubles(values, extent, PopulationDeviation())
  }

  package static func skewness(_ values: Vector, _ extent: WindowExtent, isBiased: Bool) throws -> Vector {
    try doubles(values, extent, Skewness(isBiased: isBiased))
  }

  package static func kurtosis(_ values: Vector, _ extent: WindowExtent, isBiased: Bool) throws -> Vector {
    try doubles(values, extent, Kurtosis(isBiased: isBiased))
  }

  /// Slides over the column as doubles; what is not finite becomes null.
  @inline(__always)
  private static func doubles<Result: WindowResult>(
    _ values: Vector, _ extent: WindowExtent, _ finish: Result
  ) throws -> Vector where Result.Summary.Row == Double, Result.Output == Double {
    let numbers = try values.doubles()
    let input = numbers.pointer(Double.self)
    let result = try FixedVector(.double, count: numbers.count)
    try slide(
      WindowDoubles(values: input), count: numbers.count, extent, origin: firstValue(input, numbers.count), into: result.pointer(Double.self), finish)
    return withExtendedLifetime(numbers) { result }
  }

  /// Where differences are taken from until there is something better.
  static func firstValue(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    for row in 0..<count where values[row].hasValue && values[row].isFinite { return values[row] }
    return 0
  }
}
