import WeirRuntime
import WeirTables

// Jobs that start by the clock.
extension StandardCatalog {
  static let scheduledJobs: [Builtin] = [
    Builtin(
      "scheduleJob(jobId, jobDesc, jobFunc, scheduleTime, startDate, endDate, frequency, [days], [onComplete], [priority=4], [parallelism=2])",
      summary: "Submits the job `jobFunc()` at times of day, daily ('D'), on days of the week ('W', 0 is Sunday) or of the month ('M'), for as long as the process lives. "
        + "`onComplete(jobId, jobDesc, success, result)` is called after each run.",
      example: Example(
        "scheduleJob(`example, \"a daily sum\", sum{1..10}, 17:23m, 2030.01.01, 2030.12.31, 'D')\nexec scheduleTime from getScheduledJobs(\"example\")", gives: "[17:23m]"),
      body: scheduleJob),
    Builtin(
      "getScheduledJobs([jobIdPattern])", summary: "The jobs that start by the clock, a row for each time of day; a pattern may hold `%` and `?`.",
      example: Example("scheduleJob(`example, \"\", sum{1..10}, 08:00m, 2030.01.01, 2030.12.31, 'W', 1 5)\nexec days from getScheduledJobs(\"exam%\")", gives: "[\"1,5\"]")
    ) { call in
      let pattern = Array(try call.string(0, default: "%").utf8)
      return .table(try scheduleTable(call.session.site.schedules.all.filter { Wildcards.match(pattern, Array($0.id.utf8)) }))
    },
    Builtin(
      "deleteScheduledJob(jobId)", summary: "Ends a schedule; what it has started goes on.",
      example: Example("deleteScheduledJob(scheduleJob(`example, \"\", sum{1..10}, 08:00m, 2030.01.01, 2030.12.31, 'D'))\ngetScheduledJobs(\"example\").size()", gives: "0")
    ) { call in
      try call.session.site.schedules.remove(try call.string(0))
      return .missing
    },
  ]

  private static func scheduleJob(_ call: borrowing Call) throws -> Cell {
    let function = try call.function(2)
    try call.session.checkArgumentCount(function, 0)
    let description = try call.string(1, default: "")
    var request = JobRequest(try PortableCall(function, from: call.session), description: description.isEmpty ? function.name : description)
    if call.has(8) { request.whenOver = try completion(call) }
    (request.priority, request.parallelism) = (try call.int(9, default: 4), try call.int(10, default: 2))
    guard (0...8).contains(request.priority) else { throw call.invalid(9, "must be 0 to 8") }
    guard (0...8).contains(request.parallelism) else { throw call.invalid(10, "must be 0 to 8") }
    let (first, last) = (try date(call, 4), try date(call, 5))
    guard first <= last else { throw call.invalid(5, "must not lie before `startDate`") }
    let schedule = Schedule(times: try timesOfDay(call, 3), days: try days(call), from: first, through: last)
    return .string(try call.session.site.schedules.add(request, id: try call.string(0), schedule, at: call.session.site))
  }

  private static func completion(_ call: borrowing Call) throws -> Parcel {
    let function = try call.function(8)
    try call.session.checkArgumentCount(function, 4)
    return try Parcel(.function(function))
  }

  private static func date(_ call: borrowing Call, _ index: Int) throws -> Int {
    guard call.has(index), call[index].isScalar, call[index].elementType == .date else { throw call.expected(index, "a DATE") }
    return try call.int(index)
  }

  /// The product's least distance between two runs.
  private static let leastMinutes = 5

  private static func timesOfDay(_ call: borrowing Call, _ index: Int) throws -> [Int] {
    let given = try call.vectorOrScalar(index)
    guard given.type == .minute, given.count > 0 else { throw call.expected(index, "one or several MINUTEs") }
    let times = try (0..<given.count).map { Int(try given.cell(at: $0).asInt64()) }.sorted()
    guard times.allSatisfy({ (0..<Schedule.minutesPerDay).contains($0) }) else { throw call.invalid(index, "must not hold nulls") }
    guard zip(times, times.dropFirst()).allSatisfy({ $1 - $0 >= leastMinutes }) else { throw call.invalid(index, "must leave \(leastMinutes) minutes between two runs") }
    return times
  }

  private static func days(_ call: borrowing Call) throws -> Schedule.Days {
    let frequency = try call.string(6)
    if frequency == "D" { return .daily }
    let allowed: ClosedRange<Int>
    switch frequency {
    case "W": allowed = 0...6
    case "M": allowed = 1...31
    default: throw call.invalid(6, "must be 'D', 'W' or 'M'")
    }
    guard call.has(7) else { throw call.invalid(7, "is needed when `frequency` is '\(frequency)'") }
    let given = try call.vectorOrScalar(7)
    guard given.type.category == .integral, given.count > 0 else { throw call.expected(7, "one or several integers") }
    let days = try (0..<given.count).map { Int(try given.cell(at: $0).asInt64()) }
    guard days.allSatisfy(allowed.contains) else { throw call.invalid(7, "must be \(allowed.lowerBound) to \(allowed.upperBound)") }
    return frequency == "W" ? .weekly(days) : .monthly(days)
  }

  private static func scheduleTable(_ jobs: [ScheduledJob]) throws -> Table {
    let rows = jobs.flatMap { job in job.schedule.times.map { (job: job, time: $0) } }
    let (starts, ends, times) = (try Vector.empty(.date, capacity: rows.count), try Vector.empty(.date, capacity: rows.count), try Vector.empty(.minute, capacity: rows.count))
    for row in rows {
      try starts.append(.integer(Int64(row.job.schedule.first), .date))
      try ends.append(.integer(Int64(row.job.schedule.last), .date))
      try times.append(.integer(Int64(row.time), .minute))
    }
    let texts = { (read: (ScheduledJob) -> String) in try StringVector(rows.map { read($0.job) }) }
    return try Table(
      names: ["userId", "jobId", "jobDesc", "startDate", "endDate", "frequency", "scheduleTime", "days"],
      columns: [try texts { _ in "admin" }, try texts(\.id), try texts(\.request.description), starts, ends, try texts { frequency($0).name }, times, try texts { frequency($0).days }])
  }

  private static func frequency(_ job: ScheduledJob) -> (name: String, days: String) {
    switch job.schedule.days {
    case .daily: ("D", "")
    case .weekly(let days): ("W", days.map(String.init).joined(separator: ","))
    case .monthly(let days): ("M", days.map(String.init).joined(separator: ","))
    }
  }
}
