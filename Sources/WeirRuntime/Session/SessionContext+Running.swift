import WeirHost
import WeirSyntax
import WeirTables

extension SessionContext {
  /// Parses and runs a text as one unit, or as several where `go` cuts it.
  ///
  /// - Throws: `UnitErrors` with every syntax error and undefined name, before anything of a unit ran; a `ScriptError` when a statement failed.
  package func run(_ text: String, name: String) throws {
    measureStack()
    try StopFlag.watching(cancellation.flag) {
      let statements = try interruptibly { try UnitReader(self).read(addSource(text, name: name)) }
      for part in statements.split(whereSeparator: { $0.isGo }) { try interruptibly { try run(Array(part)) } }
    }
  }

  /// Runs a text as a unit of its own while a script runs.
  /// - Throws: the first error of the text.
  package func runNested(_ text: String, name: String) throws {
    try state.pointee.check()
    do { try run(text, name: name) } catch let errors as UnitErrors { throw errors.errors[0] }
  }

  /// What an interrupted loop leaves half done can look like another mistake; nobody who asked for the end wants to hear of it.
  private func interruptibly<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      guard cancellation.isRequested else { throw error }
      throw ScriptError(.interrupted, Interruption.error.text, at: ScriptError.list(error)[0].span)
    }
  }

  /// Calls a function from outside of any script.
  /// - Throws: `.arguments` when there are too few or too many, and what the function throws.
  package func callFromOutside(_ function: Function, _ arguments: UnsafeMutablePointer<Cell>, count: Int) throws -> Cell {
    measureStack()
    defer { leases.end() }
    return try StopFlag.watching(cancellation.flag) { try call(function, arguments, count: count) }
  }

  /// Looks at a text without running it: what is wrong with it, and what may be right all the same, such as names that a module could bring and statements that
  /// cannot be run yet.
  package func check(_ text: String, name: String) -> (errors: [ScriptError], notes: [ScriptError]) {
    measureStack()
    let statements: [Statement]
    do { statements = try UnitReader(self).read(addSource(text, name: name)) } catch { return (ScriptError.list(error), []) }
    let lowerer = Lowerer(session: self)
    _ = lowerer.lowerUnit(statements.filter { !$0.isGo })
    let isNote = { (error: ScriptError) in error.kind == .name || error.kind == .unsupported }
    return (lowerer.errors.filter { !isNote($0) }, lowerer.errors.filter(isNote))
  }

  /// What the parser asks of names: which of them are functions, and hidden by no variable.
  package func parserOptions(knowing more: Set<String> = []) -> ParserOptions {
    let catalog = catalog
    let scripted = more.union(functions.keys).union(modules.imported.flatMap { $0.functions.keys })
    let variables = Set(globals.definedNames)
    return ParserOptions(isFunction: { !variables.contains($0) && (scripted.contains($0) || catalog.function($0) != nil) }, isStopped: { StopFlag.isRaised })
  }

  /// Keeps a text for the places of errors in it.
  package func addSource(_ text: String, name: String) -> SourceText {
    let file = UInt16(truncatingIfNeeded: sources.count)
    let source = SourceText(name: name, text: text, file: file)
    sources.append(source)
    return source
  }

  private func run(_ statements: [Statement]) throws {
    let lowerer = Lowerer(session: self)
    let actions = lowerer.lowerUnit(statements)
    guard lowerer.errors.isEmpty else { throw UnitErrors(lowerer.errors) }
    lowerer.publish()
    try withFrame { frame in
      for action in actions {
        defer { leases.end() }
        _ = try action.run(frame)
        output.endStatement()
      }
    }
  }

  /// The text that `span` covers.
  package func text(of span: SourceSpan) -> String {
    guard Int(span.file) < sources.count else { return "" }
    return sources[Int(span.file)].text(span)
  }
}

extension Lowerer {
  /// The statements of a unit in order; one that begins with `module` defines that module.
  func lowerUnit(_ statements: [Statement]) -> [Action] {
    announce(statements)
    var rest = statements[...]
    if case .module(let path)? = statements.first?.kind {
      beginModule(path)
      rest.removeFirst()
    }
    let scope = Scope(enclosing: nil, isTopLevel: true)
    return rest.map { lowerTopLevel($0, scope) }
  }

  /// A statement of the script itself: the value of an expression is shown.
  func lowerTopLevel(_ statement: Statement, _ scope: Scope) -> Action {
    guard case .expression(let expression) = statement.kind else { return lower(statement, scope) }
    return ShowAction(lower(expression, scope))
  }
}

extension Statement {
  var isGo: Bool {
    if case .go = kind { return true }
    return false
  }
}

/// All errors that were found in a unit before it ran.
package struct UnitErrors: Error {
  package let errors: [ScriptError]

  package init(_ errors: [ScriptError]) { self.errors = errors }
}
