import Synchronization

/// Rows that several threads want to add to a table on disk: whoever gets the table's lock adds all that wait, and brings them to the disk together.
final class AppendQueue: Sendable {
  /// What one thread wants to add, and what became of it.
  final class Request: Sendable {
    let columns: [Vector]
    private let result = Mutex<Result<Int, KernelError>?>(nil)

    init(_ columns: [Vector]) { self.columns = columns }

    var outcome: Result<Int, KernelError>? {
      get { result.withLock { $0 } }
      set { result.withLock { $0 = newValue } }
    }
  }

  private let waiting = Mutex<[Request]>([])

  func add(_ request: Request) { waiting.withLock { $0.append(request) } }

  /// All that wait; the caller has to give each its outcome, or put it back.
  func takeAll() -> [Request] {
    waiting.withLock { requests in
      defer { requests = [] }
      return requests
    }
  }

  /// Requests that were taken and have no outcome: they stand before those that came since.
  func putBack(_ requests: [Request]) { waiting.withLock { $0 = requests + $0 } }

  /// - Returns: false when somebody has taken it.
  func remove(_ request: Request) -> Bool {
    waiting.withLock { requests in
      guard let place = requests.firstIndex(where: { $0 === request }) else { return false }
      requests.remove(at: place)
      return true
    }
  }
}

extension Table {
  /// Adds rows to a table on disk. Threads that come while the disk is at work wait together, and go together.
  /// - Returns: how many rows came in.
  /// - Throws: as `append`, and `.io`.
  func appendTogether(_ columns: [Vector], _ queue: AppendQueue) throws -> Int {
    try TableRules.check(.insert, self)
    let request = AppendQueue.Request(columns)
    queue.add(request)
    do { try lock.take(waits: true) } catch {
      if queue.remove(request) { throw error }
      // Somebody is bringing these rows to the disk; what becomes of them is known when the lock is free.
      lock.takeWithoutLooking()
    }
    defer { lock.release() }
    if request.outcome == nil { addAll(queue.takeAll(), mine: request, queue) }
    guard let outcome = request.outcome else { throw Interruption.error }
    return try outcome.get()
  }

  /// Adds the rows of all requests, each of them whole or not at all.
  /// - Precondition: the lock is held.
  private func addAll(_ requests: [AppendQueue.Request], mine: AppendQueue.Request, _ queue: AppendQueue) {
    let present = snapshot
    var next = present
    var added: [(request: AppendQueue.Request, rows: Int)] = []
    var refused: [(request: AppendQueue.Request, error: any Error)] = []
    for request in requests {
      do { added.append((request, try add(request.columns, to: &next))) } catch { refused.append((request, error)) }
    }
    do {
      if next.rowCount > present.rowCount {
        try store?.commit(.insert, of: self, from: present, to: next)
        publish(next)
      }
      for (request, rows) in added { request.outcome = .success(rows) }
    } catch {
      refused += added.map { ($0.request, error) }
    }
    finish(refused, mine: mine, queue)
  }

  private func add(_ columns: [Vector], to next: inout TableSnapshot) throws -> Int {
    var longer = next
    let added = try addRows(columns, to: &longer)
    try Interruption.check()
    try requireNullsAllowed(from: next, to: longer)
    next = longer
    return added
  }

  /// Tells who was refused. That this thread was asked to stop is no news for the others: they go on by themselves.
  private func finish(_ refused: [(request: AppendQueue.Request, error: any Error)], mine: AppendQueue.Request, _ queue: AppendQueue) {
    var others: [AppendQueue.Request] = []
    for (request, error) in refused {
      let error = error as? KernelError ?? KernelError(.io, "\(error)")
      if error.kind == .interrupted, request !== mine { others.append(request) } else { request.outcome = .failure(error) }
    }
    queue.putBack(others)
  }
}
