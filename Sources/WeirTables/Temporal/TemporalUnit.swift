/// How a temporal type counts.
extension ElementType {
  /// Nanoseconds per unit; 0 for MONTH, whose units differ, and for types that are not temporal.
  package var nanosecondsPerUnit: Int64 {
    switch self {
    case .date: 86_400_000_000_000
    case .dateHour: 3_600_000_000_000
    case .minute: 60_000_000_000
    case .second, .datetime: 1_000_000_000
    case .time, .timestamp: 1_000_000
    case .nanotime, .nanotimestamp: 1
    default: 0
    }
  }

  /// Counts from the epoch: DATE, MONTH, DATETIME, TIMESTAMP, NANOTIMESTAMP, DATEHOUR.
  package var hasDate: Bool {
    switch self {
    case .date, .month, .datetime, .timestamp, .nanotimestamp, .dateHour: true
    default: false
    }
  }

  /// Counts from midnight: TIME, MINUTE, SECOND, NANOTIME.
  package var isTimeOfDay: Bool {
    switch self {
    case .time, .minute, .second, .nanotime: true
    default: false
    }
  }
}

/// Conversions of one raw temporal value to another type's.
package enum TemporalConversion {
  package static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// Division that rounds towards minus infinity, so that moments before 1970 fall into the right unit.
  @inlinable
  package static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  @inlinable
  package static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }

  /// The first day of a MONTH (`year * 12 + month - 1`), in days since the epoch.
  package static func firstDay(ofMonth month: Int64) -> Int64 {
    let year = floorDivide(month, 12)
    return Int64(CivilDate(year: Int(year), month: Int(month - year * 12) + 1, day: 1).daysSinceEpoch)
  }

  package static func month(ofDay day: Int64) -> Int64 {
    let civil = CivilDate(daysSinceEpoch: Int(day))
    return Int64(civil.year * 12 + civil.month - 1)
  }

  /// `value` of type `from`, not null, as a raw value of type `to`. Coarser targets cut; a date-like source gives a time of day, but not the reverse.
  /// - Throws: `.type` when there is no such conversion.
  package static func convert(_ value: Int64, from: ElementType, to: ElementType) throws -> Int64 {
    if from == to { return value }
    if from == .month { return try convert(firstDay(ofMonth: value), from: .date, to: to) }
    if to == .month {
      guard from.hasDate else { throw unsupported(from, to) }
      return month(ofDay: floorDivide(value, nanosecondsPerDay / from.nanosecondsPerUnit))
    }
    let sourceUnit = from.nanosecondsPerUnit
    let targetUnit = to.nanosecondsPerUnit
    guard sourceUnit > 0, targetUnit > 0, !(from.isTimeOfDay && to.hasDate), !(from == .date && to.isTimeOfDay) else { throw unsupported(from, to) }
    var value = value
    if from.hasDate, to.isTimeOfDay { value = floorModulo(value, nanosecondsPerDay / sourceUnit) }
    if sourceUnit >= targetUnit {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: sourceUnit / targetUnit)
      return overflow ? .null : scaled
    }
    return floorDivide(value, targetUnit / sourceUnit)
  }

  private static func unsupported(_ from: ElementType, _ to: ElementType) -> KernelError {
    .type("a \(from.name) cannot be converted to \(to.name)")
  }
}
