import WeirHost
import WeirTables

/// A call that runs beside the session that submitted it, in a session of its own.
package final class Job: @unchecked Sendable {
  // Unchecked: what changes does so under the board's monitor; the cancellation is atomic.
  package enum State {
    case waiting, running
    case done(Parcel)
    case failed(ScriptError)
  }

  package let id: String
  /// Tells jobs with one name apart.
  package let root: Wide
  /// Nanoseconds of the wall clock.
  package let received: Int64
  fileprivate(set) package var started: Int64?
  fileprivate(set) package var ended: Int64?
  fileprivate(set) package var state = State.waiting
  fileprivate(set) package var messages: [String] = []
  fileprivate let cancellation = Cancellation()
  fileprivate let request: JobRequest

  fileprivate var host: Host { request.call.host }

  fileprivate init(_ request: JobRequest, id: String) {
    self.id = id
    self.request = request
    let host = request.call.host
    var random = host.entropy.makeRandom()
    root = Wide(low: random.next(), high: random.next())
    received = host.clock.wallNanoseconds()
  }

  package var description: String { request.description }
  package var priority: Int { request.priority }
  package var parallelism: Int { request.parallelism }
  package var user: String { request.user }

  package var isOver: Bool {
    switch state {
    case .waiting, .running: false
    case .done, .failed: true
    }
  }

  /// Asks the job to stop, wherever it is.
  package func cancel() { cancellation.request() }

  fileprivate func run(on board: JobBoard) -> State {
    let session = SessionContext(
      host: host, catalog: request.call.catalog, output: JobOutput(self, board), cancellation: cancellation, site: board.site ?? Site())
    session.user = user
    let state: State
    do {
      try session.checkCancellation()
      state = .done(try Parcel(try request.call.run(in: session)))
    } catch { state = .failed(ScriptError(error, at: .none)) }
    if let whenOver = request.whenOver { report(state, to: whenOver, in: session, on: board) }
    return state
  }

  /// Calls what was to be called at the end. An error there is the callback's own, and stands among the job's messages.
  private func report(_ state: State, to callback: Parcel, in session: SessionContext, on board: JobBoard) {
    do {
      let (isDone, result): (Bool, Parcel)
      switch state {
      case .done(let value): (isDone, result) = (true, try value.copy())
      case .failed(let error): (isDone, result) = (false, try Parcel(.string(error.text)))
      case .waiting, .running: return
      }
      _ = try callback.called(with: [try Parcel(.string(id)), try Parcel(.string(description)), try Parcel(.bool(isDone)), result], in: session)
    } catch {
      board.add("onComplete: \(ScriptError(error, at: .none).text)", to: self)
    }
  }
}

/// What a job prints is kept with it.
private final class JobOutput: OutputSink {
  private let job: Job
  private let board: JobBoard

  init(_ job: Job, _ board: JobBoard) {
    self.job = job
    self.board = board
  }

  func show(_ value: borrowing Cell, in session: SessionContext) {}
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) { board.add(text, to: job) }
}

/// What is asked of a job.
package struct JobRequest: Sendable {
  package var call: PortableCall
  package var description: String
  package var priority = 4
  package var parallelism = 2
  /// Who submitted it.
  package var user = "admin"
  /// Called with the job's id, its description, whether it succeeded, and its value or its error.
  package var whenOver: Parcel?

  package init(_ call: PortableCall, description: String) {
    self.call = call
    self.description = description
  }
}

