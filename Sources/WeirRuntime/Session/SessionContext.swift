import Synchronization
import WeirHost
import WeirSyntax
import WeirTables

/// One running session: its variables, its functions, where its output goes and how it is stopped. Used by one thread at a time; only `cancellation` is
/// touched by others.
package final class SessionContext {
  package let host: Host
  package let catalog: FunctionCatalog
  package let output: any OutputSink
  package let cancellation: Cancellation
  package let globals = GlobalVariables()
  /// Functions that scripts defined, by name.
  package var functions: [String: Function] = [:]
  /// Seeded from the host; `setRandomSeed` starts it anew.
  package var random: SeededRandom
  /// Every text that was parsed in this session; `SourceSpan.file` is an index into it.
  package var sources: [SourceText] = []
  /// What `args` of a script holds.
  package var scriptArguments: [String] = []
  /// Calls of script functions that are under way.
  package var depth = 0

  /// Deeper recursion is an error of the script. A session's thread has 64 MiB of stack; a call of a script function takes less than 4 KiB of it in a release
  /// build and less than 16 in a debug build.
  package static let depthMax = 4000

  package init(host: Host, catalog: FunctionCatalog, output: any OutputSink, cancellation: Cancellation = Cancellation()) {
    self.host = host
    self.catalog = catalog
    self.output = output
    self.cancellation = cancellation
    random = host.entropy.makeRandom()
  }

  /// The function called `name`: one that the script defined, else a built-in.
  package func function(named name: String) -> Function? { functions[name] ?? catalog.function(name) }

  func parameterName(of function: String, _ index: Int) -> String? {
    guard let parameters = self.function(named: function)?.parameters.list, !parameters.isEmpty else { return nil }
    return parameters[min(index, parameters.count - 1)].name
  }

  /// Calls `function` with `arguments`, in the order of its parameters, from a built-in such as `each`.
  /// - Throws: `.arguments` when there are too few or too many.
  package func call(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int) throws -> Cell {
    try checkArgumentCount(function, count)
    try checkCancellation()
    return try function.invoke(Call(arguments, count: count, session: self, name: function.name))
  }

  package func checkArgumentCount(_ function: Function, _ count: Int) throws {
    let parameters = function.parameters
    if count < parameters.required || parameters.most.map({ count > $0 }) == true { throw argumentCountError(function, count) }
  }

  private func argumentCountError(_ function: Function, _ count: Int) -> KernelError {
    let parameters = function.parameters
    let expected =
      switch parameters.most {
      case nil: "at least \(parameters.required)"
      case parameters.required: "\(parameters.required)"
      case let most?: "\(parameters.required) to \(most)"
      }
    return .arguments("The function \(function.name) expects \(expected) argument(s), got \(count)")
  }

  /// - Throws: `.interrupted` when the statement is to stop.
  @inline(__always)
  package func checkCancellation() throws {
    if cancellation.isRequested { throw KernelError(.interrupted, "interrupted") }
  }
}

/// The request to stop the statement that runs; made by another thread or a signal handler.
package final class Cancellation: Sendable {
  private let requested = Atomic<Bool>(false)

  package init() {}

  @inline(__always) package var isRequested: Bool { requested.load(ordering: .relaxed) }
  package func request() { requested.store(true, ordering: .relaxed) }
  package func reset() { requested.store(false, ordering: .relaxed) }
}
