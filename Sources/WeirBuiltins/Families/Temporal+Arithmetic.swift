import WeirRuntime
import WeirTables

// Moving moments, and what lies between them.
extension StandardCatalog {
  static let temporalArithmetic: [Builtin] = [
    Builtin(
      "temporalAdd(X, duration, [unit])", summary: "`X` moved by a DURATION, or by a number of `unit`s: y, M, w, d, B, H, m, s, ms, us, ns.",
      example: Example("temporalAdd(2017.01.16, 1, \"w\")", gives: "2017.01.23"), axis: .elementwise
    ) { call in
      let durations = try TemporalArguments.durations(call)
      if durations.count > 1 || call[1].vector != nil {
        return .vector(try naming(call.name) { try TemporalShift.moved(try call.vectorOrScalar(0), by: durations) })
      }
      return try mapping(call) { try TemporalShift.moved($0, by: durations) }
    },
    Builtin(
      "temporalDiff(X, Y, [unit])", summary: "`X - Y` in units of their type, or of two dates in days (`\"d\"`) or business days (`\"B\"`).",
      example: Example("temporalDiff(2020.01.10, 2019.12.30, \"B\")", gives: "9"), axis: .elementwise
    ) { call in
      let other = try call.vectorOrScalar(1)
      let unit = try call.string(2, default: "")
      return try mapping(call) { try TemporalArguments.difference($0, other, unit) }
    },
    Builtin(
      "temporalDeltas(X, [unit])", summary: "What lies between each element and the one before; see `temporalDiff` for `unit`.",
      example: Example("temporalDeltas([2019.12.31, 2020.01.03, 2020.01.10])", gives: "[,3,7]"), axis: .vector
    ) { call in
      let vector = try call.vector(0)
      guard vector.type.isTemporal else { return call[0].copy() }
      let unit = try call.string(1, default: "")
      let previous = try vector.gather((0..<vector.count).mapRows { $0 - 1 })
      return .vector(try naming(call.name) { try TemporalArguments.difference(vector, previous, unit) })
    },
    Builtin(
      "concatDateTime(date, time)", aliases: ["concatDT"], summary: "A date and a time as one moment.",
      example: Example("concatDateTime(2019.06.15, 13:25:10)", gives: "2019.06.15T13:25:10"), rowwiseFrom: 1
    ) { call in
      let dates = try call.vectorOrScalar(0)
      let times = try call.vectorOrScalar(1)
      let joined = try naming(call.name) { try TemporalArguments.concatenated(dates, times) }
      return call[0].isScalar && call[1].isScalar ? joined.cell(at: 0) : .vector(joined)
    },
    Builtin(
      "bar(X, interval, [closed='left'])", summary: "The multiple of `interval` at or below each element; with `closed='right'` the one at or above.",
      example: Example("bar(0..7, 3)", gives: "[0,0,0,3,3,3,6,6]"), axis: .elementwise
    ) { call in
      let closed = try call.string(2, default: "left")
      guard closed == "left" || closed == "right" else { throw call.invalid(2, "must be 'left' or 'right'") }
      if let intervals = call[1].vector { return try TemporalArguments.bars(call, intervals, closesRight: closed == "right") }
      let threads = call.session.host.threads
      return try mapping(call) {
        try BarKernel.bars($0, interval: TemporalArguments.interval(call, 1, $0.type), closesRight: closed == "right", threads: threads)
      }
    },
    Builtin(
      "dailyAlignedBar(X, timeOffset, n, [timeEnd], [mergeSessionEnd=false])",
      summary: "Where the bar of length `n` begins that each element lies in; bars begin anew with every session of a day.",
      example: Example("dailyAlignedBar([09:31:10, 13:02:00], 09:30:00 13:00:00, 60)", gives: "[09:31:00,13:02:00]")
    ) { call in
      try mapping(call) { values in
        let starts = try TemporalArguments.clocks(call, 1, values.type)
        let ends = try call.has(3) && !call[3].isVoid ? TemporalArguments.clocks(call, 3, values.type) : []
        let bars = try DailyBars(
          starts: starts, ends: ends, interval: TemporalArguments.interval(call, 2, values.type), mergesEnd: call.bool(4, default: false))
        return try bars.bars(values)
      }
    },
  ]
}

/// The arguments of the functions that count time.
enum TemporalArguments {
  /// The second argument as durations: DURATION itself, its text, or numbers of the unit that the third one names.
  static func durations(_ call: borrowing Call) throws -> [Duration?] {
    let amounts = try call.vectorOrScalar(1)
    guard call.has(2), !call[2].isVoid else {
      guard amounts.type == .duration || amounts.type.isLiteral else { throw call.expected(1, "a DURATION, or an integer with a unit") }
      let durations = try amounts.cast(to: .duration)
      return try (0..<durations.count).mapRows { durations.isNull(at: $0) ? nil : Duration(packed: durations.pointer(Int64.self)[$0]) }
    }
    guard amounts.type.category == .integral else { throw call.expected(1, "an integer") }
    let unit = try call.string(2)
    guard Duration(count: 1, unitText: unit) != nil else { throw call.invalid(2, "must be one of y, M, w, d, B, H, m, s, ms, us, ns, got '\(unit)'") }
    return try (0..<amounts.count).mapRows { index in
      if amounts.isNull(at: index) { return nil }
      guard let count = Int32(exactly: try amounts.cell(at: index).asInt64()) else { throw call.invalid(1, "is too large") }
      return Duration(count: count, unitText: unit)
    }
  }