/// The jobs of a process. Each runs on a thread of its own while there are not too many; then the next one waits, the more urgent first.
package final class JobBoard: @unchecked Sendable {
  // Unchecked: everything that changes is read and written under the monitor.
  private let monitor = Monitor()
  private var jobs: [Job] = []
  private var byID: [String: Job] = [:]
  /// The numbers that ids got last because they were taken: who submits under one id again and again does not ask for each of them.
  private var lastNumbers: [String: Int] = [:]
  private var queue: [Job] = []
  private var workers = 0
  fileprivate weak var site: Site?

  private static let workersMax = 64
  /// Jobs that are over and still known, so that a process that runs for months does not keep every result.
  private static let overMax = 4096

  package init() {}

  /// Starts a job, or lines it up.
  /// - Parameter site: where the job runs.
  /// - Returns: its id: the one that was asked for, with a number behind when that is taken.
  /// - Throws: `.io` when no thread can be started.
  package func submit(_ request: JobRequest, id: String, at site: Site) throws -> String {
    let (job, needsWorker) = monitor.withLock {
      self.site = site
      let job = Job(request, id: freeID(id))
      jobs.append(job)
      byID[job.id] = job
      let place = queue.firstIndex { $0.priority < job.priority } ?? queue.count
      queue.insert(job, at: place)
      forgetOldest()
      guard workers < JobBoard.workersMax else { return (job, false) }
      workers += 1
      return (job, true)
    }
    guard needsWorker else { return job.id }
    do {
      _ = try request.call.host.threads.start(name: "weir job", stackBytes: sessionStackBytes) { [self] in work() }
    } catch {
      // The workers that there are will come to it; without any it would wait for ever.
      try monitor.withLock {
        workers -= 1
        guard workers == 0 else { return }
        forget(job)
        throw KernelError(.io, "a job cannot be started: \(error)")
      }
    }
    return job.id
  }

  private func freeID(_ id: String) -> String {
    guard byID[id] != nil else { return id }
    var number = lastNumbers[id, default: 1] + 1
    while byID["\(id)_\(number)"] != nil { number += 1 }
    if lastNumbers.count > JobBoard.overMax { lastNumbers = [:] }
    lastNumbers[id] = number
    return "\(id)_\(number)"
  }

  private func forget(_ job: Job) {
    jobs.removeAll { $0 === job }
    queue.removeAll { $0 === job }
    byID[job.id] = nil
  }

  private func forgetOldest() {
    guard jobs.count > JobBoard.overMax, let oldest = jobs.first(where: { $0.isOver }) else { return }
    forget(oldest)
  }

  private func work() {
    while let job = nextJob() {
      let state = job.run(on: self)
      monitor.withLock {
        job.state = canceledOrNot(job, state)
        job.ended = job.host.clock.wallNanoseconds()
        monitor.wakeAll()
      }
    }
  }

  /// A job that was stopped tells so alike, whether it ran or waited.
  private func canceledOrNot(_ job: Job, _ state: Job.State) -> Job.State {
    guard case .failed(let error) = state, error.kind == .interrupted else { return state }
    return canceled(job)
  }

  private func canceled(_ job: Job) -> Job.State { .failed(ScriptError(.interrupted, "The job [\(job.id)] was canceled.", at: .none)) }

  private func nextJob() -> Job? {
    monitor.withLock {
      guard !queue.isEmpty else {
        workers -= 1
        monitor.wakeAll()
        return nil
      }
      let job = queue.removeFirst()
      job.state = .running
      job.started = job.host.clock.wallNanoseconds()
      return job
    }
  }

  fileprivate func add(_ text: String, to job: Job) { monitor.withLock { job.messages.append(text) } }

  // MARK: Looking at jobs

  /// Looks at a job while nothing about it changes.
  /// - Throws: `.name` when there is no such job.
  package func withJob<Result>(_ id: String, _ body: (Job) throws -> Result) throws -> Result {
    try monitor.withLock {
      guard let job = byID[id] else { throw KernelError(.name, "The job [\(id)] doesn't exist.") }
      return try body(job)
    }
  }

  /// Looks at the last `count` jobs, in the order in which they were submitted.
  package func withLastJobs<Result>(_ count: Int, _ body: ([Job]) throws -> Result) throws -> Result { try monitor.withLock { try body(jobs.suffix(count)) } }

  /// Short against the tenth of a second in which who waits has to hear that it is to stop.
  private static let stepMilliseconds = 20

  /// The value of a job, which `session` makes its own.
  /// - Parameter waits: for the job's end.
  /// - Throws: the error of the job; `.value` while it is not over and nobody waits; `.interrupted` while waiting.
  package func result(of id: String, waits: Bool, in session: SessionContext) throws -> Cell {
    while true {
      try session.checkCancellation()
      let parcel: Parcel? = try withJob(id) { job in
        switch job.state {
        case .done(let parcel): return parcel
        case .failed(var error):
          error.span = .none
          error.notes = []
          throw KernelError(.value, error.text)
        case .waiting, .running:
          guard waits else { throw KernelError.value("The job [\(id)] is not complete yet.") }
          monitor.wait(milliseconds: JobBoard.stepMilliseconds)
          return nil
        }
      }
      // The job keeps its value for the next who asks.
      if let parcel { return try parcel.copy().unpack(in: session) }
    }
  }

  /// Stops a job, or takes it from the queue.
  package func cancel(_ id: String) throws {
    try withJob(id) { job in
      job.cancel()
      guard case .waiting = job.state else { return }
      queue.removeAll { $0 === job }
      job.state = canceled(job)
      job.ended = job.host.clock.wallNanoseconds()
    }
  }

  /// Waits until no job runs or waits.
  /// - Parameter isWanted: looked at between two waits; false ends the waiting.
  package func drain(while isWanted: () -> Bool) {
    while isWanted() {
      let isIdle = monitor.withLock {
        if jobs.contains(where: { !$0.isOver }) { monitor.wait(milliseconds: JobBoard.stepMilliseconds) }
        return !jobs.contains { !$0.isOver }
      }
      if isIdle { return }
    }
  }

  /// Asks all jobs to stop.
  package func cancelAll() { for job in monitor.withLock({ jobs.filter { !$0.isOver } }) { job.cancel() } }
}
