/// Bars that begin anew with every session of a day.
package struct DailyBars: Sendable {
  /// When the sessions begin, ascending; in the units of the values, after midnight.
  private let starts: [Int64]
  /// When they end, or empty.
  private let ends: [Int64]
  private let interval: Int64
  /// A value at the end of a session that would begin a bar belongs to the bar before.
  private let mergesEnd: Bool

  /// - Throws: `.value` when the interval is not positive, the sessions do not ascend or their ends are not as many.
  package init(starts: [Int64], ends: [Int64], interval: Int64, mergesEnd: Bool) throws {
    guard interval > 0 else { throw KernelError.value("the length of a bar must be positive, got \(interval)") }
    guard !starts.isEmpty, zip(starts, starts.dropFirst()).allSatisfy({ $0 < $1 }) else { throw KernelError.value("the sessions must begin in ascending order") }
    guard ends.isEmpty || ends.count == starts.count else { throw KernelError.shape("\(starts.count) sessions begin and \(ends.count) end") }
    self.starts = starts
    self.ends = ends
    self.interval = interval
    self.mergesEnd = mergesEnd
  }

  /// The beginning of the bar of every element.
  package func bars(_ values: Vector) throws -> Vector {
    guard values.type.isTemporal, values.type.nanosecondsPerUnit > 0, values.type != .date else {
      throw KernelError.type("temporal values with a time are expected, got \(values.type.name)")
    }
    let unitsPerDay = TemporalConversion.nanosecondsPerDay / values.type.nanosecondsPerUnit
    let result = try FixedVector(values.type, count: values.count)
    if values.storage == .int32 {
      TemporalLoop.each(values.pointer(Int32.self), values.count, result.pointer(Int32.self)) { Int32(truncatingIfNeeded: bar($0, unitsPerDay)) }
    } else {
      TemporalLoop.each(values.pointer(Int64.self), values.count, result.pointer(Int64.self)) { bar($0, unitsPerDay) }
    }
    return result
  }

  private func bar(_ value: Int64, _ unitsPerDay: Int64) -> Int64 {
    let midnight = TemporalConversion.floorDivide(value, unitsPerDay) * unitsPerDay
    let clock = value - midnight
    // What lies before the first session belongs to the last one of the day before.
    let session = starts.lastIndex { $0 <= clock } ?? starts.count - 1
    let start = starts[session] <= clock ? midnight + starts[session] : midnight - unitsPerDay + starts[session]
    let rest = (value - start) % interval
    guard rest == 0, mergesEnd, value > start, !ends.isEmpty else { return value - rest }
    let length = ends[session] > starts[session] ? ends[session] - starts[session] : ends[session] + unitsPerDay - starts[session]
    return value - start == length ? value - interval : value
  }
}
