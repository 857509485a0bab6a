import WeirSyntax
import WeirTables

extension Lowerer {
  /// The statements of a module's file: its declaration, what it uses, functions and classes. Anything else is no part of a module and does nothing.
  func lowerModule(_ statements: [Statement], in source: SourceText) {
    guard let module else { return }
    guard case .module(let declared)? = statements.first?.kind else {
      report(ScriptError(.syntax, "the file of a module begins with `module \(module.name)`", at: statements.first?.span ?? SourceSpan(0..<0, file: source.file)))
      return
    }
    let name = declared.map(\.text).joined(separator: "::")
    guard name == module.name else {
      report(ScriptError(.name, "this file is looked for as the module `\(module.name)` and declares `\(name)`", at: statements[0].span))
      return
    }
    announce(statements)
    let scope = Scope(enclosing: nil, isTopLevel: true)
    for statement in statements.dropFirst() where statement.belongsToModule { _ = lower(statement, scope) }
  }

  /// `use a::b`: what follows in the unit finds the module's functions; the session does once the unit is lowered.
  func lowerUse(_ use: UseStatement, at span: SourceSpan) -> Action {
    guard case .moduleOrDatabase(let words) = use.target else { return failedAction(.unsupported, "catalogs cannot be used yet", at: span) }
    do {
      add(import: try session.modules.load(words.map(\.text), session, at: span))
      methodNames.formUnion(session.methodNames)
    } catch {
      for var error in ScriptError.list(error) {
        if error.span != span { error.notes.append(.init(text: "the module is used here", span: span)) }
        report(error)
      }
    }
    return EmptyAction(span: span)
  }

  /// `module a::b` as the first statement of a unit: what the unit defines belongs to the module.
  func beginModule(_ words: [Identifier]) { enter(Module(path: words.map(\.text))) }

  /// A function that is named with its module, `a::b::f`, or with the root, `::f`.
  func qualifiedFunction(_ name: Name, at span: SourceSpan) -> Node {
    guard !name.modulePath.isEmpty else {
      if let function = rootFunction(named: name.text) { return ConstantNode(.function(function), span: span) }
      return failed(.name, "Cannot recognize the token ::\(name.text)", at: span)
    }
    let moduleName = name.modulePath.joined(separator: "::")
    guard let functions = moduleName == module?.name ? unitFunctions : session.modules.module(moduleName)?.functions else {
      return failed(.name, "the module `\(moduleName)` is not loaded", at: span, hint: "write `use \(moduleName)` before")
    }
    guard let function = functions[name.text] else {
      let hint = Suggestion.nearest(to: name.text, among: functions.keys.sorted()).map { "did you mean `\($0)`?" }
      return failed(.name, "the module `\(moduleName)` has no function `\(name.text)`", at: span, hint: hint)
    }
    return ConstantNode(.function(function), span: span)
  }
}

extension Statement {
  fileprivate var belongsToModule: Bool {
    switch kind {
    case .use, .function, .classDefinition, .mapReduce: true
    default: false
    }
  }
}
