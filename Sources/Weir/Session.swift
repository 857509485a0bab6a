import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// One running interpreter: its variables, functions and tables. Use it from one thread at a time; a process may hold as many as it likes, on as many threads, and
/// none sees anything of another, unless it was made beside it.
///
/// ```swift
/// let session = Session()
/// let total = try session.evaluate("sum(1..10)")
/// print(total?.description ?? "")  // 55
/// ```
public final class Session {
  package let context: SessionContext
  private let collector: ValueCollector

  /// A session on this machine's clock, disk and threads. What scripts print goes to `output`, one call per `print`; the text may have several lines and has no
  /// newline at its end.
  public init(output: @escaping (String) -> Void = { print($0) }) {
    collector = ValueCollector(output: output)
    context = SessionContext(host: .system, catalog: StandardCatalog.functions, output: collector)
  }

  /// A session that has shared tables and jobs in common with `other`, which may run on another thread: what one of them shares, `share t as name`, both can name.
  public init(beside other: Session, output: @escaping (String) -> Void = { print($0) }) {
    collector = ValueCollector(output: output)
    context = SessionContext(host: .system, catalog: StandardCatalog.functions, output: collector, site: other.context.site)
  }

  /// Runs a script and gives the value of its last expression statement, or nil when there is none.
  ///
  /// Nothing of a script that does not parse is run. Variables and functions stay for the scripts to come. The value is what it is now: what later scripts do to
  /// the variable it came from does not change it.
  /// - Parameter name: what stands before the line in the text of an error.
  /// - Throws: `WeirError`.
  @discardableResult
  public func evaluate(_ script: String, name: String = "script") throws -> Value? {
    collector.last = nil
    defer { collector.last = nil }
    context.cancellation.reset()
    do {
      try context.run(script, name: name)
    } catch {
      throw WeirError(error, in: context)
    }
    return collector.last
  }

  /// Stops the script that runs; it throws a `WeirError` of kind `interrupted`. From this session's thread only; other threads hold a `canceller`.
  public func cancel() { context.cancellation.request() }

  /// For other threads: stops what this session runs.
  public var canceller: Canceller { Canceller(context.cancellation) }
}

/// Stops what a session runs, from any thread.
public struct Canceller: Sendable {
  private let cancellation: Cancellation

  init(_ cancellation: Cancellation) { self.cancellation = cancellation }

  /// The script that runs throws a `WeirError` of kind `interrupted`, within a tenth of a second also where it sorts or joins millions of rows. Without effect on a
  /// script that is started later.
  public func cancel() { cancellation.request() }
}

/// Keeps the last value that a script showed.
private final class ValueCollector: OutputSink {
  let output: (String) -> Void
  var last: Value?

  init(output: @escaping (String) -> Void) { self.output = output }

  func show(_ value: borrowing Cell, in session: SessionContext) { last = Value(value.copiedForAssignment()) }
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) { output(text) }
}
