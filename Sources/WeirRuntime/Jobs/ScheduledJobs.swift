import WeirHost
import WeirTables

/// A job that starts again and again.
package struct ScheduledJob: Sendable {
  package let id: String
  package let request: JobRequest
  package let schedule: Schedule
  /// Local minutes since 1970.01.01T00:00; nil when it will not start any more.
  fileprivate var next: Int?
}

/// The jobs of a process that start by the clock. They live as long as the process.
///
/// A thread looks at the clock; who asks about jobs looks too (`startDue`), so that what is due by then has been submitted.
package final class ScheduledJobs: @unchecked Sendable {
  // Unchecked: everything that changes is read and written under the monitor.
  private let monitor = Monitor()
  private var jobs: [ScheduledJob] = []
  private var isWatched = false

  /// Short against a minute, in which the times are given.
  private static let stepMilliseconds = 500

  package init() {}

  package var all: [ScheduledJob] { monitor.withLock { jobs } }

  /// - Returns: the id that was asked for; when it is taken, with today's date and a number behind.
  /// - Throws: `.io` when no thread can be started.
  package func add(_ request: JobRequest, id: String, _ schedule: Schedule, at site: Site) throws -> String {
    let clock = request.call.host.clock
    let minute = ScheduledJobs.localMinute(clock)
    return try monitor.withLock {
      let unique = freeID(id, minute)
      // Within this minute it is too late: the next one may start it.
      jobs.append(ScheduledJob(id: unique, request: request, schedule: schedule, next: schedule.next(from: minute + 1)))
      if !isWatched {
        _ = try request.call.host.threads.start(name: "weir schedule", stackBytes: sessionStackBytes) { [weak site] in ScheduledJobs.watch(clock) { site } }
        isWatched = true
      }
      return unique
    }
  }

  private func freeID(_ id: String, _ minute: Int) -> String {
    func isTaken(_ id: String) -> Bool { jobs.contains { $0.id == id } }
    guard isTaken(id) else { return id }
    let today = CivilDate(daysSinceEpoch: Schedule.day(of: minute))
    let dated = id + String(today.year * 10_000 + today.month * 100 + today.day)
    var number = 0
    while true {
      let digits = String(number)
      let candidate = dated + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      if !isTaken(candidate) { return candidate }
      number += 1
    }
  }

  /// - Throws: `.name` when there is no such job.
  package func remove(_ id: String) throws {
    try monitor.withLock {
      guard let index = jobs.firstIndex(where: { $0.id == id }) else { throw KernelError(.name, "The scheduled job [\(id)] doesn't exist.") }
      jobs.remove(at: index)
      monitor.wakeAll()
    }
  }

  /// Submits what is due. Who was asleep for several times of a job starts it once.
  /// - Throws: `.io` when no thread can be started; the job stays due.
  package func startDue(at site: Site) throws {
    try monitor.withLock {
      for index in jobs.indices {
        guard let next = jobs[index].next else { continue }
        let minute = ScheduledJobs.localMinute(jobs[index].request.call.host.clock)
        guard next <= minute else { continue }
        _ = try site.jobs.submit(jobs[index].request, id: jobs[index].id, at: site)
        jobs[index].next = jobs[index].schedule.next(from: minute + 1)
      }
    }
  }

  /// Looks at the clock until no job is to start any more, or nobody has the site.
  private static func watch(_ clock: any Clock, _ site: () -> Site?) {
    while let site = site() {
      do { try site.schedules.startDue(at: site) } catch {
        // No thread for the job now: it stays due and is tried again.
      }
      let goesOn = site.schedules.monitor.withLock {
        guard site.schedules.jobs.contains(where: { $0.next != nil }) else {
          site.schedules.isWatched = false
          return false
        }
        site.schedules.monitor.wait(milliseconds: stepMilliseconds)
        return true
      }
      if !goesOn { return }
    }
  }

  private static func localMinute(_ clock: any Clock) -> Int { Int(TemporalConversion.floorDivide(clock.localNanoseconds(), 60_000_000_000)) }
}
