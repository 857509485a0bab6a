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
  /// The modules that were loaded, and where others are looked for.
  package let modules = ModuleLibrary()
  /// The methods that some class has.
  var methodNames: Set<String> = []
  /// Functions and classes that scripts defined, by name.
  package var functions: [String: Function] = [:]
  /// What annotations such as `@testing: case="x"` gave, as `testing_case`.
  var annotations: [String: EmbeddedValue] = [:]
  /// The test case that the last annotation named, until an assertion of it fails.
  var testCase: String?
  /// Seeded from the host; `setRandomSeed` starts it anew.
  package var random: SeededRandom
  /// Every text that was parsed in this session; `SourceSpan.file` is an index into it.
  package var sources: [SourceText] = []
  /// Who works in this session. Whoever started the process may do everything in it, so a name is all there is.
  package var user = "admin"
  /// What `args` of a script holds.
  package var scriptArguments: [String] = []
  /// How the last query came to its rows, while somebody wants to know.
  package var access: AccessReport?
  /// What queries do, while somebody wants to know.
  var profile: QueryProfile?
  /// Rows that the last statement that changes a table added, removed or matched.
  package var matchedRowCount = 0
  /// What calls and loops look at.
  let state: UnsafeMutablePointer<ExecutionState>
  /// Objects that were shared under a name; looked up when a statement runs.
  package var shared: SharedObjects { site.shared }
  /// Those that this session looks at.
  private(set) lazy var leases = SharedLeases(site.shared)
  /// For built-ins that read a column by key, one row per call.
  package let pointReaders = PointReaders()
  /// What this session has in common with others.
  package let site: Site
  /// Functions of another session that were sent along with one that runs here, and that nobody has named yet.
  var received: [String: FunctionDefinition] = [:]
  /// Where those that somebody has named were defined.
  var arrivals: [String: SourceSpan] = [:]

  /// Sessions for the threads of `peach` and `ploop`, from the first such call on.
  var workers: [ParallelWorker] = []
  /// Whether calls may be shared out to several threads: not in a session that is one of those.
  var canSpread = true
  /// Whether a function that came from another session could not be lowered here.
  var hasFailedDefinitions = false

  package init(host: Host, catalog: FunctionCatalog, output: any OutputSink, cancellation: Cancellation = Cancellation(), site: Site = Site()) {
    self.host = host
    self.catalog = catalog
    self.output = output
    self.cancellation = cancellation
    self.site = site
    random = host.entropy.makeRandom()
    state = .allocate(capacity: 1)
    state.initialize(to: ExecutionState(session: self, cancellation: cancellation.flag))
  }

  deinit {
    state.pointee.deallocate()
    state.deallocate()
  }

  /// The function called `name`: of a module in use, one that the script defined, else a built-in; `a::b::f` is that of the module.
  package func function(named name: String) -> Function? {
    for module in modules.imported { if let function = module.functions[name] { return function } }
    return functions[name] ?? catalog.function(name) ?? moduleFunction(name) ?? receivedFunction(named: name)
  }

  /// The functions that can be called without a module's name.
  package var functionNames: [String] { modules.imported.flatMap { $0.functions.keys } + functions.keys + catalog.names }

  private func moduleFunction(_ name: String) -> Function? {
    let words = name.split(separator: ":", omittingEmptySubsequences: true)
    guard words.count > 1, let plain = words.last else { return nil }
    return modules.module(words.dropLast().joined(separator: "::"))?.functions[String(plain)]
  }

  /// Calls `function` with `arguments`, in the order of its parameters, from a built-in such as `each`.
  /// - Throws: `.arguments` when there are too few or too many.
  package func call(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int) throws -> Cell {
    try checkArgumentCount(function, arguments, count)
    try checkCancellation()
    return try function.invoke(Call(arguments, count: count, state: state, function: function))
  }

  /// - Throws: `.arguments` when there are too many, or one that is required is left out.
  @inline(__always)
  package func checkArgumentCount(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, _ count: Int) throws {
    guard function.parameters.accept(arguments, count) else { throw argumentCountError(function, count) }
  }

  /// The same for arguments of which none is left out.
  package func checkArgumentCount(_ function: Function, _ count: Int) throws {
    let parameters = function.parameters
    if count < parameters.required || parameters.most.map({ count > $0 }) == true { throw argumentCountError(function, count) }
  }

  func argumentCountError(_ function: Function, _ count: Int) -> KernelError {
    let parameters = function.parameters.withoutImplicit
    let count = count - function.parameters.implicit
    let expected =
      switch parameters.most {
      case nil: "at least \(parameters.required)"
      case parameters.required: "\(parameters.required)"
      case let most?: "\(parameters.required) to \(most)"
      }
    return .arguments("The function \(function.name) expects \(expected) argument(s), got \(count)")
  }

  /// Finds out how far the stack of this thread reaches; called before anything runs on it.
  func measureStack() { state.pointee.stackLimit = NativeStack.lowestAddress() + NativeStack.reserve }

  /// The object shared under `name`.
  /// - Throws: `.name` when there is none.
  /// - Parameter place: that of the statement that asks.
  func lookUpShared(_ name: String, _ place: inout LeasePlace, at span: SourceSpan) throws -> Cell {
    var value: Cell?
    place.lease(of: name, in: self)._withUnsafeGuaranteedRef { value = $0.value() }
    if let value { return value }
    let known = globals.definedNames + shared.names + functions.keys + catalog.names
    throw ScriptError(.name, "Cannot recognize the token \(name)", at: span, hint: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" })
  }

  /// Takes the name of a shared object away, for all sessions.
  /// - Returns: whether there was such an object.
  @discardableResult
  package func removeShared(_ name: String) -> Bool {
    defer { leases.end() }
    return shared.remove(name)
  }

  /// - Throws: `.interrupted` when the statement is to stop.
  @inline(__always)
  package func checkCancellation() throws {
    if cancellation.isRequested { throw KernelError(.interrupted, "interrupted") }
  }
}

/// The request to stop the statement that runs; made by another thread or a signal handler.
package final class Cancellation: @unchecked Sendable {
  // Unchecked: the pointer never changes, and what it points to is atomic.
  /// At an address of its own, so that loops look at it without touching a reference count.
  let flag: UnsafeMutablePointer<Atomic<Bool>>

  package init() {
    flag = .allocate(capacity: 1)
    flag.initialize(to: Atomic(false))
  }

  deinit {
    flag.deinitialize(count: 1)
    flag.deallocate()
  }

  package var isRequested: Bool { flag.pointee.load(ordering: .relaxed) }
  package func request() { flag.pointee.store(true, ordering: .relaxed) }
  package func reset() { flag.pointee.store(false, ordering: .relaxed) }
}
