import WeirTables

/// For each row the rows of its window, or nil where it has none.
struct WindowBounds {
  var windows: [Range<Int>?]

  /// Rows `i + first ... i + last`, as far as they exist.
  static func around(_ count: Int, from first: Int, through last: Int) -> WindowBounds {
    // No window reaches further than all rows, so larger numbers mean the same.
    let first = min(max(first, -count), count)
    let last = min(max(last, -count), count)
    return WindowBounds(
      windows: (0..<count).map { row in
        let lower = max(0, row + first)
        let upper = min(count, row + last + 1)
        return lower < upper ? lower..<upper : nil
      })
  }

  /// The last `length` rows up to each, where there are at least `least`.
  static func trailing(_ count: Int, length: Int, least: Int) -> WindowBounds {
    WindowBounds(
      windows: (0..<count).map { row in
        let lower = row >= length ? row - length + 1 : 0
        return row + 1 - lower >= least ? lower..<row + 1 : nil
      })
  }
}

/// How a window lies along ascending values.
struct WindowSpan {
  /// Bounds relative to the value of a row, as raw units or durations.
  enum Length {
    case units(Int64)
    case duration(Duration)
  }

  private(set) var times: [Int64]
  let type: ElementType

  /// - Throws: `.type` unless the values are integers or temporal, `.value` when they do not ascend or one is null.
  init(_ vector: Vector, _ function: String) throws {
    guard vector.type.isTemporal || vector.type.category == .integral else {
      throw KernelError.type("\(function): the times must be integers or temporal values, got \(vector.type.name)")
    }
    type = vector.type
    var times: [Int64] = []
    times.reserveCapacity(vector.count)
    for row in 0..<vector.count {
      let value = try vector.cell(at: row).asInt64()
      guard !value.isNull else { throw KernelError.value("\(function): the times must not be null") }
      guard row == 0 || value >= times[row - 1] else { throw KernelError.value("\(function): the times must ascend") }
      times.append(value)
    }
    self.times = times
  }

  /// A length as it is given: an integer, or a DURATION where the times are temporal.
  func length(_ value: borrowing Cell, _ function: String) throws -> Length {
    if value.elementType == .duration {
      guard type.isTemporal else { throw KernelError.type("\(function): a duration needs temporal values") }
      return .duration(Duration(packed: value.rawInteger))
    }
    let units = try value.asInt64()
    guard !units.isNull else { throw KernelError.value("\(function): the window must not be null") }
    return .units(units)
  }

  func moved(_ row: Int, by length: Length, sign: Int64 = 1) throws -> Int64 {
    switch length {
    case .units(let units): return times[row] &+ units &* sign
    case .duration(let duration): return try TemporalShift.move(times[row], type, by: duration, sign: sign)
    }
  }

  /// The first row whose time is `value` or later.
  func firstRow(atLeast value: Int64) -> Int { partition { $0 < value } }

  /// The first row whose time is later than `value`.
  func firstRow(after value: Int64) -> Int { partition { $0 <= value } }

  private func partition(_ isBefore: (Int64) -> Bool) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(times[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// From later than the time of a row less `length` up to the row itself.
  func trailing(_ length: Length) throws -> WindowBounds {
    WindowBounds(windows: try times.indices.map { row in
      let start = firstRow(after: try moved(row, by: length, sign: -1))
      return start <= row ? start..<row + 1 : nil
    })
  }

  /// How rows with the same time as a bound are counted in.
  enum Prevailing: Int {
    /// All of them.
    case all = 0
    /// Of those at the lower bound the last; without one the last row before.
    case last = 1
    /// A bound of 0 is the row itself.
    case row = 2
  }

  /// From the time of a row plus `first` to that plus `last`, both included.
  func between(_ first: Length, _ last: Length, _ prevailing: Prevailing = .all) throws -> WindowBounds {
    WindowBounds(windows: try times.indices.map { row in
      let low = try moved(row, by: first)
      var start = firstRow(atLeast: low)
      var end = firstRow(after: try moved(row, by: last))
      switch prevailing {
      case .all: break
      case .last:
        let before = firstRow(after: low) - 1
        if before >= 0 { start = before }
      case .row:
        if low == times[row] { start = row }
        if try moved(row, by: last) == times[row] { end = row + 1 }
      }
      return start < end ? start..<end : nil
    })
  }
}

// MARK: A part of the day that does not count

extension WindowSpan {
  /// The same rows on a clock that stands still in `period`, a pair of times of the day; NULL changes nothing.
  ///
  /// - Throws: `.type` for times that have no such clock or a value that is no such pair, `.value` when a row lies inside of the period.
  func excluding(_ period: borrowing Cell, _ function: String) throws -> WindowSpan {
    guard !period.isMissing, !period.isVoid else { return self }
    guard [.timestamp, .nanotimestamp, .time, .nanotime].contains(type) else {
      throw KernelError.type("\(function): `excludedPeriod` needs times of the type TIMESTAMP, NANOTIMESTAMP, TIME or NANOTIME, not \(type.name)")
    }
    guard let bounds = period.pair?.elements, [.time, .nanotime, .minute, .second].contains(bounds.type), !bounds.hasNull else {
      throw KernelError.type("\(function): `excludedPeriod` must be a pair of times of the day, got \(ValueDescription.short(period))")
    }
    let unit = type.nanosecondsPerUnit
    let start = bounds.cell(at: 0).rawInteger * bounds.type.nanosecondsPerUnit / unit
    let end = bounds.cell(at: 1).rawInteger * bounds.type.nanosecondsPerUnit / unit
    guard start < end else { throw KernelError.value("\(function): `excludedPeriod` must end after it begins") }
    let unitsPerDay = TemporalConversion.nanosecondsPerDay / unit
    var result = self
    result.times = try times.map { time in
      let day = TemporalConversion.floorDivide(time, unitsPerDay)
      let clock = time &- day &* unitsPerDay
      guard clock <= start || clock >= end else { throw KernelError.value("\(function): the times must not lie in `excludedPeriod`") }
      return time &- (day &+ (clock >= end ? 1 : 0)) &* (end - start)
    }
    return result
  }
}
