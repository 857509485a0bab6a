/// Lengths of time along temporal values.
package enum TimeSpan {
  /// Each of `times` less `duration`, by the calendar for months and years.
  /// - Throws: `.value` when the type cannot be moved by such a duration.
  package static func shifted(_ times: Vector, by duration: Duration) throws -> Vector {
    let longs = try times.longs()
    let input = longs.pointer(Int64.self)
    let result = try FixedVector(.long, count: longs.count)
    let output = result.pointer(Int64.self)
    if let step = Binning.wholeUnits(duration, of: times.type) {
      for row in 0..<longs.count { output[row] = input[row].isNull ? .null : input[row] &- step }
    } else if let unit = duration.unit.nanoseconds, times.type.nanosecondsPerUnit > 0 {
      // Finer than the type's unit: rounded up to whole units, which bounds the same whole values.
      let step = (unit &* Int64(duration.count) &+ times.type.nanosecondsPerUnit - 1) / times.type.nanosecondsPerUnit
      for row in 0..<longs.count { output[row] = input[row].isNull ? .null : input[row] &- step }
    } else {
      let months = try monthCount(duration, times.type)
      for row in 0..<longs.count { output[row] = input[row].isNull ? .null : try monthsBefore(input[row], months, times.type) }
    }
    return try result.restored(to: times.type)
  }

  private static func monthCount(_ duration: Duration, _ type: ElementType) throws -> Int64 {
    switch duration.unit {
    case .month where type.hasDate: return Int64(duration.count)
    case .year where type.hasDate: return Int64(duration.count) * 12
    case .businessDay where type == .date: throw KernelError.unsupported("windows of business days are not supported")
    default: throw KernelError.value("a duration of \(duration.description) cannot be taken from \(type.name) values")
    }
  }

  /// The same day of the month and time of day `months` earlier; the last day of a month that is too short.
  private static func monthsBefore(_ value: Int64, _ months: Int64, _ type: ElementType) throws -> Int64 {
    let perDay = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
    let day = TemporalConversion.floorDivide(value, perDay)
    let month = TemporalConversion.month(ofDay: day)
    let dayOfMonth = day - TemporalConversion.firstDay(ofMonth: month)
    let target = month - months
    let length = TemporalConversion.firstDay(ofMonth: target + 1) - TemporalConversion.firstDay(ofMonth: target)
    let moved = TemporalConversion.firstDay(ofMonth: target) + min(dayOfMonth, length - 1)
    return moved * perDay + TemporalConversion.floorModulo(value, perDay)
  }

  /// For each time the first row whose time is later than it less the span, with `leftClosed` not earlier.
  /// - Parameter span: a DURATION, or a number of units of the times.
  /// - Throws: `.value` when the times do not ascend or one is null.
  package static func windowStarts(_ times: Vector, span: borrowing Cell, leftClosed: Bool = false) throws -> [Int] {
    let own = try times.longs()
    let now = own.pointer(Int64.self)
    let from: FixedVector
    if span.elementType == .duration {
      from = try shifted(times, by: Duration(packed: span.rawInteger)).longs()
    } else {
      let step = try span.asInt64()
      guard step > 0 else { throw KernelError.value("`window` must be greater than 0") }
      from = try FixedVector(.long, count: own.count)
      for row in 0..<own.count { from.pointer(Int64.self)[row] = now[row] &- step }
    }
    let bounds = from.pointer(Int64.self)
    var starts = [Int](repeating: 0, count: own.count)
    var start = 0
    for row in 0..<own.count {
      try Interruption.check(atRow: row)
      guard !now[row].isNull else { throw KernelError.value("the times of a window must not be null") }
      guard row == 0 || now[row] >= now[row - 1] else { throw KernelError.value("the times of a window must ascend") }
      while start < row, leftClosed ? now[start] < bounds[row] : now[start] <= bounds[row] { start += 1 }
      starts[row] = start
    }
    return starts
  }

  /// For each time the value of the last row whose time is not later than it less the span; null where there is none.
  package static func valuesBefore(_ values: Vector, _ times: Vector, span: borrowing Cell) throws -> Vector {
    let starts = try windowStarts(times, span: span)
    return try values.gather(starts.map { $0 - 1 })
  }
}
