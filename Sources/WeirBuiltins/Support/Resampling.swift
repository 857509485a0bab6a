import WeirRuntime
import WeirTables

/// The regular moments that `transFreq`, `resample` and the interpolations lay under a series.
enum Resampling {
  /// Where the rule and what goes with it stand among the arguments; a `label` that no parameter gives is nil.
  struct Places {
    var rule: Int
    var closed: Int
    var label: Int?
    var origin: Int

    /// All four, one behind the other.
    static func from(_ rule: Int) -> Places { Places(rule: rule, closed: rule + 1, label: rule + 2, origin: rule + 3) }
  }

  /// A sequence of more moments than this is a mistake of its rule.
  private static let momentsMax = 100_000_000

  static func bounds(_ values: Vector) -> (Int64, Int64)? {
    guard values.type.isTemporal else { return nil }
    var bounds: (Int64, Int64)?
    for row in 0..<values.count where !values.isNull(at: row) {
      let value = values.cell(at: row).rawInteger
      bounds = bounds.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
    }
    return bounds
  }

  static func calendarDays(_ values: Vector, _ rule: SamplingRule) throws -> Vector {
    guard case .calendar(let grid) = rule.step else { return values }
    return try grid.days(of: values, origin: nil, step: rule.count).cast(to: values.type)
  }

  static func windows(
    _ call: borrowing Call, _ places: Places, _ rule: SamplingRule, _ nanoseconds: Int64, _ type: ElementType, _ first: Int64, _ last: Int64,
    labelFollowsOrigin: Bool
  ) throws -> SamplingWindows {
    let unit = type.nanosecondsPerUnit
    let (total, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(rule.count))
    guard unit > 0, !overflow, total % unit == 0 else { throw KernelError.value("the rule is no whole number of units of \(type.name)") }
    let place = try originPlace(call, places.origin, type, first, last)
    let closesRight = try side(call, places.closed) ?? place.isEnd
    let labelsRight = try side(call, places.label) ?? (place.isEnd && labelFollowsOrigin)
    return SamplingWindows(origin: place.value, length: total / unit, closesRight: closesRight, labelsRight: labelsRight)
  }

  static func side(_ call: borrowing Call, _ index: Int?) throws -> Bool? {
    guard let index, call.has(index), !call[index].isVoid else { return nil }
    switch try call.string(index) {
    case "left": return false
    case "right": return true
    default: throw call.invalid(index, "must be \"left\" or \"right\"")
    }
  }

  private static func originPlace(
    _ call: borrowing Call, _ index: Int, _ type: ElementType, _ first: Int64, _ last: Int64
  ) throws -> (value: Int64, isEnd: Bool) {
    let unitsPerDay = max(TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit, 1)
    let midnight = { (value: Int64) in TemporalConversion.floorDivide(value, unitsPerDay) * unitsPerDay }
    guard call.has(index), !call[index].isVoid else { return (midnight(first), false) }
    if call[index].elementType == type { return (call[index].rawInteger, false) }
    switch try call.string(index) {
    case "epoch": return (0, false)
    case "start": return (first, false)
    case "start_day": return (midnight(first), false)
    case "end": return (last, true)
    case "end_day": return (midnight(last) + unitsPerDay, true)
    default: throw call.invalid(index, "must be \"epoch\", \"start\", \"start_day\", \"end\", \"end_day\" or a moment")
    }
  }

  /// - Parameter endsInside: no calendar day behind the last value.
  static func sequence(
    _ call: borrowing Call, _ type: ElementType, _ first: Int64, _ last: Int64, _ places: Places, endsInside: Bool
  ) throws -> Vector {
    let rule = try SamplingRule(try call.string(places.rule))
    switch rule.step {
    case .clock(let nanoseconds):
      let windows = try windows(call, places, rule, nanoseconds, type, first, last, labelFollowsOrigin: true)
      return try regular(type, from: windows.label(first), through: windows.label(last), by: windows.length)
    case .calendar(let grid):
      let days = try calendarSequence(grid, rule.count, try day(first, type), try day(last, type), endsInside: endsInside)
      return try days.cast(to: type)
    }
  }

  static func day(_ value: Int64, _ type: ElementType) throws -> Int { Int(try TemporalConversion.convert(value, from: type, to: .date)) }

  static func regular(_ type: ElementType, from first: Int64, through last: Int64, by length: Int64) throws -> Vector {
    let count = (last - first) / length + 1
    guard count <= momentsMax else { throw KernelError.value("the rule gives \(count) moments") }
    let result = try Vector.empty(type, capacity: Int(count))
    for index in 0..<count { try result.append(.integer(first + index * length, type)) }
    return result
  }

  private static func calendarSequence(_ grid: CalendarGrid, _ step: Int, _ first: Int, _ last: Int, endsInside: Bool) throws -> Vector {
    let result = try Vector.empty(.date)
    var index = grid.index(of: first)
    let end = grid.index(of: last)
    while result.count < momentsMax {
      let day = grid.day(index)
      // Where days end windows, the last one may lie behind the last value.
      let isBehind = grid.isEnd ? index - step >= end : index > end
      if endsInside ? day > last : isBehind { break }
      try result.append(.integer(Int64(day), .date))
      index += step
    }
    return result
  }

  /// The rows whose labels are `moments`; null where there is none.
  static func rows(of matrix: MatrixObject, _ labels: Vector, at moments: Vector) throws -> MatrixObject {
    var places: [Int64: Int] = [:]
    for row in 0..<labels.count { places[labels.cell(at: row).rawInteger] = row }
    let rows = try (0..<moments.count).mapRows { places[moments.cell(at: $0).rawInteger] ?? -1 }
    let values = try matrix.values.emptyLike(capacity: rows.count * matrix.columns)
    for column in 0..<matrix.columns { try values.append(contentsOf: try matrix.column(column).gather(rows)) }
    let result = try MatrixObject(values: values, rows: rows.count, columns: matrix.columns, rowLabels: moments, columnLabels: matrix.columnLabels)
    result.isIndexed = matrix.isIndexed
    return result
  }
}
