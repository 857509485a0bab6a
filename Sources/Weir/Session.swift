import WeirBuiltins
import WeirHost
import WeirRuntime
import WeirTables

/// One running interpreter: its variables, functions and tables. Use it from one thread at a time; `cancel` may come from any.
///
/// ```swift
/// let session = Session()
/// let total = try session.evaluate("sum(1..10)")
/// print(total?.description ?? "")  // 55
/// ```
public final class Session {
  package let context: SessionContext
  private let collector: ValueCollector

  /// A session on this machine's clock, disk and threads. What scripts print goes to `output`, line by line.
  public init(output: @escaping (String) -> Void = { print($0) }) {
    collector = ValueCollector(output: output)
    context = SessionContext(host: .system, catalog: StandardCatalog.functions, output: collector)
  }

  /// Runs a script and gives the value of its last expression statement, or nil when there is none.
  ///
  /// Nothing of a script that does not parse is run.
  /// - Throws: `WeirError`.
  public func evaluate(_ script: String) throws -> Value? {
    collector.last = nil
    context.cancellation.reset()
    do {
      try context.run(script, name: "script")
    } catch {
      throw WeirError(error, in: context)
    }
    return collector.last
  }

  /// Stops the script that runs; it throws a `WeirError` of kind `interrupted`.
  public func cancel() { context.cancellation.request() }
}

/// Keeps the last value that a script showed.
private final class ValueCollector: OutputSink {
  let output: (String) -> Void
  var last: Value?

  init(output: @escaping (String) -> Void) { self.output = output }

  func show(_ value: borrowing Cell, in session: SessionContext) { last = Value(value.copy()) }
  func print(_ text: String, value: borrowing Cell, in session: SessionContext) { output(text) }
}
