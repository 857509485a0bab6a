import WeirRuntime
import WeirTables

// Calls that run beside the session.
extension StandardCatalog {
  static let jobs: [Builtin] = [
    Builtin(
      "submitJob(jobId, jobDesc, jobDef, args...)",
      summary: "Runs `jobDef(args…)` in a session of its own, on a thread of its own, and answers the id of the job at once. Tables go as they are, other values as copies.",
      example: Example("getJobReturn(submitJob(\"example\", \"\", sum, 1..100), true)", gives: "5050")
    ) { call in try submit(call, functionAt: 2) { _ in } },
    Builtin(
      "submitJobEx(jobId, jobDesc, priority, parallelism, jobDef, args...)", summary: "As submitJob, with a priority from 0 to 9: where jobs wait for a thread, the higher come first.",
      example: Example("getJobReturn(submitJobEx(\"example\", \"\", 8, 1, sum, 1..100), true)", gives: "5050")
    ) { call in
      let (priority, parallelism) = (try call.int(2), try call.int(3))
      guard (0...9).contains(priority) else { throw call.invalid(2, "must be 0 to 9") }
      guard (1...64).contains(parallelism) else { throw call.invalid(3, "must be 1 to 64") }
      return try submit(call, functionAt: 4) { request in (request.priority, request.parallelism) = (priority, parallelism) }
    },
    Builtin(
      "getJobReturn(jobId, [blocking=false])", summary: "The value of a job; with `blocking` its end is waited for.",
      example: Example("getJobReturn(submitJob(\"example\", \"\", max, 3 9 4), true)", gives: "9")
    ) { call in try board(call).result(of: try call.string(0), waits: try call.bool(1, default: false), in: call.session) },
    Builtin(
      "getJobStatus(jobId)", summary: "When a job came, began and ended, and the error it ended with.",
      example: Example("id = submitJob(\"example\", \"three\", add, 1, 2)\ngetJobReturn(id, true)\nexec jobDesc from getJobStatus(id)", gives: "[\"three\"]")
    ) { call in
      let session = call.session
      return .table(try board(call).withJob(try call.string(0)) { try statusTable([$0], session) })
    },
    Builtin(
      "getRecentJobs([top])", summary: "The jobs of the process in the order in which they came, or the last `top` of them.",
      example: Example("getJobReturn(submitJob(\"example\", \"\", add, 1, 2), true)\ngetRecentJobs(1).size()", gives: "1")
    ) { call in
      let count = try call.int(0, default: .max)
      guard count >= 0 else { throw call.invalid(0, "must not be negative") }
      let session = call.session
      return .table(try board(call).withLastJobs(count) { try statusTable($0, session) })
    },
    Builtin(
      "getJobMessage(jobId)", summary: "What a job has printed.",
      example: Example("def f() { print(\"hello\") }\nid = submitJob(\"example\", \"\", f)\ngo\ngetJobReturn(id, true)\nstrlen(getJobMessage(id))", gives: "5")
    ) { call in .string(try board(call).withJob(try call.string(0)) { $0.messages.joined(separator: "\n") }) },
    Builtin(
      "cancelJob(jobId)", summary: "Stops jobs.", example: Example("cancelJob(submitJob(\"example\", \"\", sleep, 60000))\ngetRecentJobs(1).size()", gives: "1")
    ) { call in
      for id in try call.strings(0) { try board(call).cancel(id) }
      return .missing
    },
    Builtin(
      "xdb(siteAlias, [port], [userId], [password])",
      summary: "A connection to this process by its alias or its host and port, to be called like a function: `conn(f, x)` runs `f(x)` in a session of its own.",
      example: Example("conn = xdb(\"localhost\", 8848)\nconn(add, 1, 2)", gives: "3")
    ) { call in
      let host = try call.string(0)
      let hasPort = call.has(1) && call[1].elementType.category == .integral
      return .function(try naming(call.name) { try Connection(to: hasPort ? "\(host):\(try call.int(1))" : host, from: call.session) })
    },
  ]

  private static func submit(_ call: borrowing Call, functionAt index: Int, _ change: (inout JobRequest) -> Void) throws -> Cell {
    let function = try call.function(index)
    let description = try call.string(1, default: "")
    var arguments: [EmbeddedValue] = []
    for place in (index + 1)..<max(call.count, index + 1) { arguments.append(EmbeddedValue(call[place].copy())) }
    try call.session.checkArgumentCount(function, arguments.count)
    let target = try PortableCall(function, arguments, from: call.session)
    var request = JobRequest(target, description: description.isEmpty ? function.name : description)
    request.user = call.session.user
    change(&request)
    return .string(try call.session.site.jobs.submit(request, id: try call.string(0), at: call.session.site))
  }

  /// The jobs, with what is due by now.
  private static func board(_ call: borrowing Call) throws -> JobBoard {
    let site = call.session.site
    try site.schedules.startDue(at: site)
    return site.jobs
  }

  private static func statusTable(_ jobs: [Job], _ session: SessionContext) throws -> Table {
    let texts = { (values: [String]) in try StringVector(values) }
    let times = { (values: [Int64?]) throws -> Vector in
      let column = try Vector.empty(.timestamp, capacity: values.count)
      for value in values { try column.append(value.map { .integer(localMilliseconds($0, session), .timestamp) } ?? .null(.timestamp)) }
      return column
    }
    let numbers = { (values: [Int]) throws -> Vector in
      let column = try Vector.empty(.int, capacity: values.count)
      for value in values { try column.append(.int(value)) }
      return column
    }
    let roots = try Vector.empty(.uuid, capacity: jobs.count)
    for job in jobs { try roots.append(.wide(job.root, .uuid)) }
    let columns: [(String, Vector)] = [
      ("node", try texts(jobs.map { _ in session.site.alias })), ("userID", try texts(jobs.map(\.user))), ("jobId", try texts(jobs.map(\.id))),
      ("rootJobId", roots), ("jobDesc", try texts(jobs.map(\.description))), ("priority", try numbers(jobs.map(\.priority))),
      ("parallelism", try numbers(jobs.map(\.parallelism))), ("clientIp", try texts(jobs.map { _ in "127.0.0.1" })), ("clientPort", try numbers(jobs.map { _ in 0 })),
      ("receivedTime", try times(jobs.map(\.received))), ("startTime", try times(jobs.map(\.started))), ("endTime", try times(jobs.map(\.ended))),
      ("errorMsg", try texts(jobs.map(errorText))),
    ]
    return try Table(names: columns.map(\.0), columns: columns.map(\.1))
  }

  private static func errorText(_ job: Job) -> String {
    if case .failed(let error) = job.state { return error.text }
    return ""
  }

  private static func localMilliseconds(_ nanoseconds: Int64, _ session: SessionContext) -> Int64 {
    let clock = session.host.clock
    return TemporalConversion.floorDivide(nanoseconds + clock.localNanoseconds() - clock.wallNanoseconds(), 1_000_000)
  }
}