  /// A length of time in units of `type`.
  static func interval(_ call: borrowing Call, _ index: Int, _ type: ElementType) throws -> Int64 {
    guard call[index].elementType == .duration else { return Int64(try call.int(index)) }
    return try BarKernel.interval(Duration(packed: call[index].rawInteger), type)
  }

  static func bars(_ call: borrowing Call, _ intervals: Vector, closesRight: Bool) throws -> Cell {
    let values = try call.vectorOrScalar(0)
    guard values.count == intervals.count else { throw call.invalid(1, "must be a scalar or as long as `X`") }
    let result = try values.emptyLike(capacity: values.count)
    for row in 0..<values.count {
      try Interruption.check(atRow: row)
      let cell = intervals.cell(at: row)
      let interval = try cell.elementType == .duration ? BarKernel.interval(Duration(packed: cell.rawInteger), values.type) : cell.asInt64()
      try result.append(contentsOf: try BarKernel.bars(values.slice(row, 1), interval: interval, closesRight: closesRight))
    }
    return .vector(result)
  }

  /// Times of day in units of `type`.
  static func clocks(_ call: borrowing Call, _ index: Int, _ type: ElementType) throws -> [Int64] {
    let times = try call.vectorOrScalar(index)
    guard times.type.isTimeOfDay, type.nanosecondsPerUnit > 0 else { throw call.expected(index, "a SECOND, TIME or NANOTIME") }
    return try (0..<times.count).mapRows { row in
      let nanoseconds = try times.cell(at: row).castScalar(to: .nanotime)
      guard !nanoseconds.isNull else { throw call.invalid(index, "must not be null") }
      return nanoseconds.rawInteger / type.nanosecondsPerUnit
    }
  }

  static func difference(_ left: Vector, _ right: Vector, _ unit: String) throws -> Vector {
    guard left.type.isTemporal, left.type == right.type || right.type == .void else {
      throw KernelError.type("two temporal values of one type are expected, got \(left.type.name) and \(right.type.name)")
    }
    guard right.count == left.count || right.count == 1 else { throw KernelError.shape("\(left.count) and \(right.count) elements") }
    guard unit.isEmpty || left.type == .date else { throw KernelError.type("with a unit, both must be DATE, got \(left.type.name)") }
    let grid: CalendarGrid? = ["", "d"].contains(unit) ? nil : unit == "B" ? .businessDay : .tradingDay(try TradingCalendars.named(unit))
    let result = try Vector.empty(left.type.storage == .int64 ? .long : .int, capacity: left.count)
    for row in 0..<left.count {
      try Interruption.check(atRow: row)
      let first = left.cell(at: row)
      let second = right.cell(at: right.count == 1 ? 0 : row)
      guard !first.isNull, !second.isNull else {
        try result.append(.null(result.type))
        continue
      }
      let difference = try grid.map { Int64(try number(first, $0) - number(second, $0)) } ?? first.rawInteger &- second.rawInteger
      try result.append(.integer(difference, result.type))
    }
    return result
  }

  private static func number(_ date: borrowing Cell, _ grid: CalendarGrid) throws -> Int {
    let day = Int(date.rawInteger)
    if case .tradingDay(let calendar) = grid { try calendar.require(day) }
    return grid.index(of: day)
  }

  static func concatenated(_ dates: Vector, _ times: Vector) throws -> Vector {
    let results: [ElementType: ElementType] = [.second: .datetime, .minute: .datetime, .time: .timestamp, .nanotime: .nanotimestamp]
    guard dates.type == .date, let type = results[times.type] else {
      throw KernelError.type("a DATE and a SECOND, TIME or NANOTIME are expected, got \(dates.type.name) and \(times.type.name)")
    }
    guard dates.count == times.count || dates.count == 1 || times.count == 1 else { throw KernelError.shape("\(dates.count) dates and \(times.count) times") }
    let count = dates.count == 0 || times.count == 0 ? 0 : max(dates.count, times.count)
    let result = try Vector.empty(type, capacity: count)
    let units = TemporalConversion.nanosecondsPerDay / type.nanosecondsPerUnit
    for row in 0..<count {
      try Interruption.check(atRow: row)
      let date = dates.cell(at: dates.count == 1 ? 0 : row)
      let time = times.cell(at: times.count == 1 ? 0 : row)
      let clock = time.rawInteger &* (times.type.nanosecondsPerUnit / type.nanosecondsPerUnit)
      let moment = date.rawInteger.multipliedReportingOverflow(by: units).partialValue &+ clock
      try result.append(date.isNull || time.isNull ? .null(type) : .integer(moment, type))
    }
    return result
  }
}
