import Synchronization
import WeirHost
import WeirTables

/// `peach` and `ploop` of a script's function: the places are shared out to threads, each of which has a session of its own that knows what the caller's knows.
///
/// What a place prints comes out in the order of the places, and each place has random numbers of its own, so that nothing depends on which thread was faster.
final class ParallelCalls: @unchecked Sendable {
  // Unchecked: no two threads write one place, and nobody reads before all are done; `next` and `failed` are atomic.
  private let elements: [Elements]
  private let count: Int
  private let seed: UInt64
  /// What each place gave; nil for one behind a place that failed.
  private let answers: UnsafeMutablePointer<Answer?>
  private let next = Atomic(0)
  /// Whether a place failed: no other one begins then. All before it have begun.
  private let failed = Atomic(false)

  private init(_ elements: [Elements], count: Int, seed: UInt64) {
    self.elements = elements
    self.count = count
    self.seed = seed
    answers = .allocate(capacity: count)
    answers.initialize(repeating: nil, count: count)
  }

  deinit {
    answers.deinitialize(count: count)
    answers.deallocate()
  }

  private struct Answer {
    let result: Result<Parcel, any Error>
    let printed: [PrintedValue]
  }

  /// Hands the results for the places `0..<count` to `body`, in their order. False, with nothing done, for a function that can only run in the session itself: one that changes
  /// its arguments, or that needs what cannot leave the session.
  /// - Throws: the error of the first place that failed, and what `body` throws.
  static func run(_ function: Function, _ elements: [Elements], count: Int, _ session: SessionContext, _ body: (consuming Cell) throws -> Void) throws -> Bool {
    let threadCount = min(count, session.host.threads.parallelism)
    guard threadCount > 1, function.runsScript, !function.changesArguments, session.canSpread else { return false }
    guard let workers = try ParallelWorker.make(threadCount, function, elements, session) else { return false }
    defer { for worker in workers { worker.end() } }
    let calls = ParallelCalls(elements, count: count, seed: session.random.next())
    session.host.threads.perform(count: threadCount) { calls.work(in: workers[$0]) }
    try calls.finish(session, body)
    return true
  }

  private func work(in worker: ParallelWorker) {
    while !failed.load(ordering: .relaxed) {
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < count else { return }
      do { try call(place, worker) } catch {
        answers[place] = Answer(result: .failure(error), printed: worker.output.take())
        failed.store(true, ordering: .relaxed)
      }
    }
  }

  private func call(_ place: Int, _ worker: ParallelWorker) throws {
    let session = worker.session
    session.random = SeededRandom(seed: seed &+ UInt64(place))
    let slab = ArgumentSlab(count: elements.count)
    for (index, element) in elements.enumerated() {
      slab[index] = element.count == nil ? try worker.constant(index) : try Parcel(try element.cell(at: place)).unpack(in: session)
    }
    let value = try session.callFromOutside(worker.function, slab.cells, count: slab.count)
    answers[place] = Answer(result: .success(try Parcel(value)), printed: worker.output.take())
  }

  private func finish(_ session: SessionContext, _ body: (consuming Cell) throws -> Void) throws {
    for place in 0..<count {
      guard let answer = answers[place] else { return }
      for printed in answer.printed { session.output.print(printed.text, value: printed.value.cell, in: session) }
      try body(try answer.result.get().unpack(in: session))
    }
  }
}

/// What a function printed.
private struct PrintedValue {
  let text: String
  let value: EmbeddedValue
}

private final class CollectedOutput: OutputSink {
  private var printed: [PrintedValue] = []

  func show(_ value: borrowing Cell, in session: SessionContext) {}
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) { printed.append(PrintedValue(text: text, value: EmbeddedValue(value.copiedForAssignment()))) }

  func take() -> [PrintedValue] {
    defer { printed = [] }
    return printed
  }
}

/// A session for one of the threads of `ParallelCalls`, kept by the session that it works for: definitions are not lowered anew for every call.
final class ParallelWorker: @unchecked Sendable {
  // Unchecked: used by one thread at a time.
  let session: SessionContext
  fileprivate let output: CollectedOutput
  private var callee: Function?
  /// The arguments that are the same at every place, by their index.
  private var constants: AnyVector?

  init(for session: SessionContext) {
    output = CollectedOutput()
    self.session = SessionContext(host: session.host, catalog: session.catalog, output: output, cancellation: session.cancellation, site: session.site)
    self.session.canSpread = false
  }

  fileprivate var function: Function {
    guard let callee else { preconditionFailure("a worker without a function") }
    return callee
  }

  fileprivate func constant(_ index: Int) throws -> Cell { constants?.cell(at: index) ?? .missing }

  /// Workers that know a function and the constant arguments; nil when one of them cannot leave the session, or cannot be made in another one.
  fileprivate static func make(_ count: Int, _ function: Function, _ elements: [Elements], _ session: SessionContext) throws -> [ParallelWorker]? {
    let parcel: Parcel
    let constants: [Parcel]
    do {
      parcel = try Parcel(.function(function))
      constants = try elements.map { try $0.count == nil ? Parcel(try $0.cell(at: 0)) : .value(EmbeddedValue(.void)) }
    } catch let error as KernelError where error.kind == .type { return nil }
    let definitions = Definitions(of: session)
    while session.workers.count < count { session.workers.append(ParallelWorker(for: session)) }
    let workers = Array(session.workers.prefix(count))
    for worker in workers where try !worker.begin(parcel, constants, definitions, for: session) {
      for worker in workers { worker.end() }
      // They know a function that cannot run.
      session.workers = []
      return nil
    }
    return workers
  }

  /// - Returns: false when the function needs what only the caller's session has, such as classes.
  private func begin(_ function: Parcel, _ constants: [Parcel], _ definitions: Definitions, for caller: SessionContext) throws -> Bool {
    session.globals.origin = caller.globals
    do {
      try session.receive(functionsOf: definitions)
      callee = try function.copy().unpack(in: session).function
      let values = AnyVector(capacity: constants.count)
      for constant in constants { values.push(try constant.copy().unpack(in: session)) }
      self.constants = values
    } catch is ScriptError { return false }
    return !session.hasFailedDefinitions
  }

  fileprivate func end() {
    callee = nil
    constants = nil
    session.globals.forgetAll()
    session.globals.origin = nil
  }
}

extension Function {
  /// Whether a script's code runs when it is called.
  fileprivate var runsScript: Bool {
    switch self {
    case is ScriptFunction: true
    case let function as PartialFunction: function.target.runsScript
    case let function as TemplateFunction: function.base.runsScript
    case let function as ComposedFunction: function.first.runsScript || function.second.runsScript
    default: false
    }
  }

  /// Whether it changes an argument, one that is bound already included: then each call depends on the one before.
  fileprivate var changesArguments: Bool {
    switch self {
    case let function as PartialFunction: function.target.changesArguments
    case let function as TemplateFunction: function.base.changesArguments
    case let function as ComposedFunction: function.first.changesArguments || function.second.changesArguments
    default: parameters.list.contains(where: \.isMutable)
    }
  }
}
