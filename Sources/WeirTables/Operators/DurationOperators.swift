/// A temporal value moved by a DURATION, and durations that are compared.
enum DurationOperators {
  static func apply(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand) throws -> Vector {
    let count = try FlatOperand.rowCount(operation, left, right)
    if left.type.isTemporal, operation == .add || operation == .subtract { return try move(left, right, count, sign: operation == .add ? 1 : -1) }
    if right.type.isTemporal, operation == .add { return try move(right, left, count, sign: 1) }
    guard operation.isComparison, left.type == .duration, right.type == .duration else {
      throw FlatOperators.unsupported(operation, left.type, right.type)
    }
    return try compare(operation, left, right, count)
  }

  private static func move(_ moments: FlatOperand, _ durations: FlatOperand, _ count: Int, sign: Int64) throws -> Vector {
    let result = try Vector.empty(moments.type, capacity: count)
    let packed = durations.vector.pointer(Int64.self)
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let moment = moments.vector.cell(at: moments.index(row))
      let duration = packed[durations.index(row)]
      if moment.isNull || duration.isNull {
        try result.append(.null(moments.type))
      } else {
        try result.append(.integer(try TemporalShift.move(moment.rawInteger, moments.type, by: Duration(packed: duration), sign: sign), moments.type))
      }
    }
    return result
  }

  /// - Throws: `.type` when lengths are asked for that depend on a calendar.
  private static func compare(_ operation: BinaryOperation, _ left: FlatOperand, _ right: FlatOperand, _ count: Int) throws -> Vector {
    let result = try FixedVector(.bool, count: count)
    let target = result.pointer(Int8.self)
    let first = left.vector.pointer(Int64.self)
    let second = right.vector.pointer(Int64.self)
    for row in 0..<count { target[row] = operation.holds(try order(first[left.index(row)], second[right.index(row)])) ? 1 : 0 }
    return result
  }

  private static func order(_ left: Int64, _ right: Int64) throws -> Int {
    if left == right { return 0 }
    if left.isNull || right.isNull { return left.isNull ? -1 : 1 }
    let (first, second) = (Duration(packed: left), Duration(packed: right))
    if first.unit == second.unit, first.calendar == second.calendar { return first.count < second.count ? -1 : 1 }
    guard let firstUnit = first.unit.nanoseconds, let secondUnit = second.unit.nanoseconds else {
      throw KernelError.type("\(first.description) and \(second.description) cannot be compared")
    }
    let lengths = (Int128(first.count) * Int128(firstUnit), Int128(second.count) * Int128(secondUnit))
    return lengths.0 < lengths.1 ? -1 : lengths.0 == lengths.1 ? 0 : 1
  }
}

/// One moment moved by a duration.
package enum TemporalShift {
  /// - Parameter sign: 1 to move on, -1 to move back.
  /// - Throws: `.type` when the unit has no meaning for the type (months of a TIME), `.name` and `.value` for what trading calendars do not know.
  package static func move(_ value: Int64, _ type: ElementType, by duration: Duration, sign: Int64 = 1) throws -> Int64 {
    let count = Int64(duration.count) &* sign
    if type == .month { return try moveMonth(value, duration, count) }
    if let unit = duration.unit.nanoseconds { return moveClock(value, type, nanoseconds: Int128(unit) * Int128(count)) }
    guard type.hasDate else { throw KernelError.type("a \(type.name) cannot be moved by \(duration.description)") }
    let perDay = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
    let day = TemporalConversion.floorDivide(value, perDay)
    let rest = value &- day &* perDay
    switch duration.unit {
    case .year: return addMonths(day, 12 &* count) &* perDay &+ rest
    case .month: return addMonths(day, count) &* perDay &+ rest
    case .businessDay: return addBusinessDays(day, count) &* perDay &+ rest
    default:
      let calendar = try TradingCalendars.named(String(duration.description.suffix(4)))
      guard let step = Int(exactly: count), let start = Int(exactly: day) else { return .null }
      return Int64(try calendar.moved(start, by: step)) &* perDay &+ rest
    }
  }

  private static func moveMonth(_ value: Int64, _ duration: Duration, _ count: Int64) throws -> Int64 {
    switch duration.unit {
    case .year: return value &+ 12 &* count
    case .month: return value &+ count
    default: throw KernelError.type("a MONTH cannot be moved by \(duration.description)")
    }
  }

  private static func moveClock(_ value: Int64, _ type: ElementType, nanoseconds: Int128) -> Int64 {
    let moved = Int64(truncatingIfNeeded: Int128(value) + nanoseconds / Int128(type.nanosecondsPerUnit))
    guard type.isTimeOfDay else { return moved }
    return TemporalConversion.floorModulo(moved, TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit)
  }

  /// The same day of another month, or its last day when it has no such day.
  package static func addMonths(_ day: Int64, _ months: Int64) -> Int64 {
    let civil = CivilDate(daysSinceEpoch: Int(day))
    let month = Int64(civil.year) &* 12 &+ Int64(civil.month - 1) &+ months
    let year = Int(TemporalConversion.floorDivide(month, 12))
    let monthOfYear = Int(TemporalConversion.floorModulo(month, 12)) + 1
    let lastDay = CivilDate.daysInMonth(year, monthOfYear)
    return Int64(CivilDate(year: year, month: monthOfYear, day: min(civil.day, lastDay)).daysSinceEpoch)
  }

  /// Monday to Friday count. From a weekend the first step goes to the nearest business day in the direction of the move.
  package static func addBusinessDays(_ day: Int64, _ count: Int64) -> Int64 {
    // 1970.01.01 was a Thursday; 0 is Monday.
    let weekday = TemporalConversion.floorModulo(day &+ 3, 7)
    var base = day
    var weekdayOfBase = weekday
    if weekday > 4 {
      // Seen from Friday going on and from Monday going back, a weekend is no step at all.
      base = count > 0 ? day &- (weekday - 4) : day &+ (7 - weekday)
      weekdayOfBase = count > 0 ? 4 : 0
    }
    let position = weekdayOfBase &+ count
    let weeks = TemporalConversion.floorDivide(position, 5)
    return base &- weekdayOfBase &+ weeks &* 7 &+ TemporalConversion.floorModulo(position, 5)
  }
}
